import { HttpRequest, HttpResponse } from '@smithy/protocol-http'
import type { SandboxResponse } from './answer-request.ts'
import type { SandboxRequest } from './wire/envelope.ts'

/** What an SDK client takes for its way to the network. */
export interface EmbeddedHandler {
  handle(request: HttpRequest): Promise<{ response: HttpResponse }>
  updateHttpClientConfig(): void
  httpHandlerConfigs(): object
  destroy(): void
}

/** A request handler that asks the account in this process instead of the network. */
export function createEmbeddedHandler(answer: (request: SandboxRequest) => Promise<SandboxResponse>): EmbeddedHandler {
  return {
    handle: async (request) => {
      const { status, headers, body } = await answer({
        method: request.method,
        path: request.path,
        query: new URLSearchParams(flatQuery(request)).toString(),
        headers: Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
        ),
        body: typeof request.body === 'string' ? request.body : new TextDecoder().decode(request.body),
      })
      const response = new HttpResponse({
        statusCode: status,
        headers: { ...headers },
        body: new TextEncoder().encode(body),
      })
      return { response }
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    destroy: () => undefined,
  }
}

function flatQuery({ query }: HttpRequest): [string, string][] {
  return Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value ?? '']).map((each): [string, string] => [name, each]),
  )
}
