import { RolewrightError } from '@rolewright/core'

/** What was being asked when a call failed. */
export interface AskedCall {
  /** With its service: `iam:CreateGroup`. */
  readonly operation: string
  /** For a person: `group PowerUsers`. */
  readonly subject?: string
}

/**
 * Any failure of an SDK call as an error for a person: a stable code, what was asked, and the next thing to do.
 *
 * Codes: `aws-access-denied`, `aws-no-credentials`, `aws-bad-credentials`, `aws-expired-credentials`, `aws-unreachable`,
 * `aws-throttled`, `aws-limit`, `aws-error`. A RolewrightError comes back as it is. The message holds what the service said, never a
 * credential.
 *
 * @example
 * ```ts
 * await clients.iam.send(command).catch((error: unknown) => {
 *   throw awsError(error, { operation: 'iam:CreateGroup', subject: 'group PowerUsers' })
 * })
 * ```
 */
export function awsError(error: unknown, asked: AskedCall): RolewrightError {
  if (error instanceof RolewrightError) return error
  const name = errorName(error)
  const what = `\`${asked.operation}\`${asked.subject === undefined ? '' : ` for ${asked.subject}`}`
  const said = firstLine(error)
  const problem = (code: string, message: string, hint: string): RolewrightError =>
    new RolewrightError({ code, message, hint, cause: error })

  if (DENIED.has(name)) {
    return problem(
      'aws-access-denied',
      `AWS refuses ${what}: ${said}`,
      `let these credentials \`${asked.operation}\`, or use others`,
    )
  }
  if (name === 'CredentialsProviderError' || name === 'NoCredentialsError') {
    return problem(
      'aws-no-credentials',
      `there are no AWS credentials for ${what}: ${said}`,
      'sign in with `aws sso login`, set `AWS_PROFILE`, or use `--sandbox`',
    )
  }
  if (EXPIRED.has(name)) {
    return problem(
      'aws-expired-credentials',
      `the AWS credentials have expired: ${said}`,
      'sign in again and run it again',
    )
  }
  if (BAD_CREDENTIALS.has(name)) {
    return problem(
      'aws-bad-credentials',
      `AWS does not accept these credentials: ${said}`,
      'check `AWS_PROFILE`, `AWS_ACCESS_KEY_ID` and the endpoint; `aws sts get-caller-identity` shows who you are',
    )
  }
  if (isThrottling(error)) {
    return problem(
      'aws-throttled',
      `AWS goes on refusing ${what} as too fast: ${said}`,
      'wait a minute and run it again',
    )
  }
  if (name === 'LimitExceeded' || name === 'LimitExceededException') {
    return problem(
      'aws-limit',
      `an IAM quota stops ${what}: ${said}`,
      'raise the quota where AWS lets you, or need fewer; `rolewright plan` shows the quotas',
    )
  }
  if (isUnreachable(error)) {
    return problem(
      'aws-unreachable',
      `the endpoint does not answer ${what}: ${said}`,
      'check the network and `AWS_ENDPOINT_URL`',
    )
  }
  return problem(
    'aws-error',
    `AWS answers ${what} with ${name}: ${said}`,
    'see what AWS says, mend it, and run it again',
  )
}

/** The AWS error code of a failed call, such as `NoSuchEntity`, or the error's own name. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return 'an unknown error'
  // The SDK's classes add `Exception` to IAM's codes; the wire has them without.
  const name = error.name.replace(
    /^(NoSuchEntity|EntityAlreadyExists|LimitExceeded|DeleteConflict|InvalidInput)Exception$/,
    '$1',
  )
  return IAM_CODES.has(name) ? name : (namedByStatus(error) ?? name)
}

const IAM_CODES: ReadonlySet<string> = new Set([
  'NoSuchEntity',
  'EntityAlreadyExists',
  'LimitExceeded',
  'DeleteConflict',
  'ConcurrentModification',
  'EntityTemporarilyUnmodifiable',
])

/** What an emulator means that has a code of its own: IAM's status for what is not there, and its words for what is there already. */
function namedByStatus(error: Error): string | undefined {
  const metadata = '$metadata' in error ? error.$metadata : undefined
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined
  if (status === 404 && /^(?:NotFound|NoSuch|ResourceNotFound|EntityNotFound)/.test(error.name)) return 'NoSuchEntity'
  if (status === 409 && /already exists/i.test(`${error.name} ${error.message}`)) return 'EntityAlreadyExists'
  return undefined
}

const DENIED: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'CloudHsmAccessDeniedException',
  'UnauthorizedOperation',
])
const EXPIRED: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'TokenRefreshRequired',
])
const BAD_CREDENTIALS: ReadonlySet<string> = new Set([
  'InvalidClientTokenId',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
  'MissingAuthenticationToken',
  'IncompleteSignature',
  'AuthFailure',
])
const THROTTLED: ReadonlySet<string> = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'SlowDown',
])
const UNREACHABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'EPROTO',
])

function isThrottling(error: unknown): boolean {
  return THROTTLED.has(errorName(error))
}

function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'TimeoutError' || error.name === 'TypeError') return true
  const code = 'code' in error ? error.code : undefined
  return (typeof code === 'string' && UNREACHABLE.has(code)) || isUnreachable(error.cause)
}

/** One line, and never a key: what follows a credential's name is left out. */
function firstLine(error: unknown): string {
  // A connection that tried several addresses fails with an AggregateError, whose own message is empty.
  const source = error instanceof AggregateError && error.message === '' ? (error.errors[0] as unknown) : error
  const text = source instanceof Error && source.message !== '' ? source.message : errorName(source)
  const line = (text.split('\n')[0] ?? text).replace(/\.$/, '')
  return line.replaceAll(/((?:secret|token|signature|password)\w*\s*[=:]\s*)\S+/gi, '$1…')
}
