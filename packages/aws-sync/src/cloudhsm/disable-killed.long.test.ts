import { GetRoleCommand } from '@aws-sdk/client-iam'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { openHistory, type History } from '../audit/open-history.ts'
import type { AwsClients } from '../read/aws-clients.ts'
import { aliveIn, makeCluster, timedSandbox, type Timed } from './clusters.testing.ts'
import { disableCloudHsm } from './disable.ts'
import { dyingAt } from './dying.testing.ts'

let timed: Timed

beforeEach(async () => {
  timed = await timedSandbox()
})

const disable = (
  clusters: readonly string[],
  more: { clients: AwsClients; history?: History },
): ReturnType<typeof disableCloudHsm> =>
  disableCloudHsm(more.clients, {
    regions: ['eu-west-1', 'us-west-2'],
    clusters,
    now: timed.now,
    sleep: timed.sleep,
    ...(more.history === undefined ? {} : { history: more.history }),
  })

const hasRole = (): Promise<boolean> =>
  timed.sandbox.clients.iam.send(new GetRoleCommand({ RoleName: 'AWSServiceRoleForCloudHSM' })).then(
    () => true,
    () => false,
  )

describe('disabling CloudHSM, killed at every call and run again', () => {
  const cases = Array.from({ length: 6 }, (_, index) => index + 1).flatMap((n) =>
    (['before', 'after'] as const).map((when) => ({ n, when })),
  )

  it.each(cases)(
    'at call $n, $when it is answered: goes on, and deletes nothing that was not named',
    async ({ n, when }) => {
      const dir = mkdtempSync(join(tmpdir(), 'rolewright-cloudhsm-'))
      try {
        const named = [
          await makeCluster(timed, { hsms: 2 }),
          await makeCluster(timed, { region: 'us-west-2', hsms: 1 }),
        ]
        const fresh = (): AwsClients => timed.sandbox.clientsFor({ accessKeyId: 'AKIAADMINISTRATOR000' })
        const history = async (): Promise<History> =>
          openHistory({ dir, accountId: '111122223333', by: { arn: 'arn:aws:iam::111122223333:root' }, now: timed.now })
        const dying = dyingAt(fresh(), n, when)
        const first = await history()
        await expect(disable(named, { clients: dying.clients, history: first })).rejects.toThrow('killed')
        await first.close()
        // Meanwhile somebody makes a cluster that nobody named.
        const other = await makeCluster(timed, { hsms: 1 })
        const second = await history()
        const again = await disable(named, { clients: fresh(), history: second })
        await second.close()
        expect(again.role).toBe(false)
        expect(await aliveIn(timed.sandbox, 'eu-west-1')).toEqual([other])
        expect(await aliveIn(timed.sandbox, 'us-west-2')).toEqual([])
        const third = await history()
        expect(await disable([other, ...named], { clients: fresh(), history: third })).toMatchObject({ role: true })
        await third.close()
        expect(await hasRole()).toBe(false)
      } finally {
        rmSync(dir, { recursive: true, force: true })
      }
    },
  )

  it('makes six calls in all, so that each of them was killed', async () => {
    const named = [await makeCluster(timed, { hsms: 2 }), await makeCluster(timed, { region: 'us-west-2', hsms: 1 })]
    const dying = dyingAt(timed.sandbox.clientsFor({ accessKeyId: 'AKIAADMINISTRATOR000' }), 0, 'before')
    await disable(named, { clients: dying.clients })
    expect(dying.calls()).toBe(6)
  })
})
