import type { z } from 'zod'
import { AwsError, type AwsErrorCode } from '../aws-error.ts'
import type { JsonOperation } from '../operation.ts'
import { jsonOperations } from '../operations/index.ts'
import { camel, missing, summary, unsatisfied } from './check-value.ts'
import type { Envelope, SandboxRequest } from './envelope.ts'
import { jsonServices, type JsonServiceId } from './services.ts'
import { readSigner } from './signer.ts'

/** What the services of this protocol call what IAM has another word for. All of these answer with HTTP 400. */
const codes: Partial<Record<AwsErrorCode, string>> = {
  AccessDenied: 'AccessDeniedException',
  ExpiredToken: 'ExpiredTokenException',
  InvalidAction: 'UnknownOperationException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  MalformedInput: 'SerializationException',
  MissingAction: 'UnknownOperationException',
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
  ValidationError: 'ValidationException',
}

/**
 * Reads a request of AWS JSON 1.1: the operation stands in the header `X-Amz-Target`, everything else is JSON.
 *
 * @throws {AwsError} `InvalidAction` for a target that is no service here.
 */
export function jsonEnvelope(request: SandboxRequest): Envelope {
  const target = request.headers['x-amz-target'] ?? ''
  const dot = target.lastIndexOf('.')
  const service = findService(target.slice(0, Math.max(dot, 0)))
  const name = target.slice(dot + 1)
  return {
    service,
    signer: readSigner(request.headers, undefined),
    contentType: 'application/x-amz-json-1.1',
    open: () => {
      const operation = findOperation(service, name)
      return {
        operation,
        readInput: () => readInput(operation, request.body),
        writeOutput: (output) => JSON.stringify(inSeconds(output ?? {})),
      }
    },
    refuse: refuseInJson,
  }
}

/** A refusal as JSON. */
export function refuseInJson({ code, status, message }: AwsError): { readonly status: number; readonly body: string } {
  const named = codes[code]
  return { status: named === undefined ? status : 400, body: JSON.stringify({ __type: named ?? code, message }) }
}

function findService(target: string): JsonServiceId {
  const found = Object.entries(jsonServices).find(([prefix]) => prefix === target)
  if (found !== undefined) return found[1]
  throw new AwsError('InvalidAction', `There is no service ${JSON.stringify(target.slice(0, 100))} here`)
}

function findOperation(service: JsonServiceId, name: string): JsonOperation {
  const operation = jsonOperations[service].get(name)
  if (operation !== undefined) return operation
  throw new AwsError('InvalidAction', `Could not find operation ${name.slice(0, 100)}`)
}

function readInput({ input }: JsonOperation, body: string): object {
  const result = input.safeParse(parseBody(body), { reportInput: true })
  if (result.success) return result.data
  const { issues } = result.error
  const wrongType = issues.find((issue) => issue.code === 'invalid_type' && issue.input !== undefined)
  if (wrongType !== undefined) throw new AwsError('MalformedInput', `${placeOf(wrongType)}: ${wrongType.message}`)
  const problems = issues.map((issue) =>
    unsatisfied(placeOf(issue), issue.code === 'invalid_type' ? missing : issue.message),
  )
  throw new AwsError('ValidationError', summary(problems))
}

const placeOf = (issue: z.core.$ZodIssue): string =>
  issue.path.map((step) => (typeof step === 'number' ? `${step + 1}.member` : camel(String(step)))).join('.')

function parseBody(body: string): unknown {
  try {
    return JSON.parse(body === '' ? '{}' : body)
  } catch {
    throw new AwsError('MalformedInput', 'The body of the request is not JSON')
  }
}

/** Dates stand as seconds since 1970 in this protocol. */
function inSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000
  if (Array.isArray(value)) return value.map(inSeconds)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inSeconds(each)]))
}
