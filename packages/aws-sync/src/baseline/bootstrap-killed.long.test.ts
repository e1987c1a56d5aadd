import { GetLoginProfileCommand, ListMFADevicesCommand } from '@aws-sdk/client-iam'
import { bootstrapPlan } from '@rolewright/core'
import { describe, expect, it } from 'vitest'
import { dyingAt } from '../cloudhsm/dying.testing.ts'
import type { AwsClients } from '../read/aws-clients.ts'
import { openSandbox } from '../sandbox/open-sandbox.ts'
import { bootstrap, type Bootstrapped, type BootstrapSecret } from './bootstrap.ts'
import { readAccountFacts } from './read-account-facts.ts'

const now = (): Date => new Date('2026-05-01T08:00:00Z')
const sleep = (): Promise<void> => Promise.resolve()

async function scene(): Promise<{
  run: (clients: AwsClients) => Promise<Bootstrapped>
  fresh: () => AwsClients
  told: BootstrapSecret[]
}> {
  const sandbox = await openSandbox({ accountId: '111122223333', clock: now })
  const told: BootstrapSecret[] = []
  return {
    told,
    fresh: () => sandbox.clientsFor({ accessKeyId: 'AKIAADMINISTRATOR000' }),
    run: async (clients) => {
      const facts = await readAccountFacts(sandbox.clients, { now, sleep })
      return bootstrap(bootstrapPlan(facts, { alias: 'examplecorp' }), {
        facts,
        clients,
        run: {
          sleep,
          tell: (secret) => Promise.resolve(void told.push(secret)),
          codes: () => Promise.resolve(['123456', '654321']),
        },
      })
    },
  }
}

describe('a bootstrap killed at every call and run again', () => {
  const cases = Array.from({ length: 9 }, (_, index) => index + 1).flatMap((n) =>
    (['before', 'after'] as const).map((when) => ({ n, when })),
  )

  it.each(cases)('at call $n, $when it is answered: comes to the same end', async ({ n, when }) => {
    const { run, fresh, told } = await scene()
    await expect(run(dyingAt(fresh(), n, when).clients)).rejects.toThrow('killed')
    await run(fresh())
    const last = await run(fresh())
    expect(last).toEqual({ done: [2, 3, 4, 5, 6, 7], left: [1, 8] })
    const { iam } = fresh()
    const user = { UserName: 'Administrator' }
    expect((await iam.send(new GetLoginProfileCommand(user))).LoginProfile?.PasswordResetRequired).toBe(true)
    expect((await iam.send(new ListMFADevicesCommand(user))).MFADevices).toHaveLength(1)
    // What was told last is what counts, and nothing was made that nobody was told.
    expect(told.filter(({ kind }) => kind === 'password').length).toBeGreaterThan(0)
  })

  it('makes nine calls in all, so that each of them was killed', async () => {
    const { run, fresh } = await scene()
    const dying = dyingAt(fresh(), 0, 'before')
    await run(dying.clients)
    expect(dying.calls()).toBe(9)
  })
})
