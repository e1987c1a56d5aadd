import { DeleteClusterCommand, DeleteHsmCommand, type Cluster } from '@aws-sdk/client-cloudhsm-v2'
import {
  type AuditEntry,
  type CloudHsmStatus,
  type ClusterStatus,
  disablePlan,
  type DisablePlan,
  keyStoreRefusal,
  RolewrightError,
} from '@rolewright/core'
import { setTimeout as wait } from 'node:timers/promises'
import { requireNotInterrupted } from '../apply/interrupted.ts'
import { accountCaller, type AccountCaller } from '../audit/record-account-call.ts'
import type { History } from '../audit/open-history.ts'
import type { AwsClients } from '../read/aws-clients.ts'
import { errorName } from '../read/aws-error.ts'
import { readCloudHsm, readClusters, readKeyStores } from './read-cloudhsm.ts'
import { deleteServiceRole } from './role-deletion.ts'

/** How CloudHSM is disabled. */
export interface DisableOptions {
  /** All regions in which there may be clusters. */
  readonly regions: readonly string[]
  /** Ids of the clusters to delete; without any, only the role is deleted, and only where nothing uses it. */
  readonly clusters?: readonly string[]
  readonly history?: History
  readonly now: () => Date
  readonly sleep?: (milliseconds: number) => Promise<unknown>
  /** Tells a person what is being done or waited for. */
  readonly onProgress?: (line: string) => void
  /** Once aborted, no further call is begun. */
  readonly signal?: AbortSignal
}

/** What disabling did. */
export interface Disabled {
  readonly hsms: readonly string[]
  readonly clusters: readonly string[]
  /** Whether the role is gone; false where clusters that nobody named still use it. */
  readonly role: boolean
  /** The plan as it was before. */
  readonly plan: DisablePlan
}

const PATIENCE_MS = 30 * 60_000
const GONE = new Set(['CloudHsmResourceNotFoundException', 'NoSuchEntity'])

/**
 * Looks what stands in the way of disabling CloudHSM: reads every region, whole or not at all.
 *
 * @throws {RolewrightError} `partial-read` where a region could not be read
 */
export async function planDisable(
  clients: AwsClients,
  options: Pick<DisableOptions, 'regions' | 'clusters' | 'now' | 'history'>,
): Promise<{ readonly status: CloudHsmStatus; readonly plan: DisablePlan }> {
  const status = await readCloudHsm(clients, options)
  const [failure] = status.failures
  if (failure !== undefined) {
    throw new RolewrightError({
      code: 'partial-read',
      message: `${failure.region} can't be read, so nothing is decided: ${failure.message}`,
      hint: 'let these credentials read it, or leave the region out if you know that it has no cluster',
    })
  }
  const gone = deletedBefore(options.history?.earlier ?? [])
  return { status, plan: disablePlan(status, { named: options.clusters ?? [], gone }) }
}

/**
 * Disables CloudHSM in the order of "Deleting the Service-Linked Role" in its user guide: the HSMs of the clusters that were named, then
 * these clusters, then, where no cluster is left, the role. Nothing is deleted that was not named; one cluster that is refused stops it
 * before the first call. Each call is recorded before and after, and running it again after a stop goes on from what is there.
 *
 * @throws {RolewrightError} `cloudhsm-refused`, `cloudhsm-in-the-way`, `cloudhsm-slow`, `partial-read`, `interrupted`, those of the role's
 * deletion and of `awsError`
 *
 * @example
 * ```ts
 * await disableCloudHsm(clients, { regions: ['eu-west-1'], clusters: ['cluster-igklspoyj5v'], now: () => new Date(), history })
 * ```
 */
export async function disableCloudHsm(clients: AwsClients, options: DisableOptions): Promise<Disabled> {
  const { history, sleep = wait, signal, onProgress } = options
  const { plan, status } = await planDisable(clients, options)
  requireAllowed(plan, options.clusters ?? [])
  const call = accountCaller({ history, task: 'cloudhsm disable', before: () => requireNotInterrupted(signal) })
  const run: Run = { clients, call, sleep, onProgress, signal, hsms: [], clusters: [] }
  for (const cluster of plan.named) await deleteHsms(cluster, run)
  for (const cluster of plan.named) await deleteCluster(cluster, run)
  for (const cluster of plan.named) await waitUntil(cluster, run, (found) => found === undefined)
  const deletesRole = status.role !== null && plan.unnamed.length === 0
  if (deletesRole) {
    onProgress?.('deleting the service-linked role')
    await deleteServiceRole(clients, {
      call,
      sleep,
      onStatus: (step) => onProgress?.(`the deletion of the role is ${step}`),
    })
  }
  const { hsms, clusters } = run
  const role = plan.unnamed.length === 0
  await history?.append('cloudhsm', { did: 'disable', hsms, clusters, role })
  return { hsms, clusters, role, plan }
}

interface Run {
  readonly clients: AwsClients
  readonly call: AccountCaller
  readonly sleep: (milliseconds: number) => Promise<unknown>
  readonly onProgress: ((line: string) => void) | undefined
  readonly signal: AbortSignal | undefined
  readonly hsms: string[]
  readonly clusters: string[]
}

function requireAllowed({ refusals, obstacles, unnamed }: DisablePlan, named: readonly string[]): void {
  const [first, ...others] = refusals
  if (first !== undefined)
    throw refused(first.cluster, first.why + (others.length === 0 ? '' : `; and ${others.length} more`))
  if (named.length > 0 || unnamed.length === 0) return
  const count = (kind: string, word: string): string => {
    const number = obstacles.filter((one) => one.kind === kind).length
    return `${number} ${word}${number === 1 ? '' : 's'}`
  }
  throw new RolewrightError({
    code: 'cloudhsm-in-the-way',
    message: `${count('hsm', 'HSM')} and ${count('cluster', 'cluster')} stand in the way: ${unnamed.map(({ id, region }) => `\`${id}\` (${region})`).join(', ')}`,
    hint: 'nothing was deleted; to delete clusters for good, type their ids in with `--delete-clusters`',
  })
}

function refused(cluster: string, why: string): RolewrightError {
  return new RolewrightError({
    code: 'cloudhsm-refused',
    message: `\`${cluster}\` is not deleted: ${why}`,
    hint: 'leave it out, or see to that first',
  })
}

/** Clusters that runs before have begun to delete, so that going on does not stop at an id that is not there any more. */
function deletedBefore(entries: readonly AuditEntry[]): ReadonlySet<string> {
  return new Set(
    entries.flatMap(({ kind, data }) => {
      if (kind !== 'account-intent' || typeof data !== 'object' || data === null) return []
      const input: unknown = Reflect.get(data, 'input')
      if (Reflect.get(data, 'operation') !== 'cloudhsm:DeleteCluster' || typeof input !== 'object' || input === null)
        return []
      const id: unknown = Reflect.get(input, 'ClusterId')
      return typeof id === 'string' ? [id] : []
    }),
  )
}

async function find({ id, region }: ClusterStatus, clients: AwsClients): Promise<Cluster | undefined> {
  return (await readClusters(clients, region)).find(({ ClusterId }) => ClusterId === id)
}

const hsmsIn = (cluster: Cluster): NonNullable<Cluster['Hsms']> =>
  (cluster.Hsms ?? []).filter(({ State: state }) => state !== 'DELETED')

const isChanging = (state: string | undefined): boolean => state?.endsWith('_IN_PROGRESS') === true

/** Deletes the HSMs of a cluster one after the other, and waits until each is gone. */
async function deleteHsms(named: ClusterStatus, run: Run): Promise<void> {
  for (;;) {
    const settled = await waitUntil(
      named,
      run,
      (cluster) => cluster === undefined || !hsmsIn(cluster).some(({ State }) => isChanging(State)),
    )
    const [next] = settled === undefined ? [] : hsmsIn(settled)
    const HsmId = next?.HsmId
    if (HsmId === undefined) return
    const input = { ClusterId: named.id, HsmId }
    run.onProgress?.(`deleting ${HsmId} of ${named.id} in ${named.region}`)
    const hsm = await run.clients.cloudHsm(named.region)
    await run.call(
      { operation: 'cloudhsm:DeleteHsm', subject: `${HsmId} of ${named.id} in ${named.region}`, input },
      () => hsm.send(new DeleteHsmCommand(input)).catch(unlessGone),
    )
    run.hsms.push(HsmId)
  }
}

/** Deletes a cluster that has no HSMs any more, unless that is under way already. */
async function deleteCluster(named: ClusterStatus, run: Run): Promise<void> {
  const cluster = await waitUntil(
    named,
    run,
    (found) => found === undefined || found.State === 'DELETE_IN_PROGRESS' || !isChanging(found.State),
  )
  if (cluster === undefined || cluster.State === 'DELETE_IN_PROGRESS') return
  // Deleting the HSMs took its time: somebody may have put a key store on the cluster meanwhile.
  const stores = await readKeyStores(run.clients, named.region)
  const on = stores.filter(({ CloudHsmClusterId }) => CloudHsmClusterId === named.id)
  const why = keyStoreRefusal(
    on.map(({ CustomKeyStoreName, CustomKeyStoreId }) => CustomKeyStoreName ?? CustomKeyStoreId ?? ''),
  )
  if (why !== undefined) throw refused(named.id, why)
  const input = { ClusterId: named.id }
  run.onProgress?.(`deleting ${named.id} in ${named.region}`)
  const hsm = await run.clients.cloudHsm(named.region)
  await run.call({ operation: 'cloudhsm:DeleteCluster', subject: `${named.id} in ${named.region}`, input }, () =>
    hsm.send(new DeleteClusterCommand(input)).catch(unlessGone),
  )
  run.clusters.push(named.id)
}

/** What is gone was deleted, by an answer that got lost or by somebody else. */
function unlessGone(error: unknown): undefined {
  if (GONE.has(errorName(error))) return undefined
  throw error
}

/** Waits until a cluster is as it should be, and gives it. */
async function waitUntil(
  named: ClusterStatus,
  run: Run,
  done: (cluster: Cluster | undefined) => boolean,
): Promise<Cluster | undefined> {
  let waited = 0
  for (let pause = 500; ; pause = Math.min(pause * 2, 15_000)) {
    const cluster = await find(named, run.clients)
    if (done(cluster)) return cluster
    if (waited >= PATIENCE_MS) {
      throw new RolewrightError({
        code: 'cloudhsm-slow',
        message: `\`${named.id}\` in ${named.region} is still \`${cluster?.State ?? 'unknown'}\` after ${PATIENCE_MS / 60_000} minutes`,
        hint: 'run it again later: it goes on from there',
      })
    }
    if (waited === 0)
      run.onProgress?.(`waiting for ${named.id} in ${named.region}, which is ${cluster?.State ?? 'unknown'}`)
    requireNotInterrupted(run.signal)
    await run.sleep(pause)
    waited += pause
  }
}
