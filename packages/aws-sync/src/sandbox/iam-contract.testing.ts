import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteUserCommand,
  DetachGroupPolicyCommand,
  EntityAlreadyExistsException,
  GetAccountAuthorizationDetailsCommand,
  GetGroupCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListAttachedGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListPolicyVersionsCommand,
  ListUserTagsCommand,
  NoSuchEntityException,
  paginateGetAccountAuthorizationDetails,
  RemoveUserFromGroupCommand,
  SetDefaultPolicyVersionCommand,
  TagUserCommand,
  UntagUserCommand,
  type IAMClient,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** An account to try, and how to let go of it. */
export interface ContractSubject {
  readonly iam: IAMClient
  readonly sts: STSClient
  readonly close: () => Promise<void>
}

/** A policy document that allows `actions` on everything. */
export const allowing = (...actions: string[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] })

/**
 * What any account must answer, whoever plays it: only what public emulators agree on with AWS is in here, so that this can be run
 * against another endpoint too. Quotas, refusals of deletion and last-accessed reports have tests of their own.
 */
export function describeIamContract(name: string, connect: () => Promise<ContractSubject>): void {
  describe(`${name} as an IAM account`, () => {
    let subject: ContractSubject
    beforeAll(async () => {
      subject = await connect()
    })
    afterAll(() => subject.close())

    it('creates, reads and deletes a group with a member and a policy', async () => {
      const { iam } = subject
      const group = await iam.send(new CreateGroupCommand({ GroupName: 'Clerks', Path: '/rolewright/contract/' }))
      expect(group.Group?.Arn).toMatch(/^arn:aws:iam::\d{12}:group\/rolewright\/contract\/Clerks$/)
      await iam.send(new CreateUserCommand({ UserName: 'nadia@example.com' }))
      await iam.send(new AddUserToGroupCommand({ GroupName: 'Clerks', UserName: 'nadia@example.com' }))
      const read = await iam.send(new GetGroupCommand({ GroupName: 'Clerks' }))
      expect(read.Users?.map(({ UserName }) => UserName)).toEqual(['nadia@example.com'])
      const groups = await iam.send(new ListGroupsForUserCommand({ UserName: 'nadia@example.com' }))
      expect(groups.Groups?.map(({ GroupName }) => GroupName)).toEqual(['Clerks'])

      const made = await iam.send(
        new CreatePolicyCommand({ PolicyName: 'ReadBills', PolicyDocument: allowing('billing:Get*') }),
      )
      const PolicyArn = made.Policy?.Arn
      await iam.send(new AttachGroupPolicyCommand({ GroupName: 'Clerks', PolicyArn }))
      const attached = await iam.send(new ListAttachedGroupPoliciesCommand({ GroupName: 'Clerks' }))
      expect(attached.AttachedPolicies).toEqual([{ PolicyName: 'ReadBills', PolicyArn }])
      expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.AttachmentCount).toBe(1)

      await iam.send(new DetachGroupPolicyCommand({ GroupName: 'Clerks', PolicyArn }))
      await iam.send(new RemoveUserFromGroupCommand({ GroupName: 'Clerks', UserName: 'nadia@example.com' }))
      await iam.send(new DeletePolicyCommand({ PolicyArn }))
      await iam.send(new DeleteUserCommand({ UserName: 'nadia@example.com' }))
      await iam.send(new DeleteGroupCommand({ GroupName: 'Clerks' }))
      await expect(iam.send(new GetGroupCommand({ GroupName: 'Clerks' }))).rejects.toBeInstanceOf(NoSuchEntityException)
    })

    it('keeps versions of a policy, newest first, and never uses a number again', async () => {
      const { iam } = subject
      const made = await iam.send(new CreatePolicyCommand({ PolicyName: 'Versions', PolicyDocument: allowing('s3:*') }))
      const PolicyArn = made.Policy?.Arn
      const create = (PolicyDocument: string): Promise<unknown> =>
        iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }))
      await create(allowing('s3:Get*'))
      await create(allowing('s3:List*'))
      await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }))
      await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v3' }))
      await create(allowing('s3:Put*'))
      const { Versions: versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }))
      const shown = versions?.map(({ VersionId, IsDefaultVersion }) => ({ VersionId, IsDefaultVersion }))
      expect(shown?.toSorted((a, b) => ((a.VersionId ?? '') < (b.VersionId ?? '') ? 1 : -1))).toEqual([
        { VersionId: 'v4', IsDefaultVersion: true },
        { VersionId: 'v2', IsDefaultVersion: false },
        { VersionId: 'v1', IsDefaultVersion: false },
      ])
      const read = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v4' }))
      expect(JSON.parse(decodeURIComponent(read.PolicyVersion?.Document ?? ''))).toEqual(
        JSON.parse(allowing('s3:Put*')),
      )
    })

    it('tells everything of the account, page by page', async () => {
      const { iam } = subject
      const names = Array.from({ length: 7 }, (_, index) => `paged-${index}`)
      for (const UserName of names) await iam.send(new CreateUserCommand({ UserName }))
      const pages = paginateGetAccountAuthorizationDetails({ client: iam, pageSize: 2 }, { Filter: ['User'] })
      const seen: string[] = []
      for await (const page of pages) seen.push(...(page.UserDetailList ?? []).map(({ UserName }) => UserName ?? ''))
      expect(seen.filter((name) => name.startsWith('paged-'))).toEqual(names)
      const whole = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['Group'] }))
      expect(whole.UserDetailList ?? []).toEqual([])
    })

    it('puts tags on a user and takes them off', async () => {
      const { iam } = subject
      await iam.send(new CreateUserCommand({ UserName: 'tagged', Tags: [{ Key: 'team', Value: 'finance' }] }))
      await iam.send(new TagUserCommand({ UserName: 'tagged', Tags: [{ Key: 'cost', Value: 'a+b = c/d @ e' }] }))
      await iam.send(new UntagUserCommand({ UserName: 'tagged', TagKeys: ['team'] }))
      const { Tags: tags } = await iam.send(new ListUserTagsCommand({ UserName: 'tagged' }))
      expect(tags).toEqual([{ Key: 'cost', Value: 'a+b = c/d @ e' }])
    })

    it('refuses a name twice', async () => {
      const { iam } = subject
      await iam.send(new CreateGroupCommand({ GroupName: 'Twice' }))
      await expect(iam.send(new CreateGroupCommand({ GroupName: 'Twice' }))).rejects.toBeInstanceOf(
        EntityAlreadyExistsException,
      )
    })

    it('says who calls', async () => {
      const identity = await subject.sts.send(new GetCallerIdentityCommand({}))
      expect(identity.Account).toMatch(/^\d{12}$/)
      expect(identity.Arn).toContain(identity.Account)
    })
  })
}
