import { createServer, request } from 'node:http'

/** A call on its way to an account. */
export interface Call {
  /** `GenerateServiceLastAccessedDetails`. */
  readonly operation: string
  /** How many of this operation there were before it. */
  readonly earlier: number
  readonly input: URLSearchParams
}

/** Stands before an account, lets a test look at each call, and drops those of which it says so. */
export interface CountingProxy {
  readonly url: string
  readonly calls: readonly Call[]
  /** Calls under way at a time, at most. */
  readonly most: () => number
  readonly close: () => Promise<void>
}

/** Opens a proxy before the account at `target`; a call of which `onCall` gives `drop` gets no answer. */
export async function openCountingProxy(
  target: string,
  onCall: (call: Call) => 'drop' | 'pass',
): Promise<CountingProxy> {
  const calls: Call[] = []
  let [underWay, most] = [0, 0]
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const body = Buffer.concat(chunks)
      const { 'x-amz-target': named } = incoming.headers
      const input = new URLSearchParams(body.toString())
      const operation = (typeof named === 'string' ? named.split('.').at(-1) : input.get('Action')) ?? ''
      const call = { operation, earlier: calls.filter((one) => one.operation === operation).length, input }
      calls.push(call)
      if (onCall(call) === 'drop') {
        outgoing.destroy()
        return
      }
      underWay += 1
      most = Math.max(most, underWay)
      const forward = request(new URL(incoming.url ?? '/', target), { method: 'POST', headers: incoming.headers })
      forward.on('response', (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(outgoing)
        answer.on('end', () => (underWay -= 1))
      })
      forward.on('error', () => outgoing.destroy())
      forward.end(body)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    most: () => most,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
