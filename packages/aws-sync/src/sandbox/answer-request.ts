import { randomUUID } from 'node:crypto'
import { AwsError } from './aws-error.ts'
import { isIssuedForm } from './identifiers.ts'
import type { Operation } from './operation.ts'
import { performOperation } from './perform-operation.ts'
import type { Account } from './state/account.ts'
import type { AccountStore } from './state/account-store.ts'
import type { EventLog } from './trail/event-log.ts'
import type { Envelope, SandboxRequest } from './wire/envelope.ts'
import { jsonEnvelope, refuseInJson } from './wire/json-envelope.ts'
import { queryEnvelope, refuseInXml } from './wire/query-envelope.ts'

export interface SandboxResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Where an account is kept, and what its clock shows. */
export interface HeldAccount {
  readonly store: AccountStore
  readonly events: EventLog
  readonly nowOf: (account: Account) => Date
}

/**
 * Answers one request as AWS would, in the protocol that it came in; whatever is wrong with the request becomes an answer too.
 *
 * @throws {RolewrightError} where the account's file can't be read or written: that is no matter of AWS's.
 */
export async function answerRequest(request: SandboxRequest, held: HeldAccount): Promise<SandboxResponse> {
  const requestId = randomUUID()
  let envelope: Envelope | undefined
  try {
    envelope = envelopeOf(request)
    const { operation, readInput, writeOutput } = envelope.open()
    const userAgent = request.headers['user-agent'] ?? ''
    const output = await perform({ envelope, operation, readInput, userAgent, held })
    const answer = respond(200, { requestId, contentType: envelope.contentType, body: writeOutput(output, requestId) })
    const now = await held.store.run(held.nowOf, { changes: false })
    // As AWS does: the account's own clock, in whole seconds.
    return { ...answer, headers: { ...answer.headers, date: now.toUTCString() } }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return refuse({ request, envelope, error, requestId })
  }
}

const isJson = ({ headers }: SandboxRequest): boolean => headers['x-amz-target'] !== undefined

function envelopeOf(request: SandboxRequest): Envelope {
  const { method, path } = request
  if (path !== '/') throw new AwsError('NotFound', `There is nothing at ${path}: requests go to /`)
  if (method !== 'POST' && (method !== 'GET' || isJson(request))) {
    throw new AwsError('MethodNotAllowed', `The method ${method} is not allowed: use POST, or GET with a query`)
  }
  return isJson(request) ? jsonEnvelope(request) : queryEnvelope(request)
}

async function perform(work: {
  readonly envelope: Envelope
  readonly operation: Operation
  readonly readInput: () => object
  readonly userAgent: string
  readonly held: HeldAccount
}): Promise<unknown> {
  const { envelope, operation, readInput, userAgent, held } = work
  const { store, events, nowOf } = held
  const { service, signer } = envelope
  if (signer === undefined) {
    throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token')
  }
  const asked = { service, operation, readInput, signer, userAgent, events: () => events.records() }
  const { outcome, record } = await store.run(
    (account) => performOperation(account, { ...asked, now: nowOf(account) }),
    // What an issued key is used for is put on record, whatever it asks.
    { changes: operation.changes || isIssuedForm(signer.accessKeyId) },
  )
  events.append([record])
  if ('refusal' in outcome) throw outcome.refusal
  return outcome.output
}

/** The answer over HTTP where the account itself fails; it says what, since nobody reads a sandbox's log. */
export function answerFailure(request: SandboxRequest, cause: unknown): SandboxResponse {
  const error = new AwsError('ServiceFailure', cause instanceof Error ? cause.message : String(cause))
  return refuse({ request, envelope: undefined, error, requestId: randomUUID() })
}

function refuse(refusal: {
  readonly request: SandboxRequest
  readonly envelope: Envelope | undefined
  readonly error: AwsError
  readonly requestId: string
}): SandboxResponse {
  const { request, envelope, requestId } = refusal
  const error = envelope?.service === 'iam' ? withPlaceOfDetails(refusal.error, requestId) : refusal.error
  const contentType = isJson(request) ? 'application/x-amz-json-1.1' : 'text/xml'
  const unread = isJson(request) ? refuseInJson(error) : refuseInXml('iam', error, requestId)
  const { status, body } = envelope?.refuse(error, requestId) ?? unread
  return respond(status, { requestId, contentType, body })
}

/** IAM ends a refusal for want of permission with where to read more of it. */
function withPlaceOfDetails(error: AwsError, id: string): AwsError {
  if (error.code !== 'AccessDenied' || !error.message.includes('is not authorized to perform: ')) return error
  const place = `https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/${id}`
  return new AwsError(
    error.code,
    `${error.message}. Go to ${place} for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: ${id}`,
  )
}

function respond(
  status: number,
  answer: { readonly requestId: string; readonly contentType: string; readonly body: string },
): SandboxResponse {
  const headers = { 'content-type': answer.contentType, 'x-amzn-requestid': answer.requestId }
  return { status, headers, body: answer.body }
}
