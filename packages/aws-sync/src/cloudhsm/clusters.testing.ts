import {
  CreateClusterCommand,
  CreateHsmCommand,
  DescribeClustersCommand,
  InitializeClusterCommand,
} from '@aws-sdk/client-cloudhsm-v2'
import { openSandbox, type Sandbox } from '../sandbox/open-sandbox.ts'

/** A sandbox whose clock a test moves, and which moves while something waits. */
export interface Timed {
  readonly sandbox: Sandbox
  readonly now: () => Date
  readonly sleep: (milliseconds: number) => Promise<void>
  readonly pass: (milliseconds: number) => void
}

export async function timedSandbox(accountId = '111122223333'): Promise<Timed> {
  let time = Date.parse('2026-05-01T08:00:00Z')
  const now = (): Date => new Date(time)
  const pass = (milliseconds: number): void => void (time += milliseconds)
  return {
    sandbox: await openSandbox({ accountId, clock: now }),
    now,
    pass,
    sleep: (milliseconds) => Promise.resolve(pass(milliseconds)),
  }
}

/** Makes a cluster with so many HSMs; it is initialised, and so backed up, unless said otherwise. */
export async function makeCluster(
  { sandbox, pass }: Timed,
  options: { readonly region?: string; readonly hsms?: number; readonly initialized?: boolean } = {},
): Promise<string> {
  const { region = 'eu-west-1', hsms = 0, initialized = true } = options
  const client = await sandbox.clients.cloudHsm(region)
  const { Cluster: made } = await client.send(
    new CreateClusterCommand({ HsmType: 'hsm2m.medium', SubnetIds: ['subnet-0123abcd', 'subnet-4567cdef'] }),
  )
  const ClusterId = made?.ClusterId ?? ''
  pass(1000)
  for (let index = 0; index < Math.max(hsms, initialized ? 1 : 0); index++) {
    await client.send(new CreateHsmCommand({ ClusterId, AvailabilityZone: `${region}${index % 2 === 0 ? 'a' : 'b'}` }))
    pass(1000)
  }
  if (initialized) {
    await client.send(new InitializeClusterCommand({ ClusterId, SignedCert: 'signed', TrustAnchor: 'anchor' }))
    pass(2000)
  }
  return ClusterId
}

/** Ids of the clusters of a region that are neither deleted nor being deleted. */
export async function aliveIn(sandbox: Sandbox, region: string): Promise<readonly string[]> {
  const client = await sandbox.clients.cloudHsm(region)
  const { Clusters: clusters = [] } = await client.send(new DescribeClustersCommand({}))
  return clusters.flatMap(({ ClusterId: id, State: state }) =>
    id === undefined || state === 'DELETED' || state === 'DELETE_IN_PROGRESS' ? [] : [id],
  )
}
