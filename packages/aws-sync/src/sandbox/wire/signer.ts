/** Who signed, and for which service and region: the credential scope of Signature Version 4. */
export interface Signer {
  readonly accessKeyId: string
  readonly region: string
  readonly service: string
}

/** Reads who signed out of the `Authorization` header, or of a presigned query's `X-Amz-Credential`. The signature itself is not verified. */
export function readSigner(
  headers: Readonly<Record<string, string>>,
  presigned: string | undefined,
): Signer | undefined {
  const scope = /Credential=([^,\s]+)/.exec(headers['authorization'] ?? '')?.[1] ?? presigned
  if (scope === undefined) return undefined
  const [accessKeyId = '', , region = '', service = ''] = scope.split('/')
  return accessKeyId === '' ? undefined : { accessKeyId, region, service }
}
