import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  PutRolePolicyCommand,
  RemoveUserFromGroupCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-iam'
import { beforeEach, describe, expect, it } from 'vitest'
import { allow, ana, arnOf, deny, documentOf, openReportAccount, type ReportAccount } from './report-account.testing.ts'

// Rule by rule what recorded answers of IAM prove.

let account: ReportAccount
beforeEach(async () => {
  account = await openReportAccount()
})

describe('reports of groups and policies, with entities', () => {
  it("a member's denial changes neither the group's rows nor who is listed of a policy", async () => {
    const PolicyArn = await account.policy('P', allow('sqs:*'))
    await account.iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    await account.putUser(documentOf(deny('sqs:*')))
    expect(await account.services(arnOf('group', 'Team'))).toEqual(['sqs'])
    expect(await account.entities(await account.finished(PolicyArn), 'sqs')).toEqual(['ana'])
  })

  it.each(['SERVICE_LEVEL', 'ACTION_LEVEL'])('a user or role job of %s gives that one entity', async (Granularity) => {
    await account.putUser(documentOf(allow('s3:*')))
    await account.iam.send(
      new PutRolePolicyCommand({ RoleName: 'Alpha', PolicyName: 'x', PolicyDocument: documentOf(allow('iam:*')) }),
    )
    const role = arnOf('role', 'Alpha')
    expect(await account.entities(await account.finished(ana, { Granularity }), 's3')).toEqual(['ana'])
    expect(await account.entities(await account.finished(role, { Granularity }), 'iam')).toEqual(['Alpha'])
    const { EntityDetailsList: [only] = [] } = await account.withEntities(
      await account.finished(ana, { Granularity }),
      's3',
    )
    expect(Object.keys(only ?? {})).toEqual(['EntityInfo'])
  })

  it('a known namespace that is not in the report gives an empty list, also where members have it from elsewhere', async () => {
    await account.putGroup(documentOf(allow('s3:*')))
    await account.putUser(documentOf(allow('iam:*')))
    expect(await account.entities(await account.finished(arnOf('group', 'Team')), 'iam')).toEqual([])
  })

  it('membership is frozen, names are those of today', async () => {
    await account.putGroup(documentOf(allow('s3:*')))
    const JobId = await account.finished(arnOf('group', 'Team'))
    await account.iam.send(new AddUserToGroupCommand({ GroupName: 'Team', UserName: 'ben' }))
    await account.iam.send(new UpdateGroupCommand({ GroupName: 'Team', NewGroupName: 'Crew' }))
    expect(await account.entities(JobId, 's3')).toEqual(['ana'])
  })

  it('attaching and detaching a policy later changes nobody of its report, and deleting one moves nobody to another page', async () => {
    const PolicyArn = await account.policy('P', allow('s3:*'))
    const on = { UserName: 'ben', PolicyArn }
    await account.iam.send(new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn }))
    await account.iam.send(new AttachUserPolicyCommand(on))
    const JobId = await account.finished(PolicyArn)
    await account.iam.send(new AttachRolePolicyCommand({ RoleName: 'Alpha', PolicyArn }))
    await account.iam.send(new DetachUserPolicyCommand(on))
    expect(await account.entities(JobId, 's3')).toEqual(['ana', 'ben'])
    const { Marker } = await account.withEntities(JobId, 's3', { MaxItems: 1 })
    await account.iam.send(new RemoveUserFromGroupCommand({ GroupName: 'Team', UserName: 'ana' }))
    await account.iam.send(new DeleteUserCommand({ UserName: 'ana' }))
    const rest = await account.withEntities(JobId, 's3', { Marker })
    expect(rest.EntityDetailsList?.map(({ EntityInfo: info }) => info?.Name)).toEqual(['ben'])
  })

  it('the members of a deleted group disappear from its list, while its rows stay readable', async () => {
    await account.putGroup(documentOf(allow('s3:*')))
    const JobId = await account.finished(arnOf('group', 'Team'))
    await account.iam.send(new RemoveUserFromGroupCommand({ GroupName: 'Team', UserName: 'ana' }))
    await account.iam.send(new DeleteGroupPolicyCommand({ GroupName: 'Team', PolicyName: 'team' }))
    expect(await account.entities(JobId, 's3')).toEqual(['ana'])
    await account.iam.send(new DeleteGroupCommand({ GroupName: 'Team' }))
    expect(await account.entities(JobId, 's3')).toEqual([])
    expect((await account.answer(JobId)).ServicesLastAccessed).toHaveLength(1)
    await account.iam.send(new CreateGroupCommand({ GroupName: 'Team' }))
    expect(await account.entities(JobId, 's3')).toEqual([])
  })

  it('a deleted entity disappears from the list, while the rows of its own job stay readable', async () => {
    await account.putUser(documentOf(allow('s3:*')), 'own', 'ben')
    const JobId = await account.finished(arnOf('user', 'ben'))
    await account.iam.send(new DeleteUserPolicyCommand({ UserName: 'ben', PolicyName: 'own' }))
    await account.iam.send(new DeleteUserCommand({ UserName: 'ben' }))
    expect((await account.answer(JobId)).ServicesLastAccessed).toHaveLength(1)
    expect(await account.entities(JobId, 's3')).toEqual([])
    await expect(account.start(arnOf('user', 'ben'))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `ARN ${arnOf('user', 'ben')} does not exist.`,
    })
  })
})
