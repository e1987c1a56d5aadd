import type { AwsClients } from '../read/aws-clients.ts'

/** A client of the SDK, as far as it can be made to fail. */
interface Mortal {
  readonly middlewareStack: {
    readonly add: (
      middleware: (
        next: (args: object) => Promise<object>,
        context: { readonly commandName?: string },
      ) => (args: object) => Promise<object>,
      options: { readonly step: 'initialize'; readonly name: string },
    ) => void
  }
}

function isMortal(client: object): client is Mortal {
  const stack: unknown = Reflect.get(client, 'middlewareStack')
  return typeof stack === 'object' && stack !== null && 'add' in stack
}

/** Clients that stop at the nth call that changes something: before it is sent, or after it was answered. */
export function dyingAt(
  clients: AwsClients,
  n: number,
  when: 'before' | 'after',
): { readonly clients: AwsClients; readonly calls: () => number } {
  let calls = 0
  const armed = new WeakSet<object>()
  const arm = (client: object): void => {
    if (armed.has(client) || !isMortal(client)) return
    armed.add(client)
    client.middlewareStack.add(
      (next, context) => async (args) => {
        if (!/^(?:Add|Attach|Create|Delete|Enable|Update)/.test(context.commandName ?? '')) return next(args)
        const mine = ++calls
        if (mine === n && when === 'before') throw new Error('killed')
        const answer = await next(args)
        if (mine === n) throw new Error('killed')
        return answer
      },
      { step: 'initialize', name: 'dying' },
    )
  }
  arm(clients.iam)
  return {
    calls: () => calls,
    clients: {
      ...clients,
      cloudHsm: async (region) => {
        const client = await clients.cloudHsm(region)
        arm(client)
        return client
      },
    },
  }
}
