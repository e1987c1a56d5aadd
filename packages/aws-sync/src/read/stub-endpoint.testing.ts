import { createServer } from 'node:http'
import type { AwsClients } from './aws-clients.ts'
import { clientsAt } from './clients-at.testing.ts'

/** What a stub answers: the inside of a result, or an AWS error. */
export type StubAnswer = string | { readonly status: number; readonly code: string; readonly message: string }

/** An HTTP endpoint that answers as a test says, and the SDK's real clients for it. */
export interface StubEndpoint {
  readonly url: string
  readonly clients: AwsClients
  readonly close: () => Promise<void>
}

/** Opens an endpoint; `answer` gets the operation, its parameters, and how often this operation was asked before. */
export async function openStubEndpoint(
  answer: (operation: string, input: URLSearchParams, earlier: number) => StubAnswer,
): Promise<StubEndpoint> {
  const asked = new Map<string, number>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const input = new URLSearchParams(Buffer.concat(chunks).toString())
      const operation = input.get('Action') ?? ''
      const earlier = asked.get(operation) ?? 0
      asked.set(operation, earlier + 1)
      const said =
        operation === 'GetCallerIdentity'
          ? identity(answer(operation, input, earlier))
          : answer(operation, input, earlier)
      if (typeof said === 'string') {
        response.writeHead(200, { 'content-type': 'text/xml' })
        response.end(`<${operation}Response><${operation}Result>${said}</${operation}Result></${operation}Response>`)
      } else {
        response.writeHead(said.status, { 'content-type': 'text/xml' })
        response.end(
          `<ErrorResponse><Error><Code>${said.code}</Code><Message>${said.message}</Message></Error></ErrorResponse>`,
        )
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const url = `http://127.0.0.1:${address.port}`
  const clients = clientsAt(url)
  return {
    url,
    clients,
    close: async () => {
      clients.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function identity(said: StubAnswer): StubAnswer {
  if (said !== '') return said
  return '<Account>111122223333</Account><Arn>arn:aws:iam::111122223333:user/mary</Arn><UserId>AIDA</UserId>'
}
