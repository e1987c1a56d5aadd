import { randomUUID } from 'node:crypto'
import { AwsError } from './aws-error.ts'
import { callerOf } from './caller.ts'
import type { Operation } from './operation.ts'
import { operations } from './operations/index.ts'
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

/** Answers one request as AWS would; whatever is wrong with it becomes an answer too. */
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
    const output = await perform({ form, signer, operation, store, nowOf })
    const { name, output: schema } = operation
    return respond(200, requestId, writeAnswer({ service, operation: name, schema, output, requestId }))
  } catch (error) {
    const refusal = error instanceof AwsError ? error : failure(error)
    const { code, status, message } = refusal
    return respond(status, requestId, writeError({ service, code, status, message, requestId }))
  }
}

function readForm({ method, path, query, body }: SandboxRequest): FormNode {
  if (path !== '/') throw new AwsError('InvalidAction', `There is nothing at ${path}: requests go to /`)
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

function perform(work: {
  readonly form: FormNode
  readonly signer: Signer | undefined
  readonly operation: Operation
  readonly store: AccountStore
  readonly nowOf: (account: Account) => Date
}): Promise<unknown> {
  const { form, signer, operation, store, nowOf } = work
  if (signer === undefined) {
    throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token')
  }
  const input = readInput(operation.name, operation.input, form)
  return store.run(
    (account) => {
      const now = nowOf(account)
      const caller = callerOf(account, signer.accessKeyId, now)
      return operation.run(account, input, { accountId: account.settings.get().accountId, now, caller })
    },
    { changes: operation.changes },
  )
}

/** What broke is told in the answer, since nobody reads an embedded account's log. */
function failure(error: unknown): AwsError {
  return new AwsError('ServiceFailure', error instanceof Error ? error.message : String(error))
}

function respond(status: number, requestId: string, body: string): SandboxResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body }
}
