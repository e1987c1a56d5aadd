import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ConfiguredRetryStrategy } from '@smithy/core/retry'
import type { AwsClients } from '../read/aws-clients.ts'
import { clientsAt } from '../read/clients-at.testing.ts'

/**
 * What happens to a request on its way: it passes (after something else, if need be), the connection breaks before or after the service
 * has it, it takes its time, or the service refuses it.
 */
export type Fate =
  | 'pass'
  | 'lost-request'
  | 'lost-answer'
  | 'reset'
  | keyof typeof REFUSALS
  | { readonly after: Promise<unknown> }

const REFUSALS = {
  denied: [403, 'AccessDenied', 'User: arn:aws:iam::111122223333:user/mary is not authorized to perform this action'],
  'not-known-yet': [404, 'NoSuchEntity', 'It cannot be found.'],
  throttled: [400, 'Throttling', 'Rate exceeded'],
  'internal-error': [500, 'ServiceFailure', 'Internal failure'],
  unavailable: [503, 'ServiceUnavailable', 'Service is unable to handle request'],
  expired: [403, 'ExpiredToken', 'The security token included in the request is expired'],
  'marker-expired': [400, 'ValidationError', 'Invalid Marker.'],
} as const satisfies Readonly<Record<string, readonly [status: number, code: string, message: string]>>

/** A real HTTP proxy before an account, that a test lets misbehave. */
export interface FlakyProxy {
  readonly clients: (settings?: {
    readonly maxAttempts?: number
    readonly retries?: 'quick' | 'adaptive'
  }) => AwsClients
  readonly endpoint: string
  /** Operations that arrived, in order. */
  readonly seen: readonly string[]
  readonly close: () => Promise<void>
}

/** What a request is, and how many writing ones (all but Get, List, Generate) there were before it. */
export interface Passing {
  readonly operation: string
  readonly isWrite: boolean
  readonly writes: number
  /** How many requests of any kind there were before it. */
  readonly calls: number
  /** The parameters of the request. */
  readonly input: URLSearchParams
}

/** Decides what happens to a request. */
export type Weather = (call: Passing) => Fate

/** Puts a proxy before the account that listens on `port`. */
export async function openFlakyProxy(
  port: number,
  weather: Weather,
  options: { readonly pageSize?: number } = {},
): Promise<FlakyProxy> {
  const seen: string[] = []
  let writes = 0
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const body = Buffer.concat(chunks)
      const input = new URLSearchParams(body.toString())
      const operation = input.get('Action') ?? ''
      const isWrite = !/^(Get|List|Generate)/.test(operation)
      const fate = weather({ operation, isWrite, writes, calls: seen.length, input })
      seen.push(operation)
      if (isWrite) writes += 1
      void send(fate, {
        incoming,
        outgoing,
        body: options.pageSize === undefined ? body : shortPages(input, options.pageSize),
      })
    })
  })
  const send = async (
    fate: Fate,
    passing: { incoming: IncomingMessage; outgoing: ServerResponse; body: Buffer | string },
  ): Promise<void> => {
    const { incoming, outgoing, body } = passing
    if (fate === 'lost-request') return void outgoing.destroy()
    if (fate === 'reset') return void outgoing.socket?.resetAndDestroy()
    if (typeof fate === 'string' && fate !== 'pass' && fate !== 'lost-answer') {
      const [status, code, message] = REFUSALS[fate]
      outgoing.writeHead(status, { 'content-type': 'text/xml' })
      outgoing.end(
        `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
      )
      return
    }
    if (typeof fate === 'object') await fate.after
    const headers = { ...incoming.headers, 'content-length': String(Buffer.byteLength(body)) }
    const forward = request(
      { host: '127.0.0.1', port, path: incoming.url, method: incoming.method, headers },
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
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const endpoint = `http://127.0.0.1:${portOf(address)}`
  const open: ReturnType<typeof clientsAt>[] = []
  return {
    seen,
    endpoint,
    clients: ({ maxAttempts = 1, retries } = {}) => {
      const retry =
        retries === 'quick'
          ? // The SDK's own strategy, without the seconds between its attempts.
            { retryStrategy: new ConfiguredRetryStrategy(maxAttempts, 5) }
          : { maxAttempts, ...(retries === undefined ? {} : { retryMode: retries }) }
      const clients = clientsAt(endpoint, retry)
      open.push(clients)
      return clients
    },
    close: async () => {
      for (const clients of open) clients.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return address.port
}

/** The same request for pages of a few, so that a small account has many. */
function shortPages(input: URLSearchParams, pageSize: number): string {
  if (input.has('MaxItems')) input.set('MaxItems', String(pageSize))
  return input.toString()
}
