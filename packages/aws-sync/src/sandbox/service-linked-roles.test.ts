import { CreateClusterCommand, DeleteClusterCommand } from '@aws-sdk/client-cloudhsm-v2'
import {
  AttachRolePolicyCommand,
  CreateServiceLinkedRoleCommand,
  DeleteRoleCommand,
  DeleteServiceLinkedRoleCommand,
  GetAccountAuthorizationDetailsCommand,
  GetRoleCommand,
  GetServiceLinkedRoleDeletionStatusCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleDescriptionCommand,
  type GetServiceLinkedRoleDeletionStatusResponse,
} from '@aws-sdk/client-iam'
import { beforeEach, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from './open-sandbox.ts'

const AWSServiceName = 'cloudhsm.amazonaws.com'
const RoleName = 'AWSServiceRoleForCloudHSM'
let sandbox: Sandbox
let now: Date

const make = (): Promise<unknown> => sandbox.clients.iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName }))
const remove = async (): Promise<string> =>
  (await sandbox.clients.iam.send(new DeleteServiceLinkedRoleCommand({ RoleName }))).DeletionTaskId ?? ''
const statusOf = (DeletionTaskId: string): Promise<GetServiceLinkedRoleDeletionStatusResponse> =>
  sandbox.clients.iam.send(new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId }))
const end = async (task: string): Promise<GetServiceLinkedRoleDeletionStatusResponse> => {
  await statusOf(task)
  await statusOf(task)
  return statusOf(task)
}

beforeEach(async () => {
  now = new Date('2026-05-01T08:00:00Z')
  sandbox = await openSandbox({ accountId: '111122223333', clock: () => now })
})

describe('the service-linked role of CloudHSM', () => {
  it('has AWS’s trust and policy, and is there once', async () => {
    await make()
    const { RoleDetailList: [role] = [] } = await sandbox.clients.iam.send(
      new GetAccountAuthorizationDetailsCommand({}),
    )
    expect(role).toMatchObject({
      Arn: `arn:aws:iam::111122223333:role/aws-service-role/${AWSServiceName}/${RoleName}`,
      AttachedManagedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/aws-service-role/CloudHSMServiceRolePolicy' }],
    })
    expect(JSON.parse(decodeURIComponent(role?.AssumeRolePolicyDocument ?? ''))).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: AWSServiceName }, Action: 'sts:AssumeRole' }],
    })
    await expect(make()).rejects.toMatchObject({
      name: 'InvalidInputException',
      message: `Service role name ${RoleName} has been taken in this account, please try a different suffix.`,
    })
  })

  it('takes no suffix, and no service but those that have a role', async () => {
    const { iam } = sandbox.clients
    await expect(
      iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName, CustomSuffix: 'two' })),
    ).rejects.toMatchObject({ message: `Custom suffix is not allowed for ${AWSServiceName}` })
    await expect(
      iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'kitchen.amazonaws.com' })),
    ).rejects.toMatchObject({ name: 'InvalidInputException' })
  })

  it('lets description and tags be edited, and nothing else', async () => {
    await make()
    const { iam } = sandbox.clients
    await iam.send(new UpdateRoleDescriptionCommand({ RoleName, Description: 'logs of the HSMs' }))
    await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'team', Value: 'security' }] }))
    expect((await iam.send(new GetRoleCommand({ RoleName }))).Role).toMatchObject({
      Description: 'logs of the HSMs',
      Tags: [{ Key: 'team', Value: 'security' }],
    })
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] })
    for (const send of [
      () => iam.send(new DeleteRoleCommand({ RoleName })),
      () => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument })),
      () => iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'more', PolicyDocument })),
      () => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })),
    ]) {
      await expect(send()).rejects.toMatchObject({ name: 'UnmodifiableEntityException' })
    }
  })

  it('is deleted by a task that is followed to its end', async () => {
    await make()
    const task = await remove()
    expect(task).toMatch(new RegExp(`^task/aws-service-role/${AWSServiceName}/${RoleName}/[0-9a-f-]{36}$`))
    expect(await remove()).toBe(task)
    const seen = [(await statusOf(task)).Status, (await statusOf(task)).Status, (await statusOf(task)).Status]
    expect(seen).toEqual(['NOT_STARTED', 'IN_PROGRESS', 'SUCCEEDED'])
    await expect(sandbox.clients.iam.send(new GetRoleCommand({ RoleName }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    })
    await expect(remove()).rejects.toMatchObject({ name: 'NoSuchEntityException' })
    expect((await statusOf(task)).Status).toBe('SUCCEEDED')
  })

  it('can’t be deleted while a cluster of any region exists, and says which', async () => {
    const made: string[] = []
    for (const region of ['us-east-1', 'eu-west-1']) {
      const client = await sandbox.clients.cloudHsm(region)
      const { Cluster: cluster } = await client.send(
        new CreateClusterCommand({ HsmType: 'hsm1.medium', SubnetIds: ['subnet-0123abcd'] }),
      )
      made.push(cluster?.ClusterId ?? '')
    }
    const failed = await end(await remove())
    expect(failed).toMatchObject({
      Status: 'FAILED',
      Reason: {
        RoleUsageList: [
          { Region: 'eu-west-1', Resources: [`arn:aws:cloudhsm:eu-west-1:111122223333:cluster/${made[1]}`] },
          { Region: 'us-east-1', Resources: [`arn:aws:cloudhsm:us-east-1:111122223333:cluster/${made[0]}`] },
        ],
      },
    })
    now = new Date(now.getTime() + 1000)
    for (const [index, region] of ['us-east-1', 'eu-west-1'].entries()) {
      await (await sandbox.clients.cloudHsm(region)).send(new DeleteClusterCommand({ ClusterId: made[index] ?? '' }))
    }
    expect((await end(await remove())).Status).toBe('FAILED')
    now = new Date(now.getTime() + 1000)
    expect((await end(await remove())).Status).toBe('SUCCEEDED')
  })
})
