import { CreateHsmCommand } from '@aws-sdk/client-cloudhsm-v2'
import { CreateServiceLinkedRoleCommand, GetRoleCommand } from '@aws-sdk/client-iam'
import { CreateCustomKeyStoreCommand } from '@aws-sdk/client-kms'
import { beforeEach, describe, expect, it } from 'vitest'
import { clientsAt } from '../read/clients-at.testing.ts'
import type { AwsClients } from '../read/aws-clients.ts'
import { aliveIn, makeCluster, timedSandbox, type Timed } from './clusters.testing.ts'
import { disableCloudHsm, planDisable } from './disable.ts'
import { RoleStillUsed } from './role-deletion.ts'

const REGIONS = ['eu-west-1', 'us-west-2']
let timed: Timed

beforeEach(async () => {
  timed = await timedSandbox()
})

const disable = (
  clusters: readonly string[],
  more: { clients?: AwsClients; sleep?: Timed['sleep'] } = {},
): ReturnType<typeof disableCloudHsm> => {
  const { clients = timed.sandbox.clients, ...rest } = more
  return disableCloudHsm(clients, { regions: REGIONS, clusters, now: timed.now, sleep: timed.sleep, ...rest })
}

const hasRole = (): Promise<boolean> =>
  timed.sandbox.clients.iam.send(new GetRoleCommand({ RoleName: 'AWSServiceRoleForCloudHSM' })).then(
    () => true,
    () => false,
  )

describe('disabling CloudHSM', () => {
  it('deletes the role where no cluster is left, and does nothing the second time', async () => {
    await timed.sandbox.clients.iam.send(
      new CreateServiceLinkedRoleCommand({ AWSServiceName: 'cloudhsm.amazonaws.com' }),
    )
    expect(await disable([])).toMatchObject({ hsms: [], clusters: [], role: true })
    expect(await hasRole()).toBe(false)
    expect(await disable([])).toMatchObject({ hsms: [], clusters: [], role: true })
  })

  it('lists what stands in the way, HSMs before clusters, and stops', async () => {
    const first = await makeCluster(timed, { hsms: 2 })
    const second = await makeCluster(timed, { region: 'us-west-2', hsms: 1 })
    await expect(disable([])).rejects.toMatchObject({
      code: 'cloudhsm-in-the-way',
      message: `3 HSMs and 2 clusters stand in the way: \`${first}\` (eu-west-1), \`${second}\` (us-west-2)`,
    })
    const { plan } = await planDisable(timed.sandbox.clients, { regions: REGIONS, now: timed.now })
    expect(plan.obstacles.map(({ kind, region }) => `${kind} ${region}`)).toEqual([
      'hsm eu-west-1',
      'hsm eu-west-1',
      'hsm us-west-2',
      'cluster eu-west-1',
      'cluster us-west-2',
    ])
    expect(await hasRole()).toBe(true)
  })

  it('deletes HSMs, then clusters, then the role, where all are named', async () => {
    const ids = [await makeCluster(timed, { hsms: 2 }), await makeCluster(timed, { region: 'us-west-2', hsms: 1 })]
    const done = await disable(ids)
    expect(done).toMatchObject({ clusters: ids, role: true })
    expect(done.hsms).toHaveLength(3)
    expect(await hasRole()).toBe(false)
  })

  it('leaves clusters that nobody named, and the role with them', async () => {
    const named = await makeCluster(timed, { hsms: 1 })
    const other = await makeCluster(timed, { hsms: 1 })
    expect(await disable([named])).toMatchObject({ clusters: [named], role: false })
    expect(await aliveIn(timed.sandbox, 'eu-west-1')).toEqual([other])
    expect(await hasRole()).toBe(true)
  })

  it('refuses a cluster without a backup that is ready, before anything is deleted', async () => {
    const good = await makeCluster(timed, { hsms: 1 })
    const bad = await makeCluster(timed, { initialized: false })
    await expect(disable([good, bad])).rejects.toMatchObject({
      code: 'cloudhsm-refused',
      message: `\`${bad}\` is not deleted: it has no backup that is ready, so that its keys would be lost for good`,
    })
    expect(new Set(await aliveIn(timed.sandbox, 'eu-west-1'))).toEqual(new Set([good, bad]))
  })

  it('refuses a cluster on which a key store of KMS stands', async () => {
    const id = await makeCluster(timed, { hsms: 1 })
    const kms = await timed.sandbox.clients.kms('eu-west-1')
    await kms.send(
      new CreateCustomKeyStoreCommand({
        CustomKeyStoreName: 'Vault',
        CloudHsmClusterId: id,
        TrustAnchorCertificate: 'anchor',
        KeyStorePassword: 'kmsPswd',
      }),
    )
    await expect(disable([id])).rejects.toMatchObject({
      code: 'cloudhsm-refused',
      message: `\`${id}\` is not deleted: KMS keeps keys in it, in the custom key store \`Vault\`: without it these keys and all they encrypt are lost`,
    })
    expect(await aliveIn(timed.sandbox, 'eu-west-1')).toEqual([id])
  })

  it('refuses an id that no region has, before anything is deleted', async () => {
    const id = await makeCluster(timed, { hsms: 1 })
    await expect(disable([id, 'cluster-aaaaaaaaaaa'])).rejects.toMatchObject({
      code: 'cloudhsm-refused',
      message: '`cluster-aaaaaaaaaaa` is not deleted: no region that was asked has a cluster of that id',
    })
    expect(await aliveIn(timed.sandbox, 'eu-west-1')).toEqual([id])
  })

  it('decides nothing where a region can’t be read', async () => {
    const id = await makeCluster(timed, { hsms: 1 })
    const clients: AwsClients = {
      ...timed.sandbox.clients,
      cloudHsm: (region) =>
        region === 'us-west-2'
          ? Promise.reject(new Error('no route to us-west-2'))
          : timed.sandbox.clients.cloudHsm(region),
    }
    await expect(disable([id], { clients })).rejects.toMatchObject({ code: 'partial-read' })
    expect(await aliveIn(timed.sandbox, 'eu-west-1')).toEqual([id])
  })

  it('tells where the role is used where the task fails, in a region that was not asked', async () => {
    const id = await makeCluster(timed, { region: 'ap-southeast-2' })
    const failed = await disable([]).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(RoleStillUsed)
    expect(failed).toMatchObject({
      code: 'service-role-used',
      usage: [
        {
          region: 'ap-southeast-2',
          resources: [`arn:aws:cloudhsm:ap-southeast-2:111122223333:cluster/${id}`],
        },
      ],
    })
    expect(await hasRole()).toBe(true)
  })

  it('does the same over HTTP', async () => {
    const id = await makeCluster(timed, { hsms: 1 })
    const server = await timed.sandbox.listen(0)
    const clients = clientsAt(server.url)
    try {
      expect(await disable([id], { clients })).toMatchObject({ clusters: [id], role: true })
    } finally {
      clients.destroy()
      await server.close()
    }
    expect(await hasRole()).toBe(false)
  })

  it('waits for an HSM that is just being made', async () => {
    const id = await makeCluster(timed, { hsms: 1 })
    const client = await timed.sandbox.clients.cloudHsm('eu-west-1')
    await client.send(new CreateHsmCommand({ ClusterId: id, AvailabilityZone: 'eu-west-1b' }))
    expect((await disable([id])).hsms).toHaveLength(2)
  })

  it('gives up after half an hour on a cluster that does not come to an end, and goes on from there', async () => {
    const id = await makeCluster(timed, { hsms: 1 })
    // AWS's clock stands still, and ours does not.
    const sleep = () => Promise.resolve()
    await expect(disable([id], { sleep })).rejects.toMatchObject({
      code: 'cloudhsm-slow',
      message: `\`${id}\` in eu-west-1 is still \`UPDATE_IN_PROGRESS\` after 30 minutes`,
      hint: 'run it again later: it goes on from there',
    })
    timed.pass(60_000)
    await expect(disable([id], { sleep })).rejects.toMatchObject({
      code: 'cloudhsm-slow',
      message: `\`${id}\` in eu-west-1 is still \`DELETE_IN_PROGRESS\` after 30 minutes`,
    })
    expect(await disable([id])).toMatchObject({ hsms: [], role: true })
    expect(await hasRole()).toBe(false)
  })
})
