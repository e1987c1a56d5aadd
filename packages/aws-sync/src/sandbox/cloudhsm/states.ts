import type { StoredBackup, StoredCluster, StoredHsm } from '../state/cloudhsm.ts'

/**
 * How long each thing takes, in milliseconds of the account's clock: seconds where AWS takes minutes, so that a demonstration on real
 * time does not have to wait.
 */
export const durations = {
  createCluster: 1000,
  createHsm: 1000,
  initialize: 1000,
  activate: 1000,
  deleteHsm: 1000,
  deleteCluster: 1000,
  backup: 500,
  /** A deleted cluster is told of for so long. */
  rememberDeleted: 3_600_000,
} as const

export type ClusterState =
  | 'CREATE_IN_PROGRESS'
  | 'UNINITIALIZED'
  | 'INITIALIZE_IN_PROGRESS'
  | 'INITIALIZED'
  | 'ACTIVE'
  | 'UPDATE_IN_PROGRESS'
  | 'DELETE_IN_PROGRESS'
  | 'DELETED'

/** Whether `duration` has passed since `date`. */
const isPast = (date: string, duration: number, now: Date): boolean => Date.parse(date) + duration <= now.getTime()

/** What state a cluster is in. */
export function clusterState(cluster: StoredCluster, now: Date): ClusterState {
  const { createdAt, initializedAt, deletedAt } = cluster
  if (deletedAt !== undefined) return isPast(deletedAt, durations.deleteCluster, now) ? 'DELETED' : 'DELETE_IN_PROGRESS'
  if (!isPast(createdAt, durations.createCluster, now)) return 'CREATE_IN_PROGRESS'
  if (initializedAt === undefined) return 'UNINITIALIZED'
  if (!isPast(initializedAt, durations.initialize, now)) return 'INITIALIZE_IN_PROGRESS'
  if (!isPast(initializedAt, durations.initialize + durations.activate, now)) return 'INITIALIZED'
  const changing = cluster.hsms.some((hsm) => ['CREATE_IN_PROGRESS', 'DELETE_IN_PROGRESS'].includes(hsmState(hsm, now)))
  // Activating is done inside of an HSM, by no API: here it comes by itself.
  return changing ? 'UPDATE_IN_PROGRESS' : 'ACTIVE'
}

/** What state an HSM is in. */
export function hsmState(
  { createdAt, deletedAt }: StoredHsm,
  now: Date,
): 'CREATE_IN_PROGRESS' | 'ACTIVE' | 'DELETE_IN_PROGRESS' | 'DELETED' {
  if (deletedAt !== undefined) return isPast(deletedAt, durations.deleteHsm, now) ? 'DELETED' : 'DELETE_IN_PROGRESS'
  return isPast(createdAt, durations.createHsm, now) ? 'ACTIVE' : 'CREATE_IN_PROGRESS'
}

export function backupState({ createdAt }: StoredBackup, now: Date): 'CREATE_IN_PROGRESS' | 'READY' {
  return isPast(createdAt, durations.backup, now) ? 'READY' : 'CREATE_IN_PROGRESS'
}

/** Whether a cluster is still told of: one that was deleted is, for an hour. */
export const isTold = ({ deletedAt }: StoredCluster, now: Date): boolean =>
  deletedAt === undefined || !isPast(deletedAt, durations.deleteCluster + durations.rememberDeleted, now)

/** The HSMs that a cluster has, with those that are just going. */
export const hsmsOf = (cluster: StoredCluster, now: Date): readonly StoredHsm[] =>
  cluster.hsms.filter((hsm) => hsmState(hsm, now) !== 'DELETED')
