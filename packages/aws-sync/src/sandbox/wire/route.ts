import { AwsError } from '../aws-error.ts'
import type { FormNode } from './form.ts'
import type { ServiceId } from './write-xml.ts'

const serviceOfVersion: Readonly<Record<string, ServiceId>> = { '2010-05-08': 'iam', '2011-06-15': 'sts' }

/** Who signed, and for which service and region: the credential scope of Signature Version 4. */
export interface Signer {
  readonly accessKeyId: string
  readonly region: string
  readonly service: string
}

/** Reads who signed out of the `Authorization` header or a presigned query. The signature itself is not verified. */
export function readSigner(headers: Readonly<Record<string, string>>, form: FormNode): Signer | undefined {
  const scope =
    /Credential=([^,\s]+)/.exec(headers['authorization'] ?? '')?.[1] ?? form.children.get('X-Amz-Credential')?.value
  if (scope === undefined) return undefined
  const [accessKeyId = '', , region = '', service = ''] = scope.split('/')
  return accessKeyId === '' ? undefined : { accessKeyId, region, service }
}

/** Which service a request is for: by its API version, else by its signature, else IAM. */
export function serviceOf(form: FormNode, signer: Signer | undefined): ServiceId {
  const version = form.children.get('Version')?.value
  const byVersion = version === undefined ? undefined : serviceOfVersion[version]
  return byVersion ?? (signer?.service === 'sts' ? 'sts' : 'iam')
}

/** @throws {AwsError} `MissingAction` where the request names none. */
export function actionOf(form: FormNode): string {
  const action = form.children.get('Action')?.value
  if (action === undefined || action === '') {
    throw new AwsError('MissingAction', 'The request must contain the parameter Action.')
  }
  return action
}

/** The refusal of an operation that is not there. */
export function unknownAction(action: string, form: FormNode): AwsError {
  const version = form.children.get('Version')?.value ?? 'none'
  return new AwsError('InvalidAction', `Could not find operation ${action} for version ${version}`)
}
