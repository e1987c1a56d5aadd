import type {
  CreateClusterRequest,
  CreateClusterResponse,
  DeleteClusterResponse,
  DescribeClustersRequest,
  DescribeClustersResponse,
  InitializeClusterResponse,
} from '@aws-sdk/client-cloudhsm-v2'
import { z } from 'zod'
import { AwsError } from '../aws-error.ts'
import { backUp, backupWithId, clustersIn, clusterWithId, newCloudHsmId, newEc2Id } from '../cloudhsm/lookup.ts'
import { cloudHsmPage, pageInput } from '../cloudhsm/page.ts'
import { requireServiceRole, useServiceRole } from '../cloudhsm/service-role.ts'
import { clusterShape } from '../cloudhsm/shapes.ts'
import { backupState, clusterState, hsmsOf, hsmState } from '../cloudhsm/states.ts'
import { clusterId, newCloudHsmTags, tagInput } from '../cloudhsm/tags.ts'
import { jsonOperation, type JsonOperation } from '../operation.ts'
import type { StoredCluster } from '../state/cloudhsm.ts'

/** What an account may have in a region at first. See "AWS CloudHSM quotas". */
const CLUSTERS = 4

const createCluster = jsonOperation<CreateClusterRequest, CreateClusterResponse>({
  name: 'CreateCluster',
  changes: true,
  input: z.object({
    HsmType: z.string().regex(/^(?:p\|)?hsm[0-9][a-z.]*\.[a-zA-Z]+$/),
    SubnetIds: z
      .array(z.string().regex(/^subnet-[0-9a-fA-F]{8,17}$/))
      .min(1)
      .max(10),
    SourceBackupId: z.string().exactOptional(),
    BackupRetentionPolicy: z
      .object({
        Type: z.literal('DAYS').exactOptional(),
        Value: z
          .string()
          .regex(/^\d{1,3}$/)
          .exactOptional(),
      })
      .exactOptional(),
    TagList: z.array(tagInput).max(50).exactOptional(),
  }),
  run: (account, input, call) => {
    const { region, now } = call
    const there = clustersIn(account, call).filter(({ deletedAt }) => deletedAt === undefined)
    if (there.length >= CLUSTERS) {
      throw new AwsError(
        'CloudHsmInvalidRequestException',
        `Your account can have at most ${CLUSTERS} clusters in a region.`,
      )
    }
    const source = input.SourceBackupId
    if (source !== undefined && backupState(backupWithId(account, source, call), now) !== 'READY') {
      throw new AwsError('CloudHsmInvalidRequestException', `Backup ${source} is not ready.`)
    }
    requireServiceRole(account, call)
    const zones = (input.SubnetIds ?? []).map((subnet, index) => [`${region}${'abcdefghij'.charAt(index)}`, subnet])
    const cluster: StoredCluster = {
      id: newCloudHsmId('cluster'),
      region,
      hsmType: input.HsmType ?? '',
      createdAt: now.toISOString(),
      // What comes out of a backup is initialised as that was.
      ...(source === undefined ? {} : { initializedAt: now.toISOString(), sourceBackup: source }),
      subnets: Object.fromEntries(zones),
      vpc: newEc2Id('vpc'),
      securityGroup: newEc2Id('sg'),
      retentionDays: Number(input.BackupRetentionPolicy?.Value ?? 90),
      hsms: [],
      tags: newCloudHsmTags([], input.TagList),
    }
    account.clusters.put(cluster)
    useServiceRole(account, call)
    return { Cluster: clusterShape(cluster, now) }
  },
})

const describeClusters = jsonOperation<DescribeClustersRequest, DescribeClustersResponse>({
  name: 'DescribeClusters',
  changes: false,
  input: z.object({ ...pageInput(25), Filters: z.record(z.string(), z.array(z.string())).exactOptional() }),
  run: (account, input, call) => {
    const { clusterIds, vpcIds, states, ...others } = input.Filters ?? {}
    const [unknown] = Object.keys(others)
    if (unknown !== undefined) throw new AwsError('CloudHsmInvalidRequestException', `There is no filter ${unknown}.`)
    const wanted = clustersIn(account, call).filter(
      (cluster) =>
        clusterIds?.includes(cluster.id) !== false &&
        vpcIds?.includes(cluster.vpc) !== false &&
        states?.includes(clusterState(cluster, call.now)) !== false,
    )
    const { items, rest } = cloudHsmPage(wanted, input, ['DescribeClusters', call.region, input.Filters])
    return { Clusters: items.map((cluster) => clusterShape(cluster, call.now)), ...rest }
  },
})

const initializeCluster = jsonOperation<
  { ClusterId: string; SignedCert: string; TrustAnchor: string },
  InitializeClusterResponse
>({
  name: 'InitializeCluster',
  changes: true,
  input: z.object({
    ClusterId: clusterId,
    SignedCert: z.string().max(5000),
    TrustAnchor: z.string().max(5000),
  }),
  run: (account, input, call) => {
    const cluster = clusterWithId(account, input.ClusterId, call)
    const state = clusterState(cluster, call.now)
    if (state !== 'UNINITIALIZED') {
      throw new AwsError('CloudHsmInvalidRequestException', `Cluster ${cluster.id} is ${state}, not UNINITIALIZED.`)
    }
    if (!hsmsOf(cluster, call.now).some((hsm) => hsmState(hsm, call.now) === 'ACTIVE')) {
      throw new AwsError('CloudHsmInvalidRequestException', `Cluster ${cluster.id} has no active HSM to initialize.`)
    }
    const changed = { ...cluster, initializedAt: call.now.toISOString() }
    account.clusters.put(changed)
    backUp(account, changed, call)
    useServiceRole(account, call)
    return { State: clusterState(changed, call.now), StateMessage: 'Cluster is initializing.' }
  },
})

const deleteCluster = jsonOperation<{ ClusterId: string }, DeleteClusterResponse>({
  name: 'DeleteCluster',
  changes: true,
  input: z.object({ ClusterId: clusterId }),
  run: (account, input, call) => {
    const cluster = clusterWithId(account, input.ClusterId, call)
    const state = clusterState(cluster, call.now)
    if (hsmsOf(cluster, call.now).length > 0) {
      throw new AwsError('CloudHsmInvalidRequestException', `Cluster ${cluster.id} has HSMs: delete them first.`)
    }
    if (state === 'CREATE_IN_PROGRESS' || state === 'DELETE_IN_PROGRESS' || state === 'DELETED') {
      throw new AwsError('CloudHsmInvalidRequestException', `Cluster ${cluster.id} is ${state}.`)
    }
    const changed = { ...cluster, deletedAt: call.now.toISOString() }
    account.clusters.put(changed)
    return { Cluster: clusterShape(changed, call.now) }
  },
})

export const cloudHsmClusterOperations: readonly JsonOperation[] = [
  createCluster,
  describeClusters,
  initializeCluster,
  deleteCluster,
]
