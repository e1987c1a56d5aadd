import { DescribeBackupsCommand, DescribeClustersCommand, type Backup, type Cluster } from '@aws-sdk/client-cloudhsm-v2'
import { GetRoleCommand } from '@aws-sdk/client-iam'
import { DescribeCustomKeyStoresCommand, type CustomKeyStoresListEntry } from '@aws-sdk/client-kms'
import {
  CLOUDHSM_ROLE,
  type CloudHsmStatus,
  type ClusterStatus,
  RolewrightError,
  type ServiceRoleStatus,
} from '@rolewright/core'
import type { AwsClients } from '../read/aws-clients.ts'
import { awsError, errorName } from '../read/aws-error.ts'
import { callerIdentity } from '../read/caller.ts'
import { requireRegion } from '../read/regions.ts'
import { everyPage } from './every-page.ts'

/**
 * CloudHSM in every given region, and its service-linked role. A region that can't be read stands under `failures`, with why: what is
 * told of the others is whole, and nothing may be decided for the account.
 *
 * Needs `cloudhsm:DescribeClusters`, `cloudhsm:DescribeBackups`, `kms:DescribeCustomKeyStores` and `iam:GetRole`.
 *
 * @throws {RolewrightError} `invalid-region`, and those of `awsError` for the role, which is not of a region
 *
 * @example
 * ```ts
 * const { clusters, failures, role } = await readCloudHsm(clients, { regions: ['eu-west-1'], now: () => new Date() })
 * ```
 */
export async function readCloudHsm(
  clients: AwsClients,
  options: { readonly regions: readonly string[]; readonly now: () => Date },
): Promise<CloudHsmStatus> {
  const regions = [...new Set(options.regions)].toSorted()
  for (const region of regions) requireRegion(region)
  const { accountId } = await callerIdentity(clients)
  const [role, ...found] = await Promise.all([
    readServiceRole(clients),
    ...regions.map(async (region) => {
      try {
        return { region, clusters: await readRegion(clients, region) }
      } catch (error) {
        const { code, message } = awsError(error, { operation: 'cloudhsm', subject: region })
        return { region, failure: { region, code, message } }
      }
    }),
  ])
  return {
    version: 1,
    accountId,
    at: options.now().toISOString(),
    regions: found.flatMap(({ region, failure }) => (failure === undefined ? [region] : [])),
    failures: found.flatMap(({ failure }) => failure ?? []),
    clusters: found.flatMap(({ clusters }) => clusters ?? []),
    role: role ?? null,
  }
}

/** The service-linked role; undefined where there is none. */
export async function readServiceRole({ iam }: Pick<AwsClients, 'iam'>): Promise<ServiceRoleStatus | undefined> {
  try {
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: CLOUDHSM_ROLE.name }))
    // A role of that name elsewhere is somebody's own.
    if (role?.Path !== CLOUDHSM_ROLE.path || role.Arn === undefined) return undefined
    const { LastUsedDate: at, Region: region } = role.RoleLastUsed ?? {}
    return {
      arn: role.Arn,
      description: role.Description ?? '',
      createdAt: role.CreateDate?.toISOString() ?? null,
      lastUsed: at === undefined ? null : { at: at.toISOString(), region: region ?? '' },
    }
  } catch (error) {
    if (errorName(error) === 'NoSuchEntity') return undefined
    throw awsError(error, { operation: 'iam:GetRole', subject: `role ${CLOUDHSM_ROLE.name}` })
  }
}

async function readRegion(clients: AwsClients, region: string): Promise<readonly ClusterStatus[]> {
  const clusters = await readClusters(clients, region)
  // Without clusters there are neither backups that matter nor key stores on them.
  if (clusters.length === 0) return []
  const [backups, keyStores] = await Promise.all([readBackups(clients, region), readKeyStores(clients, region)])
  return clusters
    .map((cluster) => clusterStatus(cluster, { region, backups, keyStores }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** The clusters of a region that are not deleted. */
export async function readClusters(clients: AwsClients, region: string): Promise<readonly Cluster[]> {
  const hsm = await clients.cloudHsm(region)
  const all = await everyPage('DescribeClusters', async (token) => {
    const page = await hsm
      .send(new DescribeClustersCommand(token === undefined ? {} : { NextToken: token }))
      .catch((error: unknown) => {
        throw awsError(error, { operation: 'cloudhsm:DescribeClusters', subject: region })
      })
    return { items: page.Clusters ?? [], next: page.NextToken }
  })
  return all.filter(({ State: state }) => state !== 'DELETED')
}

async function readBackups(clients: AwsClients, region: string): Promise<readonly Backup[]> {
  const hsm = await clients.cloudHsm(region)
  return everyPage('DescribeBackups', async (token) => {
    const page = await hsm
      .send(new DescribeBackupsCommand(token === undefined ? {} : { NextToken: token }))
      .catch((error: unknown) => {
        throw awsError(error, { operation: 'cloudhsm:DescribeBackups', subject: region })
      })
    return { items: page.Backups ?? [], next: page.NextToken }
  })
}

/** The custom key stores of a region. */
export async function readKeyStores(clients: AwsClients, region: string): Promise<readonly CustomKeyStoresListEntry[]> {
  const kms = await clients.kms(region)
  return everyPage('DescribeCustomKeyStores', async (token) => {
    const page = await kms
      .send(new DescribeCustomKeyStoresCommand(token === undefined ? {} : { Marker: token }))
      .catch((error: unknown) => {
        throw awsError(error, { operation: 'kms:DescribeCustomKeyStores', subject: region })
      })
    if (page.Truncated === true && page.NextMarker === undefined) return { items: [], next: '' }
    return { items: page.CustomKeyStores ?? [], next: page.NextMarker }
  })
}

function clusterStatus(
  cluster: Cluster,
  beside: {
    readonly region: string
    readonly backups: readonly Backup[]
    readonly keyStores: readonly CustomKeyStoresListEntry[]
  },
): ClusterStatus {
  const id = idOf(cluster)
  const ready = beside.backups.filter(({ ClusterId, BackupState }) => ClusterId === id && BackupState === 'READY')
  const dates = ready.flatMap(({ CreateTimestamp }) => CreateTimestamp?.toISOString() ?? []).toSorted()
  return {
    id,
    region: beside.region,
    state: cluster.State ?? 'unknown',
    hsmType: cluster.HsmType ?? '',
    createdAt: cluster.CreateTimestamp?.toISOString() ?? null,
    hsms: (cluster.Hsms ?? [])
      .filter(({ State: state }) => state !== 'DELETED')
      .map((hsm) => ({ id: hsm.HsmId ?? '', zone: hsm.AvailabilityZone ?? '', state: hsm.State ?? 'unknown' })),
    readyBackups: ready.length,
    newestBackup: dates.at(-1) ?? null,
    keyStores: beside.keyStores
      .filter(({ CloudHsmClusterId }) => CloudHsmClusterId === id)
      .map((store) => store.CustomKeyStoreName ?? store.CustomKeyStoreId ?? ''),
  }
}

function idOf(cluster: Cluster): string {
  if (cluster.ClusterId !== undefined && cluster.ClusterId !== '') return cluster.ClusterId
  throw new RolewrightError({
    code: 'partial-read',
    message: '`DescribeClusters` tells of a cluster without its id',
    hint: 'check what `AWS_ENDPOINT_URL` names',
  })
}
