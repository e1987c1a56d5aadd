import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { RolewrightError } from '@rolewright/core'
import { answerFailure, type SandboxResponse } from './answer-request.ts'
import type { SandboxRequest } from './wire/envelope.ts'

/** A sandbox on a port. */
export interface SandboxServer {
  /** For example `http://127.0.0.1:4600`. */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

type Answer = (request: SandboxRequest) => Promise<SandboxResponse>

const largestBody = 4 * 1024 * 1024

/**
 * Serves an account on a port of this machine; port 0 takes any free one.
 *
 * @throws {RolewrightError} `sandbox-port` when the port is taken or not allowed.
 */
export async function serve(options: { answer: Answer; port: number; host: string }): Promise<SandboxServer> {
  const { port, host } = options
  const server = createServer((request, response) => {
    // Whatever goes wrong here is a broken connection: there is nobody left to tell.
    respond(request, response, options).catch(() => response.destroy())
  })
  await listen(server, port, host)
  const address = server.address()
  const actual = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    port: actual,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const hint = 'choose another port, or 0 for any free one'
      reject(
        new RolewrightError({
          code: 'sandbox-port',
          message: `can't listen on \`${host}:${port}\`: ${cause.message}`,
          hint,
          cause,
        }),
      )
    })
    server.listen(port, host, resolve)
  })
}

async function respond(request: IncomingMessage, response: ServerResponse, options: { answer: Answer }): Promise<void> {
  const body = await readBody(request)
  if (body === undefined) {
    response.writeHead(413, { connection: 'close' }).end()
    return
  }
  const { pathname, search } = new URL(request.url ?? '/', 'http://localhost')
  const asked = {
    method: request.method ?? 'GET',
    path: pathname,
    query: search.slice(1),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    body,
  }
  const answer = await options.answer(asked).catch((cause: unknown) => answerFailure(asked, cause))
  const length = Buffer.byteLength(answer.body)
  response.writeHead(answer.status, { ...answer.headers, 'content-length': length }).end(answer.body)
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > largestBody) return undefined
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}
