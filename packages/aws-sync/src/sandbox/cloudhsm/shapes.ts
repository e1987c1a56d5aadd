import type { Backup, Cluster, Hsm, Tag } from '@aws-sdk/client-cloudhsm-v2'
import type { StoredBackup, StoredCluster, StoredHsm } from '../state/cloudhsm.ts'
import type { Tags } from '../state/entities.ts'
import { backupState, clusterState, hsmsOf, hsmState } from './states.ts'

export const tagList = (tags: Tags): Tag[] => tags.map(({ key, value }) => ({ Key: key, Value: value }))

export function hsmShape(cluster: StoredCluster, hsm: StoredHsm, now: Date): Hsm {
  return {
    AvailabilityZone: hsm.zone,
    ClusterId: cluster.id,
    SubnetId: hsm.subnet,
    EniId: hsm.eni,
    EniIp: hsm.ip,
    HsmId: hsm.id,
    State: hsmState(hsm, now),
  }
}

export function clusterShape(cluster: StoredCluster, now: Date): Cluster {
  return {
    BackupPolicy: 'DEFAULT',
    BackupRetentionPolicy: { Type: 'DAYS', Value: String(cluster.retentionDays) },
    ClusterId: cluster.id,
    CreateTimestamp: new Date(cluster.createdAt),
    Hsms: hsmsOf(cluster, now).map((hsm) => hsmShape(cluster, hsm, now)),
    HsmType: cluster.hsmType,
    SecurityGroup: cluster.securityGroup,
    ...(cluster.sourceBackup === undefined ? {} : { SourceBackupId: cluster.sourceBackup }),
    State: clusterState(cluster, now),
    SubnetMapping: { ...cluster.subnets },
    VpcId: cluster.vpc,
    TagList: tagList(cluster.tags),
  }
}

export function backupShape(backup: StoredBackup, now: Date): Backup {
  return {
    BackupId: backup.id,
    BackupState: backupState(backup, now),
    ClusterId: backup.cluster,
    CreateTimestamp: new Date(backup.createdAt),
    NeverExpires: false,
    TagList: tagList(backup.tags),
  }
}
