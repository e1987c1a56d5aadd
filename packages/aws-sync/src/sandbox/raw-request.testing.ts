import type { SandboxServer } from './http-server.ts'

/** What came back of a raw request. */
export interface RawAnswer {
  readonly status: number
  readonly body: string
  /** The text of the first element of that name; nothing where there is none. */
  readonly text: (element: string) => string | undefined
}

/** Sends a form over HTTP as it is, signed by `accessKeyId`: also what no SDK would send. */
export async function rawRequest(
  server: SandboxServer,
  form: Readonly<Record<string, string>>,
  accessKeyId = 'AKIAADMINISTRATOR000',
): Promise<RawAnswer> {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: new URLSearchParams({ Version: '2010-05-08', ...form }),
  })
  const body = await response.text()
  return { status: response.status, body, text: (name) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] }
}

/** A refusal, as status, code and message. */
export const refusalOf = ({ status, text }: RawAnswer): readonly unknown[] => [status, text('Code'), text('Message')]
