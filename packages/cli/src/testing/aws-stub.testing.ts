import { createServer } from 'node:http'

/** An endpoint that answers as told, and remembers what it was asked. */
export interface AwsStub {
  readonly url: string
  /** Operations asked, in order. */
  readonly asked: readonly string[]
  readonly close: () => Promise<void>
}

/** What an operation gets: XML of a result, or an error of AWS. */
export type StubAnswer =
  | { readonly result: string }
  | { readonly status: number; readonly code: string; readonly message: string }

/** Serves AWS's query protocol on a free port: \`answer\` says what each operation gets. */
export async function startAwsStub(answer: (operation: string) => StubAnswer): Promise<AwsStub> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      const operation = new URLSearchParams(body).get('Action') ?? ''
      asked.push(operation)
      const given = answer(operation)
      response.setHeader('content-type', 'text/xml')
      if ('result' in given) {
        response.end(
          `<${operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${operation}Result>${given.result}</${operation}Result></${operation}Response>`,
        )
        return
      }
      response.statusCode = given.status
      response.end(
        `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${given.code}</Code><Message>${given.message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
      )
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** What STS answers for an account. */
export function callerIdentityOf(accountId: string): StubAnswer {
  return {
    result: `<Arn>arn:aws:iam::${accountId}:user/administrator</Arn><UserId>AIDAEXAMPLE</UserId><Account>${accountId}</Account>`,
  }
}
