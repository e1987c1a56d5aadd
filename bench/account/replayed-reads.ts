import type { AwsClients } from '@rolewright/aws-sync'
import { HttpRequest, HttpResponse } from '@smithy/protocol-http'

/** Clients whose answers are kept, to be given again without anybody being asked. */
export interface ReplayedReads {
  /** Operations that were asked, in order. */
  readonly asked: readonly string[]
  /** How many bytes the answers have. */
  readonly bytes: () => number
  /** From now on the kept answers are given, from the first one on. */
  readonly replay: () => void
}

/** Keeps what is answered to a sandbox's clients: IAM's and STS's share one handler. */
export function replayedReads({ iam }: Pick<AwsClients, 'iam'>): ReplayedReads {
  const asked: string[] = []
  const kept: HttpResponse[] = []
  let next: number | undefined
  const { requestHandler } = iam.config
  const ask = requestHandler.handle.bind(requestHandler)
  const handle = async (request: HttpRequest): Promise<{ response: HttpResponse }> => {
    if (next !== undefined) {
      const { statusCode, headers, body }: HttpResponse = kept[next++] ?? new HttpResponse({ statusCode: 500 })
      return { response: new HttpResponse({ statusCode, headers: { ...headers }, body }) }
    }
    asked.push(new URLSearchParams(String(request.body)).get('Action') ?? '')
    const { response } = await ask(request)
    kept.push(response)
    return { response }
  }
  Object.assign(requestHandler, { handle })
  return {
    asked,
    bytes: () => kept.reduce((sum, { body }) => sum + (body instanceof Uint8Array ? body.length : 0), 0),
    replay: () => void (next = 0),
  }
}
