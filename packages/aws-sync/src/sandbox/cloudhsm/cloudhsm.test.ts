import {
  CreateClusterCommand,
  CreateHsmCommand,
  DeleteClusterCommand,
  DeleteHsmCommand,
  DescribeBackupsCommand,
  DescribeClustersCommand,
  InitializeClusterCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type CloudHSMV2Client,
  type Cluster,
} from '@aws-sdk/client-cloudhsm-v2'
import { CreateAccessKeyCommand, CreateUserCommand, GetRoleCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam'
import { CreateCustomKeyStoreCommand, DescribeCustomKeyStoresCommand } from '@aws-sdk/client-kms'
import { beforeEach, describe, expect, it } from 'vitest'
import { clientsAt } from '../../read/clients-at.testing.ts'
import { openSandbox, type Sandbox } from '../open-sandbox.ts'

const SubnetIds = ['subnet-0123abcd', 'subnet-4567cdef']
const CERTIFICATES = { SignedCert: 'signed', TrustAnchor: 'anchor' }
let sandbox: Sandbox
let hsm: CloudHSMV2Client
let now: Date

const pass = (ms: number): void => void (now = new Date(now.getTime() + ms))

const create = async (client = hsm): Promise<string> => {
  const { Cluster: made } = await client.send(new CreateClusterCommand({ HsmType: 'hsm2m.medium', SubnetIds }))
  pass(1000)
  return made?.ClusterId ?? ''
}

const describeOne = async (ClusterId: string): Promise<Cluster | undefined> => {
  const { Clusters: [cluster] = [] } = await hsm.send(
    new DescribeClustersCommand({ Filters: { clusterIds: [ClusterId] } }),
  )
  return cluster
}

const addHsm = async (ClusterId: string, zone = 'a'): Promise<string> => {
  const { Hsm: made } = await hsm.send(new CreateHsmCommand({ ClusterId, AvailabilityZone: `eu-west-1${zone}` }))
  pass(1000)
  return made?.HsmId ?? ''
}

beforeEach(async () => {
  now = new Date('2026-05-01T08:00:00Z')
  sandbox = await openSandbox({ accountId: '111122223333', clock: () => now })
  hsm = await sandbox.clients.cloudHsm('eu-west-1')
})

describe('a cluster', () => {
  it('goes from its making to its end in steps, each in its time', async () => {
    const states: (string | undefined)[] = []
    const look = async (ClusterId: string): Promise<void> => void states.push((await describeOne(ClusterId))?.State)
    const { Cluster: made } = await hsm.send(new CreateClusterCommand({ HsmType: 'hsm1.medium', SubnetIds }))
    expect(made).toMatchObject({
      ClusterId: expect.stringMatching(/^cluster-[2-7a-z]{11}$/),
      State: 'CREATE_IN_PROGRESS',
      SubnetMapping: { 'eu-west-1a': SubnetIds[0], 'eu-west-1b': SubnetIds[1] },
      BackupRetentionPolicy: { Type: 'DAYS', Value: '90' },
      CreateTimestamp: now,
    })
    const ClusterId = made?.ClusterId ?? ''
    await look(ClusterId)
    pass(1000)
    await look(ClusterId)
    const HsmId = await addHsm(ClusterId)
    await hsm.send(new InitializeClusterCommand({ ClusterId, ...CERTIFICATES }))
    await look(ClusterId)
    pass(1000)
    await look(ClusterId)
    pass(1000)
    await look(ClusterId)
    await hsm.send(new DeleteHsmCommand({ ClusterId, HsmId }))
    await look(ClusterId)
    pass(1000)
    await hsm.send(new DeleteClusterCommand({ ClusterId }))
    await look(ClusterId)
    pass(1000)
    await look(ClusterId)
    pass(3_600_000)
    await look(ClusterId)
    expect(states).toEqual([
      'CREATE_IN_PROGRESS',
      'UNINITIALIZED',
      'INITIALIZE_IN_PROGRESS',
      'INITIALIZED',
      'ACTIVE',
      'UPDATE_IN_PROGRESS',
      'DELETE_IN_PROGRESS',
      'DELETED',
      undefined,
    ])
  })

  it('with HSMs can’t be deleted, nor while they are going', async () => {
    const ClusterId = await create()
    const HsmId = await addHsm(ClusterId)
    const refused = {
      name: 'CloudHsmInvalidRequestException',
      message: `Cluster ${ClusterId} has HSMs: delete them first.`,
    }
    await expect(hsm.send(new DeleteClusterCommand({ ClusterId }))).rejects.toMatchObject(refused)
    await hsm.send(new DeleteHsmCommand({ ClusterId, HsmId }))
    await expect(hsm.send(new DeleteClusterCommand({ ClusterId }))).rejects.toMatchObject(refused)
    pass(1000)
    await hsm.send(new DeleteClusterCommand({ ClusterId }))
    await expect(hsm.send(new DeleteClusterCommand({ ClusterId }))).rejects.toMatchObject({
      name: 'CloudHsmInvalidRequestException',
      message: `Cluster ${ClusterId} is DELETE_IN_PROGRESS.`,
    })
  })

  it('is known in its own region alone', async () => {
    const ClusterId = await create()
    const other = await sandbox.clients.cloudHsm('us-west-2')
    expect((await other.send(new DescribeClustersCommand({}))).Clusters).toEqual([])
    await expect(other.send(new DeleteClusterCommand({ ClusterId }))).rejects.toMatchObject({
      name: 'CloudHsmResourceNotFoundException',
    })
  })

  it('is backed up when it is initialised and when an HSM goes', async () => {
    const ClusterId = await create()
    const HsmId = await addHsm(ClusterId)
    const backups = async (): Promise<(string | undefined)[]> =>
      ((await hsm.send(new DescribeBackupsCommand({ Filters: { clusterIds: [ClusterId] } }))).Backups ?? []).map(
        (backup) => backup.BackupState,
      )
    expect(await backups()).toEqual([])
    await hsm.send(new InitializeClusterCommand({ ClusterId, ...CERTIFICATES }))
    expect(await backups()).toEqual(['CREATE_IN_PROGRESS'])
    pass(2000)
    await hsm.send(new DeleteHsmCommand({ ClusterId, HsmId }))
    expect(new Set(await backups())).toEqual(new Set(['CREATE_IN_PROGRESS', 'READY']))
  })

  it('holds tags, in other words than IAM’s where they are refused', async () => {
    const ClusterId = await create()
    const tags = async (): Promise<unknown> => (await hsm.send(new ListTagsCommand({ ResourceId: ClusterId }))).TagList
    await hsm.send(new TagResourceCommand({ ResourceId: ClusterId, TagList: [{ Key: 'team', Value: 'security' }] }))
    expect(await tags()).toEqual([{ Key: 'team', Value: 'security' }])
    const reserved = new TagResourceCommand({ ResourceId: ClusterId, TagList: [{ Key: 'aws:x', Value: '' }] })
    await expect(hsm.send(reserved)).rejects.toMatchObject({ name: 'CloudHsmTagException' })
    await hsm.send(new UntagResourceCommand({ ResourceId: ClusterId, TagKeyList: ['team'] }))
    expect(await tags()).toEqual([])
  })

  it('is listed a page at a time', async () => {
    for (const _ of [1, 2, 3]) await create()
    const first = await hsm.send(new DescribeClustersCommand({ MaxResults: 2 }))
    const second = await hsm.send(new DescribeClustersCommand({ MaxResults: 2, NextToken: first.NextToken ?? '' }))
    const ids = [...(first.Clusters ?? []), ...(second.Clusters ?? [])].map((cluster) => cluster.ClusterId)
    expect(new Set(ids).size).toBe(3)
    expect(second.NextToken).toBeUndefined()
    await expect(hsm.send(new DescribeClustersCommand({ NextToken: 'nonsense' }))).rejects.toMatchObject({
      name: 'CloudHsmInvalidRequestException',
    })
  })

  it('is refused past the fourth, and in a zone without a subnet', async () => {
    const ids = [await create(), await create(), await create(), await create()]
    await expect(create()).rejects.toMatchObject({ name: 'CloudHsmInvalidRequestException' })
    await expect(addHsm(ids[0] ?? '', 'c')).rejects.toMatchObject({
      message: `Cluster ${ids[0]} has no subnet in eu-west-1c.`,
    })
  })

  it('answers over HTTP', async () => {
    const ClusterId = await create()
    const server = await sandbox.listen(0)
    const clients = clientsAt(server.url)
    const far = await clients.cloudHsm('eu-west-1')
    expect((await far.send(new DescribeClustersCommand({}))).Clusters).toMatchObject([
      { ClusterId, State: 'UNINITIALIZED', CreateTimestamp: new Date('2026-05-01T08:00:00Z') },
    ])
    clients.destroy()
    await server.close()
  })
})

describe('the first cluster', () => {
  const arn = 'arn:aws:iam::111122223333:role/aws-service-role/cloudhsm.amazonaws.com/AWSServiceRoleForCloudHSM'
  const asUser = async (Action: readonly string[]): Promise<CloudHSMV2Client> => {
    const { iam } = sandbox.clients
    await iam.send(new CreateUserCommand({ UserName: 'wang' }))
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action, Resource: '*' },
    })
    await iam.send(new PutUserPolicyCommand({ UserName: 'wang', PolicyName: 'own', PolicyDocument }))
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'wang' }))
    return sandbox.clientsFor({ accessKeyId: key?.AccessKeyId ?? '' }).cloudHsm('eu-west-1')
  }

  it('makes the service-linked role for whoever may, and the role shows its use', async () => {
    await create(await asUser(['cloudhsm:*', 'iam:CreateServiceLinkedRole']))
    const { Role: role } = await sandbox.clients.iam.send(new GetRoleCommand({ RoleName: 'AWSServiceRoleForCloudHSM' }))
    expect(role).toMatchObject({
      Arn: arn,
      RoleLastUsed: { LastUsedDate: new Date('2026-05-01T08:00:00Z'), Region: 'eu-west-1' },
    })
  })

  it('is refused to whoever may not make the role', async () => {
    const client = await asUser(['cloudhsm:*'])
    await expect(create(client)).rejects.toMatchObject({
      name: 'CloudHsmAccessDeniedException',
      message: `User: arn:aws:iam::111122223333:user/wang is not authorized to perform: iam:CreateServiceLinkedRole on resource: ${arn}`,
    })
    expect((await hsm.send(new DescribeClustersCommand({}))).Clusters).toEqual([])
  })
})

describe('a custom key store of KMS', () => {
  it('stands on one active cluster', async () => {
    const kms = await sandbox.clients.kms('eu-west-1')
    const ClusterId = await create()
    await addHsm(ClusterId)
    const store = new CreateCustomKeyStoreCommand({
      CustomKeyStoreName: 'Vault',
      CloudHsmClusterId: ClusterId,
      TrustAnchorCertificate: 'anchor',
      KeyStorePassword: 'kmsPswd',
    })
    await expect(kms.send(store)).rejects.toMatchObject({ name: 'CloudHsmClusterNotActiveException' })
    await hsm.send(new InitializeClusterCommand({ ClusterId, ...CERTIFICATES }))
    pass(2000)
    await kms.send(store)
    const { CustomKeyStores: stores } = await kms.send(new DescribeCustomKeyStoresCommand({}))
    expect(stores).toMatchObject([{ CustomKeyStoreName: 'Vault', CloudHsmClusterId: ClusterId }])
    const elsewhere = await sandbox.clients.kms('eu-central-1')
    expect((await elsewhere.send(new DescribeCustomKeyStoresCommand({}))).CustomKeyStores).toEqual([])
  })
})
