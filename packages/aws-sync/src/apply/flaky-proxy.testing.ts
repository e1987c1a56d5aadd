import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { IAMClient } from '@aws-sdk/client-iam'
import { STSClient } from '@aws-sdk/client-sts'
import type { AwsClients } from '../read/aws-clients.ts'

/** What happens to a request on its way: it passes, it never arrives, its answer gets lost, or the service refuses it
 * (for want of a permission, or because what was just made is not known everywhere yet). */
export type Fate = 'pass' | 'lost-request' | 'lost-answer' | 'denied' | 'not-known-yet'

/** A real HTTP proxy before an account, that a test lets misbehave. */
export interface FlakyProxy {
  readonly clients: (settings?: { readonly maxAttempts?: number }) => AwsClients
  /** Operations that arrived, in order. */
  readonly seen: readonly string[]
  readonly close: () => Promise<void>
}

/** What a request is, and how many writing ones (all but Get, List, Generate) there were before it. */
export interface Passing {
  readonly operation: string
  readonly isWrite: boolean
  readonly writes: number
}

/** Decides what happens to a request. */
export type Weather = (call: Passing) => Fate

/** Puts a proxy before the account that listens on `port`. */
export async function openFlakyProxy(port: number, weather: Weather): Promise<FlakyProxy> {
  const seen: string[] = []
  let writes = 0
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const body = Buffer.concat(chunks)
      const operation = new URLSearchParams(body.toString()).get('Action') ?? ''
      const isWrite = !/^(Get|List|Generate)/.test(operation)
      const fate = weather({ operation, isWrite, writes })
      seen.push(operation)
      if (isWrite) writes += 1
      if (fate === 'lost-request') return void outgoing.destroy()
      if (fate === 'denied' || fate === 'not-known-yet') {
        const [status, code, message] =
          fate === 'denied'
            ? [
                403,
                'AccessDenied',
                `User: arn:aws:iam::111122223333:user/mary is not authorized to perform: iam:${operation}`,
              ]
            : [404, 'NoSuchEntity', 'It cannot be found.']
        outgoing.writeHead(status, { 'content-type': 'text/xml' })
        outgoing.end(
          `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
        )
        return undefined
      }
      const forward = request(
        { host: '127.0.0.1', port, path: incoming.url, method: incoming.method, headers: incoming.headers },
        (answer) => {
          if (fate === 'lost-answer') {
            answer.resume()
            answer.on('end', () => outgoing.destroy())
            return
          }
          outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
          answer.pipe(outgoing)
        },
      )
      forward.on('error', () => outgoing.destroy())
      forward.end(body)
      return undefined
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const endpoint = `http://127.0.0.1:${portOf(address)}`
  const open: AwsClients[] = []
  return {
    seen,
    clients: ({ maxAttempts = 1 } = {}) => {
      const credentials = { accessKeyId: 'AKIAADMINISTRATOR000', secretAccessKey: 'not-verified' }
      const settings = { region: 'us-east-1', endpoint, credentials, maxAttempts }
      const clients = { iam: new IAMClient(settings), sts: new STSClient(settings) }
      open.push(clients)
      return clients
    },
    close: async () => {
      for (const clients of open) {
        clients.iam.destroy()
        clients.sts.destroy()
      }
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return address.port
}
