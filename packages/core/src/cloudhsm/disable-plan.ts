import type { CloudHsmStatus, ClusterStatus } from './cloudhsm-status.ts'

/** What stands in the way of deleting the service-linked role, in the order in which it has to go. */
export interface Obstacle {
  readonly kind: 'hsm' | 'cluster'
  readonly region: string
  readonly id: string
  /** Of an HSM. */
  readonly cluster?: string
  readonly state: string
}

/** Why a cluster that was named is not deleted. */
export interface Refusal {
  readonly cluster: string
  readonly why: string
}

/** What `disable` comes to. */
export interface DisablePlan {
  /** HSMs, then clusters, region by region. */
  readonly obstacles: readonly Obstacle[]
  /** Clusters that were named and are there. */
  readonly named: readonly ClusterStatus[]
  /** Clusters that nobody named: they stay, and so does the role. */
  readonly unnamed: readonly ClusterStatus[]
  /** One of these, and nothing at all is deleted. */
  readonly refusals: readonly Refusal[]
  /** Whether there is a role to delete, and nothing would be left that uses it. */
  readonly deletesRole: boolean
}

/**
 * Plans to disable CloudHSM, in the order of "Deleting the Service-Linked Role": each HSM, then each cluster, then the role. Deleted
 * is only what was named; a cluster behind a key store of KMS, or without a backup that is ready, is refused. `gone` holds ids of
 * clusters that an earlier run deleted already.
 */
export function disablePlan(
  status: CloudHsmStatus,
  options: { readonly named: readonly string[]; readonly gone?: ReadonlySet<string> },
): DisablePlan {
  const wanted = new Set(options.named)
  const named = status.clusters.filter(({ id }) => wanted.has(id))
  const unnamed = status.clusters.filter(({ id }) => !wanted.has(id))
  const there = new Set(status.clusters.map(({ id }) => id))
  const unknown = [...wanted].filter((id) => !there.has(id) && options.gone?.has(id) !== true)
  return {
    obstacles: [
      ...status.clusters.flatMap(({ id: cluster, region, hsms }) =>
        hsms.map(({ id, state }): Obstacle => ({ kind: 'hsm', region, id, cluster, state })),
      ),
      ...status.clusters.map(({ id, region, state }): Obstacle => ({ kind: 'cluster', region, id, state })),
    ],
    named,
    unnamed,
    refusals: [
      ...unknown.map((cluster) => ({ cluster, why: 'no region that was asked has a cluster of that id' })),
      ...named.flatMap((cluster): Refusal[] => {
        const why = refusalOf(cluster)
        return why === undefined ? [] : [{ cluster: cluster.id, why }]
      }),
    ],
    deletesRole: status.role !== null && unnamed.length === 0,
  }
}

function refusalOf(cluster: ClusterStatus): string | undefined {
  // What an earlier run has begun to delete was looked at then.
  if (cluster.state === 'DELETE_IN_PROGRESS') return undefined
  return (
    keyStoreRefusal(cluster.keyStores) ??
    (cluster.readyBackups === 0 ? 'it has no backup that is ready, so that its keys would be lost for good' : undefined)
  )
}

/** Why a cluster on which key stores of KMS stand is not deleted; undefined without any. */
export function keyStoreRefusal(keyStores: readonly string[]): string | undefined {
  if (keyStores.length === 0) return undefined
  const names = keyStores.map((name) => `\`${name}\``).join(', ')
  return `KMS keeps keys in it, in the custom key store ${names}: without it these keys and all they encrypt are lost`
}
