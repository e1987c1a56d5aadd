import * as iamSdk from '@aws-sdk/client-iam'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { allowing } from './iam-contract.testing.ts'
import type { SandboxServer } from './http-server.ts'
import { openSandbox } from './open-sandbox.ts'

const {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteUserCommand,
  GetGroupPolicyCommand,
  ListGroupPoliciesCommand,
  ListPoliciesCommand,
  PutGroupPolicyCommand,
} = iamSdk

const accountId = '111122223333'
const policyArn = (name: string): string => `arn:aws:iam::${accountId}:policy/${name}`

const trusting = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
})

let iam: iamSdk.IAMClient
let server: SandboxServer
beforeEach(async () => {
  server = await (await openSandbox({ accountId })).listen(0)
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' }
  // By itself the SDK tries what is over a limit three times, as if it were throttled.
  iam = new iamSdk.IAMClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 })
})
afterEach(async () => {
  iam.destroy()
  await server.close()
})

const createPolicy = (PolicyName: string, PolicyDocument = allowing('s3:*')): Promise<unknown> =>
  iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }))

/** Runs `step` until it is refused, at most `most` times, and gives how often it worked. */
async function untilRefused(
  most: number,
  step: (turn: number) => Promise<unknown>,
): Promise<{ worked: number; error: unknown }> {
  for (let turn = 0; turn < most; turn++) {
    try {
      await step(turn)
    } catch (error) {
      return { worked: turn, error }
    }
  }
  return { worked: most, error: undefined }
}

describe('names', () => {
  it('are the same without regard to case and path', async () => {
    await iam.send(new CreateGroupCommand({ GroupName: 'Clerks', Path: '/a/' }))
    const again = iam.send(new CreateGroupCommand({ GroupName: 'CLERKS', Path: '/b/' }))
    await expect(again).rejects.toBeInstanceOf(iamSdk.EntityAlreadyExistsException)
    const { Group: group } = await iam.send(new iamSdk.GetGroupCommand({ GroupName: 'cLERKS' }))
    expect(group?.GroupName).toBe('Clerks')
  })

  it.each([
    ['a space', { GroupName: 'a b' }],
    ['nothing', { GroupName: '' }],
    ['129 characters', { GroupName: 'x'.repeat(129) }],
    ['a path without a slash at its end', { GroupName: 'g', Path: '/a' }],
    ['a path with a space', { GroupName: 'g', Path: '/a b/' }],
    ['a path with umlauts', { GroupName: 'g', Path: '/ä/' }],
    ['a path of 513 characters', { GroupName: 'g', Path: `/${'x'.repeat(511)}/` }],
  ])('with %s are refused', async (_, input) => {
    await expect(iam.send(new CreateGroupCommand(input))).rejects.toMatchObject({ name: 'ValidationError' })
  })

  it('of users end at 64 characters, those of groups at 128', async () => {
    await iam.send(new CreateGroupCommand({ GroupName: 'x'.repeat(128) }))
    await iam.send(new CreateUserCommand({ UserName: 'x'.repeat(64) }))
    const long = iam.send(new CreateUserCommand({ UserName: 'x'.repeat(65) }))
    await expect(long).rejects.toMatchObject({
      name: 'ValidationError',
      message:
        "1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must have length less than or equal to 64",
    })
  })

  it('change with a group, its members and path following', async () => {
    await iam.send(new CreateGroupCommand({ GroupName: 'Old' }))
    await iam.send(new CreateUserCommand({ UserName: 'ana' }))
    await iam.send(new AddUserToGroupCommand({ GroupName: 'Old', UserName: 'ana' }))
    await iam.send(new iamSdk.UpdateGroupCommand({ GroupName: 'Old', NewGroupName: 'New', NewPath: '/x/' }))
    const { Groups: groups } = await iam.send(new iamSdk.ListGroupsForUserCommand({ UserName: 'ana' }))
    expect(groups?.map(({ Arn }) => Arn)).toEqual([`arn:aws:iam::${accountId}:group/x/New`])
  })
})

describe('ids', () => {
  it('tell by how they begin what they are of', async () => {
    const group = await iam.send(new CreateGroupCommand({ GroupName: 'g' }))
    expect(group.Group?.GroupId).toMatch(/^AGPA[A-Z2-7]{17}$/)
    const user = await iam.send(new CreateUserCommand({ UserName: 'u' }))
    expect(user.User?.UserId).toMatch(/^AIDA[A-Z2-7]{17}$/)
    const key = await iam.send(new CreateAccessKeyCommand({ UserName: 'u' }))
    expect(key.AccessKey?.AccessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/)
    const made = await iam.send(new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument: allowing('s3:*') }))
    expect(made.Policy?.PolicyId).toMatch(/^ANPA[A-Z2-7]{17}$/)
    const role = await iam.send(new iamSdk.CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: trusting }))
    expect(role.Role?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/)
  })
})

describe('quotas', () => {
  it('count 6,144 characters of a policy without white space', async () => {
    const document = (length: number): string => {
      const empty = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: ['arn:aws:s3:::'] }],
      })
      return empty.replace(':::', `:::${'b'.repeat(length - empty.length)}`)
    }
    await createPolicy('Fits', `${' \n'.repeat(500)}${document(6144)}`)
    await expect(createPolicy('TooBig', document(6145))).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for PolicySize: 6144',
    })
  })

  it('let a policy have 5 versions', async () => {
    await createPolicy('P')
    const PolicyArn = policyArn('P')
    const { worked, error } = await untilRefused(9, () =>
      iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: allowing('sqs:*') })),
    )
    expect(worked).toBe(4)
    expect(error).toBeInstanceOf(iamSdk.LimitExceededException)
  })

  it('let a group have 10 policies and a user 10 groups', async () => {
    await iam.send(new CreateGroupCommand({ GroupName: 'G' }))
    await iam.send(new CreateUserCommand({ UserName: 'u' }))
    const attached = await untilRefused(12, async (turn) => {
      await createPolicy(`P${turn}`)
      await iam.send(new AttachGroupPolicyCommand({ GroupName: 'G', PolicyArn: policyArn(`P${turn}`) }))
    })
    expect(attached).toMatchObject({ worked: 10, error: { name: 'LimitExceededException' } })
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'G', PolicyArn: policyArn('P3') }))
    const joined = await untilRefused(12, async (turn) => {
      await iam.send(new CreateGroupCommand({ GroupName: `g-${turn}` }))
      await iam.send(new AddUserToGroupCommand({ GroupName: `g-${turn}`, UserName: 'u' }))
    })
    expect(joined).toMatchObject({ worked: 10, error: { name: 'LimitExceededException' } })
  })

  it('let a user have 2 access keys', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'u' }))
    const { worked, error } = await untilRefused(5, () => iam.send(new CreateAccessKeyCommand({ UserName: 'u' })))
    expect(worked).toBe(2)
    expect(error).toBeInstanceOf(iamSdk.LimitExceededException)
  })

  it('let an account have 300 groups', async () => {
    const made = Array.from({ length: 300 }, (_, index) => iam.send(new CreateGroupCommand({ GroupName: `g${index}` })))
    await Promise.all(made)
    const more = iam.send(new CreateGroupCommand({ GroupName: 'more' }))
    await expect(more).rejects.toBeInstanceOf(iamSdk.LimitExceededException)
  })
})

describe('documents', () => {
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }
  it.each([
    ['a principal', { Statement: [{ ...statement, Principal: '*' }] }],
    ['a Sid with a space', { Statement: [{ ...statement, Sid: 'a b' }] }],
    [
      'a Sid twice',
      {
        Statement: [
          { ...statement, Sid: 'a' },
          { ...statement, Sid: 'a' },
        ],
      },
    ],
    ['an action without a service', { Statement: [{ ...statement, Action: 'GetObject' }] }],
    ['a wildcard before the colon', { Statement: [{ ...statement, Action: 's*:GetObject' }] }],
    ['an unknown operator', { Statement: [{ ...statement, Condition: { StringIs: { 'aws:username': 'x' } } }] }],
    ['nothing in it', {}],
    ['no resource', { Statement: [{ Effect: 'Allow', Action: 's3:*' }] }],
  ])('with %s are malformed', async (_, document) => {
    const made = createPolicy('P', JSON.stringify({ Version: '2012-10-17', ...document }))
    await expect(made).rejects.toBeInstanceOf(iamSdk.MalformedPolicyDocumentException)
  })

  it('that are not JSON are malformed, and numbers and booleans in conditions are not', async () => {
    await expect(createPolicy('P', '{')).rejects.toBeInstanceOf(iamSdk.MalformedPolicyDocumentException)
    const Condition = { Bool: { 'aws:SecureTransport': true }, NumericLessThan: { 'aws:MultiFactorAuthAge': 3600 } }
    await createPolicy('P', JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, Condition }] }))
  })

  it('come back letter by letter, percent-encoded', async () => {
    const text = `{ "Version":"2012-10-17",\n\t"Statement":[ {"Effect":"Allow", "Action":"s3:*", "Resource":"arn:aws:s3:::a'(b)!*é" } ]}\r\n`
    await createPolicy('P', text)
    const read = await iam.send(new iamSdk.GetPolicyVersionCommand({ PolicyArn: policyArn('P'), VersionId: 'v1' }))
    const document = read.PolicyVersion?.Document ?? ''
    expect(document).toMatch(/^[A-Za-z0-9\-._~%]+$/)
    expect(decodeURIComponent(document)).toBe(text)
  })

  it('are not told by CreatePolicyVersion', async () => {
    await createPolicy('P')
    const made = await iam.send(
      new CreatePolicyVersionCommand({ PolicyArn: policyArn('P'), PolicyDocument: allowing('sqs:*') }),
    )
    expect(made.PolicyVersion).toEqual({ VersionId: 'v2', IsDefaultVersion: false, CreateDate: expect.any(Date) })
  })
})

describe('deleting', () => {
  it('a policy wants it attached to nothing and with one version', async () => {
    await createPolicy('P')
    const PolicyArn = policyArn('P')
    await iam.send(new CreateGroupCommand({ GroupName: 'G' }))
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'G', PolicyArn }))
    const remove = (): Promise<unknown> => iam.send(new DeletePolicyCommand({ PolicyArn }))
    await expect(remove()).rejects.toBeInstanceOf(iamSdk.DeleteConflictException)
    await iam.send(new iamSdk.DetachGroupPolicyCommand({ GroupName: 'G', PolicyArn }))
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: allowing('sqs:*') }))
    await expect(remove()).rejects.toBeInstanceOf(iamSdk.DeleteConflictException)
    const first = iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v1' }))
    await expect(first).rejects.toBeInstanceOf(iamSdk.DeleteConflictException)
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v2' }))
    await remove()
  })

  it('a group wants no member and no policy of either kind', async () => {
    const GroupName = 'G'
    const remove = (): Promise<unknown> => iam.send(new DeleteGroupCommand({ GroupName }))
    await iam.send(new CreateGroupCommand({ GroupName }))
    await iam.send(new CreateUserCommand({ UserName: 'u' }))
    await iam.send(new AddUserToGroupCommand({ GroupName, UserName: 'u' }))
    await expect(remove()).rejects.toBeInstanceOf(iamSdk.DeleteConflictException)
    await iam.send(new iamSdk.RemoveUserFromGroupCommand({ GroupName, UserName: 'u' }))
    await iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName: 'p', PolicyDocument: allowing('s3:*') }))
    await expect(remove()).rejects.toBeInstanceOf(iamSdk.DeleteConflictException)
    await iam.send(new iamSdk.DeleteGroupPolicyCommand({ GroupName, PolicyName: 'p' }))
    await remove()
  })

  it('a user wants no access key and no password', async () => {
    const UserName = 'u'
    const remove = (): Promise<unknown> => iam.send(new DeleteUserCommand({ UserName }))
    await iam.send(new CreateUserCommand({ UserName }))
    const key = await iam.send(new CreateAccessKeyCommand({ UserName }))
    await iam.send(new iamSdk.CreateLoginProfileCommand({ UserName, Password: 'Correct-Horse-7' }))
    await expect(remove()).rejects.toBeInstanceOf(iamSdk.DeleteConflictException)
    await iam.send(new iamSdk.DeleteAccessKeyCommand({ UserName, AccessKeyId: key.AccessKey?.AccessKeyId }))
    await expect(remove()).rejects.toBeInstanceOf(iamSdk.DeleteConflictException)
    await iam.send(new iamSdk.DeleteLoginProfileCommand({ UserName }))
    await remove()
  })
})

describe('managed policies', () => {
  const aws = 'arn:aws:iam::aws:policy/ReadOnlyAccess'

  it("of AWS's are there from the start, and not to be changed", async () => {
    const { Policy: policy } = await iam.send(new iamSdk.GetPolicyCommand({ PolicyArn: aws }))
    expect(policy).toMatchObject({ PolicyName: 'ReadOnlyAccess', Path: '/', IsAttachable: true })
    const version = await iam.send(
      new iamSdk.GetPolicyVersionCommand({ PolicyArn: aws, VersionId: policy?.DefaultVersionId }),
    )
    expect(decodeURIComponent(version.PolicyVersion?.Document ?? '')).toContain('ec2:Describe')
    const change = iam.send(new CreatePolicyVersionCommand({ PolicyArn: aws, PolicyDocument: allowing('s3:*') }))
    await expect(change).rejects.toMatchObject({ name: 'AccessDenied' })
    await expect(iam.send(new DeletePolicyCommand({ PolicyArn: aws }))).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('of AWS are in the account details only where they are in use', async () => {
    await iam.send(new CreateGroupCommand({ GroupName: 'G' }))
    const before = await iam.send(new iamSdk.GetAccountAuthorizationDetailsCommand({}))
    expect(before.Policies).toEqual([])
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'G', PolicyArn: aws }))
    const after = await iam.send(new iamSdk.GetAccountAuthorizationDetailsCommand({}))
    expect(after.Policies?.map(({ Arn, AttachmentCount }) => [Arn, AttachmentCount])).toEqual([[aws, 1]])
  })

  it.each([
    { arn: policyArn('Missing'), name: 'NoSuchEntityException' },
    { arn: 'arn:aws:iam::aws:policy/NoSuchThingAtAll', name: 'NoSuchEntityException' },
    { arn: 'not an arn, but long enough', name: 'ValidationError' },
    { arn: `arn:aws:iam::${accountId}:group/Missing`, name: 'InvalidInputException' },
    { arn: 'short', name: 'ValidationError' },
  ])('can not be attached by $arn', async ({ arn, name }) => {
    await iam.send(new CreateGroupCommand({ GroupName: 'G' }))
    await expect(iam.send(new AttachGroupPolicyCommand({ GroupName: 'G', PolicyArn: arn }))).rejects.toMatchObject({
      name,
    })
  })

  it('are listed by use: the filter counts only beside OnlyAttached', async () => {
    for (const name of ['Attached', 'Both', 'Bounding', 'Unused']) await createPolicy(name)
    await iam.send(new CreateGroupCommand({ GroupName: 'G' }))
    for (const name of ['Attached', 'Both']) {
      await iam.send(new AttachGroupPolicyCommand({ GroupName: 'G', PolicyArn: policyArn(name) }))
    }
    await iam.send(new CreateUserCommand({ UserName: 'u', PermissionsBoundary: policyArn('Bounding') }))
    await iam.send(new CreateUserCommand({ UserName: 'v', PermissionsBoundary: policyArn('Both') }))
    const list = async (input: Partial<iamSdk.ListPoliciesCommandInput>): Promise<(string | undefined)[]> => {
      const { Policies: policies } = await iam.send(new ListPoliciesCommand({ Scope: 'Local', ...input }))
      return policies?.map(({ PolicyName }) => PolicyName) ?? []
    }
    expect(await list({})).toEqual(['Attached', 'Both', 'Bounding', 'Unused'])
    expect(await list({ PolicyUsageFilter: 'PermissionsBoundary' })).toHaveLength(4)
    expect(await list({ OnlyAttached: true })).toEqual(['Attached', 'Both', 'Bounding'])
    expect(await list({ OnlyAttached: true, PolicyUsageFilter: 'PermissionsPolicy' })).toEqual(['Attached', 'Both'])
    expect(await list({ OnlyAttached: true, PolicyUsageFilter: 'PermissionsBoundary' })).toEqual(['Both', 'Bounding'])
    const users = async (input: object): Promise<unknown> => {
      const answer = await iam.send(new iamSdk.ListEntitiesForPolicyCommand({ PolicyArn: policyArn('Both'), ...input }))
      return [answer.PolicyUsers?.length, answer.PolicyGroups?.length, answer.PolicyRoles?.length]
    }
    expect(await users({})).toEqual([1, 1, 0])
    expect(await users({ PolicyUsageFilter: 'PermissionsPolicy' })).toEqual([0, 1, 0])
    expect(await users({ EntityFilter: 'User' })).toEqual([1, 0, 0])
    expect(await users({ EntityFilter: 'LocalManagedPolicy' })).toEqual([0, 0, 0])
  })

  it('and boundaries that are not there can not be taken away', async () => {
    await createPolicy('P')
    await iam.send(new CreateGroupCommand({ GroupName: 'G' }))
    await iam.send(new CreateUserCommand({ UserName: 'u' }))
    const detach = iam.send(new iamSdk.DetachGroupPolicyCommand({ GroupName: 'G', PolicyArn: policyArn('P') }))
    await expect(detach).rejects.toBeInstanceOf(iamSdk.NoSuchEntityException)
    const unbound = iam.send(new iamSdk.DeleteUserPermissionsBoundaryCommand({ UserName: 'u' }))
    await expect(unbound).rejects.toBeInstanceOf(iamSdk.NoSuchEntityException)
  })
})

describe('inline policies', () => {
  it('have names in any case: the first spelling is kept, and Get gives back the one asked', async () => {
    const GroupName = 'G'
    await iam.send(new CreateGroupCommand({ GroupName }))
    const put = (PolicyName: string, action: string): Promise<unknown> =>
      iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName, PolicyDocument: allowing(action) }))
    await put('MixedName', 's3:*')
    await put('mixedname', 'sqs:*')
    expect((await iam.send(new ListGroupPoliciesCommand({ GroupName }))).PolicyNames).toEqual(['MixedName'])
    const read = await iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName: 'MIXEDNAME' }))
    expect(read.PolicyName).toBe('MIXEDNAME')
    expect(decodeURIComponent(read.PolicyDocument ?? '')).toBe(allowing('sqs:*'))
    await iam.send(new iamSdk.DeleteGroupPolicyCommand({ GroupName, PolicyName: 'mixedNAME' }))
    expect((await iam.send(new ListGroupPoliciesCommand({ GroupName }))).PolicyNames).toEqual([])
  })
})

describe('the rest', () => {
  it('bounds roles, takes descriptions and trust policies, and wants them empty to go', async () => {
    const RoleName = 'Worker'
    await createPolicy('Bound')
    await iam.send(
      new iamSdk.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trusting, MaxSessionDuration: 7200 }),
    )
    await iam.send(new iamSdk.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: policyArn('Bound') }))
    await iam.send(new iamSdk.UpdateRoleCommand({ RoleName, Description: 'does the work' }))
    await iam.send(new iamSdk.TagRoleCommand({ RoleName, Tags: [{ Key: 'a', Value: 'b' }] }))
    const { Role: role } = await iam.send(new iamSdk.GetRoleCommand({ RoleName }))
    expect(role).toMatchObject({
      Description: 'does the work',
      MaxSessionDuration: 7200,
      PermissionsBoundary: { PermissionsBoundaryArn: policyArn('Bound') },
      Tags: [{ Key: 'a', Value: 'b' }],
      RoleLastUsed: {},
    })
    expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')).toBe(trusting)
    const bounding = iam.send(new DeletePolicyCommand({ PolicyArn: policyArn('Bound') }))
    await expect(bounding).rejects.toBeInstanceOf(iamSdk.DeleteConflictException)
    const distrust = new iamSdk.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: allowing('s3:*') })
    await expect(iam.send(distrust)).rejects.toBeInstanceOf(iamSdk.MalformedPolicyDocumentException)
    await iam.send(new iamSdk.DeleteRoleCommand({ RoleName }))
  })

  it('keeps 50 tags at most, one of a key in whatever case, none of AWS', async () => {
    const UserName = 'u'
    await iam.send(new CreateUserCommand({ UserName }))
    const tag = (Tags: iamSdk.Tag[]): Promise<unknown> => iam.send(new iamSdk.TagUserCommand({ UserName, Tags }))
    await tag([{ Key: 'Team', Value: 'a' }])
    await tag([{ Key: 'team', Value: 'b' }])
    expect((await iam.send(new iamSdk.ListUserTagsCommand({ UserName }))).Tags).toEqual([{ Key: 'team', Value: 'b' }])
    await expect(tag([{ Key: 'aws:x', Value: 'b' }])).rejects.toBeInstanceOf(iamSdk.InvalidInputException)
    const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }))
    await expect(tag(many)).rejects.toBeInstanceOf(iamSdk.LimitExceededException)
    await tag(many.slice(1))
  })

  it('holds passwords to the policy of the account', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'u' }))
    const create = (Password: string): Promise<unknown> =>
      iam.send(new iamSdk.CreateLoginProfileCommand({ UserName: 'u', Password, PasswordResetRequired: true }))
    await expect(create('short7A')).rejects.toBeInstanceOf(iamSdk.PasswordPolicyViolationException)
    await iam.send(new iamSdk.UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 20, RequireSymbols: true }))
    await expect(create('LongEnoughButNoSymbol1')).rejects.toBeInstanceOf(iamSdk.PasswordPolicyViolationException)
    await create('long enough, with symbols!')
    const { LoginProfile: profile } = await iam.send(new iamSdk.GetLoginProfileCommand({ UserName: 'u' }))
    expect(profile).toMatchObject({ UserName: 'u', PasswordResetRequired: true })
    await expect(create('long enough, with symbols!')).rejects.toBeInstanceOf(iamSdk.EntityAlreadyExistsException)
  })

  it('counts what there is, has one alias, and finds none of what it never holds', async () => {
    await iam.send(new CreateGroupCommand({ GroupName: 'g' }))
    await iam.send(new iamSdk.CreateAccountAliasCommand({ AccountAlias: 'first-corp' }))
    await iam.send(new iamSdk.CreateAccountAliasCommand({ AccountAlias: 'second-corp' }))
    expect((await iam.send(new iamSdk.ListAccountAliasesCommand({}))).AccountAliases).toEqual(['second-corp'])
    const { SummaryMap: summary } = await iam.send(new iamSdk.GetAccountSummaryCommand({}))
    expect(summary).toMatchObject({ Groups: 1, Users: 0, PolicySizeQuota: 6144, VersionsPerPolicyQuota: 5 })
    expect((await iam.send(new iamSdk.ListInstanceProfilesCommand({}))).InstanceProfiles).toEqual([])
    expect((await iam.send(new iamSdk.ListSAMLProvidersCommand({}))).SAMLProviderList).toEqual([])
    const missing = iam.send(new iamSdk.ListMFADevicesCommand({ UserName: 'nobody' }))
    await expect(missing).rejects.toBeInstanceOf(iamSdk.NoSuchEntityException)
  })
})
