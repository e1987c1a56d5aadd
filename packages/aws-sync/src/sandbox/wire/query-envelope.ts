import { AwsError } from '../aws-error.ts'
import type { QueryOperation } from '../operation.ts'
import { queryOperations } from '../operations/index.ts'
import type { Envelope, SandboxRequest } from './envelope.ts'
import { parseForm, type FormNode } from './form.ts'
import { readInput } from './read-input.ts'
import type { QueryServiceId } from './services.ts'
import { readSigner, type Signer } from './signer.ts'
import { writeAnswer, writeError } from './write-xml.ts'

const serviceOfVersion: Readonly<Record<string, QueryServiceId>> = { '2010-05-08': 'iam', '2011-06-15': 'sts' }

/**
 * Reads a request of the query protocol.
 *
 * @throws {AwsError} for a name that nests too deeply.
 */
export function queryEnvelope(request: SandboxRequest): Envelope {
  const form = parseForm(request.method === 'POST' && request.body !== '' ? request.body : request.query)
  const signer = readSigner(request.headers, form.children.get('X-Amz-Credential')?.value)
  const service = serviceOf(form, signer)
  return {
    service,
    signer,
    contentType: 'text/xml',
    open: () => {
      const operation = findOperation(form, service)
      const { name, input, output: schema } = operation
      return {
        operation,
        readInput: () => readInput(name, input, form),
        writeOutput: (output, requestId) => writeAnswer({ service, operation: name, schema, output, requestId }),
      }
    },
    refuse: (error, requestId) => refuseInXml(service, error, requestId),
  }
}

/** A refusal where the request itself can't be read. */
export function refuseInXml(
  service: QueryServiceId,
  { code, status, message }: AwsError,
  requestId: string,
): { readonly status: number; readonly body: string } {
  return { status, body: writeError({ service, code, status, message, requestId }) }
}

/** Which service a request is for: by its API version, else by its signature, else IAM. */
function serviceOf(form: FormNode, signer: Signer | undefined): QueryServiceId {
  const version = form.children.get('Version')?.value
  const byVersion = version === undefined ? undefined : serviceOfVersion[version]
  return byVersion ?? (signer?.service === 'sts' ? 'sts' : 'iam')
}

function findOperation(form: FormNode, service: QueryServiceId): QueryOperation {
  const action = form.children.get('Action')?.value
  if (action === undefined || action === '') {
    throw new AwsError('MissingAction', 'The request must contain the parameter Action.')
  }
  const operation = queryOperations[service].get(action)
  if (operation !== undefined) return operation
  const version = form.children.get('Version')?.value ?? 'none'
  throw new AwsError('InvalidAction', `Could not find operation ${action} for version ${version}`)
}
