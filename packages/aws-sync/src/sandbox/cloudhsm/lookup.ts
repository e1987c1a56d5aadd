import { randomBytes } from 'node:crypto'
import { AwsError } from '../aws-error.ts'
import type { Call } from '../operation.ts'
import type { Account } from '../state/account.ts'
import type { StoredBackup, StoredCluster } from '../state/cloudhsm.ts'
import { isTold } from './states.ts'

/** The clusters of the region that is asked, the oldest first. */
export function clustersIn(account: Account, { region, now }: Pick<Call, 'region' | 'now'>): readonly StoredCluster[] {
  return account.clusters.all().filter((cluster) => cluster.region === region && isTold(cluster, now))
}

/** A cluster of the region that is asked; those of others are not there. */
export function clusterWithId(account: Account, id: string, call: Call): StoredCluster {
  const cluster = account.clusters.get(id)
  if (cluster !== undefined && cluster.region === call.region && isTold(cluster, call.now)) return cluster
  throw new AwsError('CloudHsmResourceNotFoundException', `Cluster ${id} not found.`)
}

export function backupWithId(account: Account, id: string, call: Call): StoredBackup {
  const backup = account.backups.get(id)
  if (backup !== undefined && backup.region === call.region) return backup
  throw new AwsError('CloudHsmResourceNotFoundException', `Backup ${id} not found.`)
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** A new id as CloudHSM makes them: `cluster-igklspoyj5v`. */
export const newCloudHsmId = (kind: 'backup' | 'cluster' | 'hsm'): string =>
  `${kind}-${[...randomBytes(11)].map((byte) => alphabet[byte & 31]).join('')}`

/** A new id as EC2 makes them: `eni-0a1b2c…`. */
export const newEc2Id = (kind: 'eni' | 'sg' | 'vpc'): string => `${kind}-${randomBytes(9).toString('hex').slice(0, 17)}`

/** Makes a backup of a cluster: AWS does so when it is initialised, and when an HSM comes or goes. */
export function backUp(account: Account, cluster: StoredCluster, { now, region }: Call): void {
  if (cluster.initializedAt === undefined) return
  const id = newCloudHsmId('backup')
  account.backups.put({ id, region, cluster: cluster.id, createdAt: now.toISOString(), tags: [] })
}

export const clusterArn = (accountId: string, { region, id }: Pick<StoredCluster, 'region' | 'id'>): string =>
  `arn:aws:cloudhsm:${region}:${accountId}:cluster/${id}`
