import { randomUUID } from 'node:crypto'
import { AwsError } from './aws-error.ts'
import type { Operation } from './operation.ts'
import { isIssuedForm } from './identifiers.ts'
import { operations } from './operations/index.ts'
import { performOperation } from './perform-operation.ts'
import type { Account } from './state/account.ts'
import type { AccountStore } from './state/account-store.ts'
import { parseForm, type FormNode } from './wire/form.ts'
import { readInput } from './wire/read-input.ts'
import { actionOf, readSigner, serviceOf, unknownAction, type Signer } from './wire/route.ts'
import { writeAnswer, writeError, type ServiceId } from './wire/write-xml.ts'

/** An HTTP request, as far as it matters here. Header names are in lower case. */
export interface SandboxRequest {
  readonly method: string
  readonly path: string
  /** Without the question mark. */
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface SandboxResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Answers one request as AWS would; whatever is wrong with the request becomes an answer too.
 *
 * @throws {RolewrightError} where the account's file can't be read or written: that is no matter of AWS's.
 */
export async function answerRequest(
  request: SandboxRequest,
  store: AccountStore,
  nowOf: (account: Account) => Date,
): Promise<SandboxResponse> {
  const requestId = randomUUID()
  let service: ServiceId = 'iam'
  try {
    const form = readForm(request)
    const signer = readSigner(request.headers, form)
    service = serviceOf(form, signer)
    const operation = findOperation(form, service)
    const output = await perform({ form, service, signer, operation, store, nowOf })
    const { name, output: schema } = operation
    const answer = respond(200, requestId, writeAnswer({ service, operation: name, schema, output, requestId }))
    const now = await store.run(nowOf, { changes: false })
    // As AWS does: the account's own clock, in whole seconds.
    return { ...answer, headers: { ...answer.headers, date: now.toUTCString() } }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const { code, status, message } = error
    return respond(status, requestId, writeError({ service, code, status, message, requestId }))
  }
}

function readForm({ method, path, query, body }: SandboxRequest): FormNode {
  if (path !== '/') throw new AwsError('NotFound', `There is nothing at ${path}: requests go to /`)
  if (method === 'POST') return parseForm(body === '' ? query : body)
  if (method === 'GET') return parseForm(query)
  throw new AwsError('MethodNotAllowed', `The method ${method} is not allowed: use POST, or GET with a query`)
}

function findOperation(form: FormNode, service: ServiceId): Operation {
  const action = actionOf(form)
  const operation = operations[service].get(action)
  if (operation === undefined) throw unknownAction(action, form)
  return operation
}

async function perform(work: {
  readonly form: FormNode
  readonly service: ServiceId
  readonly signer: Signer | undefined
  readonly operation: Operation
  readonly store: AccountStore
  readonly nowOf: (account: Account) => Date
}): Promise<unknown> {
  const { form, service, signer, operation, store, nowOf } = work
  if (signer === undefined) {
    throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token')
  }
  const input = readInput(operation.name, operation.input, form)
  const outcome = await store.run(
    (account) => performOperation(account, { service, operation, input, signer, now: nowOf(account) }),
    // What an issued key is used for is put on record, whatever it asks.
    { changes: operation.changes || isIssuedForm(signer.accessKeyId) },
  )
  if ('refusal' in outcome) throw outcome.refusal
  return outcome.output
}

/** The answer over HTTP where the account itself fails; it says what, since nobody reads a sandbox's log. */
export function answerFailure(error: unknown): SandboxResponse {
  const requestId = randomUUID()
  const message = error instanceof Error ? error.message : String(error)
  const xml = writeError({ service: 'iam', code: 'ServiceFailure', status: 500, message, requestId })
  return respond(500, requestId, xml)
}

function respond(status: number, requestId: string, body: string): SandboxResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body }
}
