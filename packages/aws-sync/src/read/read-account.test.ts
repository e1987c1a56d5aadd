import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  GetAccountAuthorizationDetailsCommand,
  PutUserPolicyCommand,
  TagUserCommand,
} from '@aws-sdk/client-iam'
import { diff, RolewrightError } from '@rolewright/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { apply } from '../apply/apply.ts'
import { accountId, allowing, desiredState } from '../apply/desired.testing.ts'
import { openSandbox, type Sandbox } from '../sandbox/index.ts'
import { awsClients } from './aws-clients.ts'
import { callerIdentity, requireAccount } from './caller.ts'
import { readAccount } from './read-account.ts'
import { stateFromAuthorizationDetails } from './state-from-authorization-details.ts'
import { clientsAt } from './clients-at.testing.ts'
import { openStubEndpoint, type StubAnswer, type StubEndpoint } from './stub-endpoint.testing.ts'

const open: StubEndpoint[] = []
afterEach(async () => {
  for (const endpoint of open.splice(0)) await endpoint.close()
})

async function stub(answer: Parameters<typeof openStubEndpoint>[0]): Promise<StubEndpoint> {
  const endpoint = await openStubEndpoint(answer)
  open.push(endpoint)
  return endpoint
}

async function furnished(): Promise<Sandbox> {
  const sandbox = await openSandbox({ accountId })
  const { iam } = sandbox.clients
  const desired = desiredState({
    policies: { Zebra: allowing('s3:Get*'), Ant: allowing('ec2:*') },
    groups: { Zoo: ['Zebra', 'Ant', 'arn:aws:iam::aws:policy/ReadOnlyAccess'], Alpha: [] },
    users: { zoe: ['Zoo', 'Alpha'], adam: [] },
  })
  await apply(diff(await readAccount(sandbox.clients), desired), sandbox.clients)
  const document = JSON.stringify(allowing('sqs:100%*', 's3:+*'))
  const arn = desired.policies[0]?.arn
  await iam.send(new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument: document, SetAsDefault: true }))
  await iam.send(new PutUserPolicyCommand({ UserName: 'adam', PolicyName: 'Own', PolicyDocument: document }))
  await iam.send(
    new TagUserCommand({
      UserName: 'adam',
      Tags: [
        { Key: '__proto__', Value: 'odd' },
        { Key: 'a', Value: '' },
      ],
    }),
  )
  const trust = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  }
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'machine',
      AssumeRolePolicyDocument: JSON.stringify(trust),
      PermissionsBoundary: arn,
    }),
  )
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'machine', PolicyArn: arn }))
  await iam.send(new CreatePolicyCommand({ PolicyName: 'Beetle', PolicyDocument: document }))
  await iam.send(new AddUserToGroupCommand({ GroupName: 'Alpha', UserName: 'adam' }))
  return sandbox
}

describe('readAccount', () => {
  it('reads everything, sorted, with documents decoded and all versions newest first', async () => {
    const { clients } = await furnished()
    const state = await readAccount(clients)
    expect(state.accountId).toBe(accountId)
    expect(state.groups.map(({ name }) => name)).toEqual(['Alpha', 'Zoo'])
    expect(state.users.map(({ name, groups }) => [name, groups])).toEqual([
      ['adam', ['Alpha']],
      ['zoe', ['Alpha', 'Zoo']],
    ])
    expect(state.policies.map(({ name }) => name)).toEqual(['Ant', 'Beetle', 'ReadOnlyAccess', 'Zebra'])
    const [ant] = state.policies
    expect(ant?.versions.map(({ versionId }) => versionId)).toEqual(['v2', 'v1'])
    expect(ant?.defaultVersionId).toBe('v2')
    expect(ant?.versions[0]?.document).toEqual(allowing('sqs:100%*', 's3:+*'))
    expect(state.users[0]?.inlinePolicies).toEqual([{ name: 'Own', document: allowing('sqs:100%*', 's3:+*') }])
    expect(Object.entries(state.users[0]?.tags ?? {})).toEqual([
      ['__proto__', 'odd'],
      ['a', ''],
    ])
    expect(state.roles[0]).toMatchObject({
      name: 'machine',
      permissionsBoundary: ant?.arn,
      attachedPolicies: [ant?.arn],
      trustPolicy: { Statement: { Principal: { Service: 'ec2.amazonaws.com' } } },
    })
    expect(state.groups[0]?.createdAt).toMatch(/^\d{4}-\d{2}-\d{2}T.*Z$/)
  })

  it('finds the same in the saved JSON of the command', async () => {
    const { clients } = await furnished()
    const answer = await clients.iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1000 }))
    // The command line prints documents as objects.
    const saved = JSON.stringify(answer, (key, value: unknown) =>
      key.endsWith('Document') && typeof value === 'string'
        ? (JSON.parse(decodeURIComponent(value)) as unknown)
        : value,
    )
    expect(stateFromAuthorizationDetails(saved)).toEqual(await readAccount(clients))
    expect(stateFromAuthorizationDetails(JSON.parse(saved), { accountId })).toEqual(await readAccount(clients))
  })

  const user = (name: string, groups: readonly string[] = []): string =>
    `<member><Path>/</Path><UserName>${name}</UserName><UserId>A</UserId><Arn>arn:aws:iam::${accountId}:user/${name}</Arn><CreateDate>2020-01-01T00:00:00Z</CreateDate><GroupList>${groups.map((group) => `<member>${group}</member>`).join('')}</GroupList></member>`
  const page = (users: string, marker?: string): string =>
    `<UserDetailList>${users}</UserDetailList><IsTruncated>${marker !== undefined}</IsTruncated>${marker === undefined || marker === '' ? '' : `<Marker>${marker}</Marker>`}`

  it('follows markers to the last page', async () => {
    const { clients } = await stub((operation, input) => {
      if (operation === 'GetCallerIdentity') return ''
      const at = Number(input.get('Marker') ?? 0)
      expect(input.get('MaxItems')).toBe('1000')
      return page(user(`user${at}`), at < 4 ? String(at + 1) : undefined)
    })
    expect((await readAccount(clients)).users.map(({ name }) => name)).toEqual([
      'user0',
      'user1',
      'user2',
      'user3',
      'user4',
    ])
  })

  it.each([
    ['a page that says there is more but not where', () => page(user('mary'), '')],
    [
      'a marker that leads in a circle',
      (_: string, input: URLSearchParams) => page(user(`u${input.get('Marker') ?? ''}`), 'again'),
    ],
    ['an entity that comes twice', () => page(user('mary') + user('mary'))],
    ['a user in a group that is not there', () => page(user('mary', ['Ghosts']))],
  ])('fails loudly on %s', async (_, answer) => {
    const { clients } = await stub((operation, input) =>
      operation === 'GetCallerIdentity' ? '' : answer(operation, input),
    )
    await expect(readAccount(clients)).rejects.toMatchObject({ code: 'partial-read' })
  })

  it('fails loudly when a later page fails', async () => {
    const { clients } = await stub((operation, _, earlier): StubAnswer => {
      if (operation === 'GetCallerIdentity') return ''
      return earlier === 0 ? page(user('mary'), 'next') : { status: 403, code: 'AccessDenied', message: 'no' }
    })
    await expect(readAccount(clients)).rejects.toMatchObject({ code: 'aws-access-denied' })
  })

  it('reads documents that an emulator did not encode, and names the one that cannot be read', async () => {
    const policy = (document: string): string =>
      `<Policies><member><PolicyName>P</PolicyName><Path>/</Path><Arn>arn:aws:iam::${accountId}:policy/P</Arn><DefaultVersionId>v1</DefaultVersionId><PolicyVersionList><member><VersionId>v1</VersionId><IsDefaultVersion>true</IsDefaultVersion><Document>${document}</Document></member></PolicyVersionList></member></Policies><IsTruncated>false</IsTruncated>`
    const plain = JSON.stringify(allowing('s3:100%')).replaceAll('"', '&quot;')
    const good = await stub((operation) => (operation === 'GetCallerIdentity' ? '' : policy(plain)))
    expect((await readAccount(good.clients)).policies[0]?.versions[0]?.document).toEqual(allowing('s3:100%'))
    const bad = await stub((operation) => (operation === 'GetCallerIdentity' ? '' : policy('%7B%22Statement%22%3A1')))
    await expect(readAccount(bad.clients)).rejects.toMatchObject({
      code: 'unreadable-policy',
      message: expect.stringContaining(
        `the document of policy \`arn:aws:iam::${accountId}:policy/P\`, version v1 can't be read`,
      ),
    })
  })
})

describe('stateFromAuthorizationDetails', () => {
  const user = { Path: '/', UserName: 'mary', Arn: `arn:aws:iam::${accountId}:user/mary` }
  const others = { GroupDetailList: [], RoleDetailList: [], Policies: [] }
  it.each<[string, unknown, string, string]>([
    ['what is not JSON', '{', 'unreadable-account', 'the file is not JSON: '],
    ['a list', '[]', 'unreadable-account', 'the account is not a JSON object'],
    ['something else', '{"Users":[]}', 'unreadable-account', 'none of `UserDetailList`, `GroupDetailList`, '],
    [
      'an empty account',
      { UserDetailList: [], ...others },
      'unreadable-account',
      'the file holds no user, group, role or policy',
    ],
    [
      'a wrong type',
      { UserDetailList: [user, { ...user, GroupList: 'x' }] },
      'unreadable-account',
      '`UserDetailList[1].GroupList` is wrong: ',
    ],
    ['a part', { UserDetailList: [user], GroupDetailList: [] }, 'partial-read', 'the file has no `RoleDetailList`'],
    ['a page', { UserDetailList: [user], IsTruncated: true }, 'partial-read', 'the file holds one page of the account'],
    [
      'two accounts',
      { UserDetailList: [user, { ...user, Arn: 'arn:aws:iam::444455556666:user/mary' }], ...others },
      'unreadable-account',
      'the file mixes the accounts `111122223333` and `444455556666`',
    ],
    [
      'a bad date',
      { UserDetailList: [{ ...user, CreateDate: 'yesterday' }], ...others },
      'unreadable-account',
      '`yesterday` is not a date',
    ],
  ])('refuses %s', (_, json, code, message) => {
    expect(() => stateFromAuthorizationDetails(json)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    )
  })

  it('refuses the file of another account', () => {
    expect(() =>
      stateFromAuthorizationDetails({ UserDetailList: [user], ...others }, { accountId: '444455556666' }),
    ).toThrow(expect.objectContaining({ code: 'wrong-account' }))
  })
})

describe('failures of AWS', () => {
  const failure = async (clients: Parameters<typeof readAccount>[0]): Promise<RolewrightError> => {
    const error: unknown = await readAccount(clients).catch((thrown: unknown) => thrown)
    if (error instanceof RolewrightError) return error
    throw new Error('not a RolewrightError', { cause: error })
  }

  it.each([
    [
      'AccessDenied',
      403,
      'aws-access-denied',
      'let these credentials `iam:GetAccountAuthorizationDetails`, or use others',
    ],
    ['ExpiredToken', 403, 'aws-expired-credentials', 'sign in again and run it again'],
    ['InvalidClientTokenId', 403, 'aws-bad-credentials', 'check `AWS_PROFILE`, '],
    ['SignatureDoesNotMatch', 403, 'aws-bad-credentials', 'check `AWS_PROFILE`, '],
    ['Throttling', 400, 'aws-throttled', 'wait a minute and run it again'],
    ['LimitExceeded', 409, 'aws-limit', 'raise the quota where AWS lets you, or need fewer'],
    ['ServiceFailure', 500, 'aws-error', 'see what AWS says, mend it, and run it again'],
  ])('says what %s means and what to do', async (code, status, ours, hint) => {
    const { clients } = await stub((operation) =>
      operation === 'GetCallerIdentity' ? '' : { status, code, message: 'It says no.\nToken=FwoGZXIvYXdz' },
    )
    const error = await failure(clients)
    expect(error.code).toBe(ours)
    expect(error.message).not.toMatch(/\n|FwoGZX|\.$/)
    expect(error.hint).toContain(hint)
  })

  it('says that the endpoint does not answer', async () => {
    const endpoint = await stub(() => '')
    await endpoint.close()
    open.splice(0)
    expect(await failure(clientsAt(endpoint.url))).toMatchObject({ code: 'aws-unreachable' })
    expect(await failure(clientsAt('http://nowhere.invalid'))).toMatchObject({ code: 'aws-unreachable' })
  })

  it('says that something else than AWS answers', async () => {
    const { clients } = await stub((operation) => (operation === 'GetCallerIdentity' ? '<Something/>' : ''))
    expect(await failure(clients)).toMatchObject({
      code: 'aws-error',
      message: 'the endpoint answers `sts:GetCallerIdentity` without an account number and ARN',
    })
  })

  it('refuses another account than the one meant', async () => {
    const { clients } = await stub(() => '')
    expect((await requireAccount(clients, accountId)).arn).toBe(`arn:aws:iam::${accountId}:user/mary`)
    await expect(requireAccount(clients, '444455556666')).rejects.toMatchObject({
      code: 'wrong-account',
      message: 'the account that answers is `111122223333`, meant is `444455556666`',
    })
  })
})

describe('awsClients', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  it('takes endpoint, credentials and region from the environment, and needs no region', async () => {
    const endpoint = await stub(() => '')
    for (const key of Object.keys(process.env)) if (key.startsWith('AWS_')) vi.stubEnv(key, undefined)
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials')
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
    vi.stubEnv('AWS_ENDPOINT_URL', endpoint.url)
    await expect(callerIdentity(awsClients())).rejects.toMatchObject({ code: 'aws-no-credentials' })
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
    expect(await callerIdentity(awsClients())).toMatchObject({ accountId })
    expect(await awsClients().iam.config.region()).toBe('us-east-1')
    vi.stubEnv('AWS_REGION', 'eu-west-1')
    expect(await awsClients().iam.config.region()).toBe('eu-west-1')
    expect(await awsClients({ region: 'ap-south-1' }).iam.config.region()).toBe('ap-south-1')
    const mode = awsClients().iam.config.retryMode
    expect(typeof mode === 'function' ? await mode() : mode).toBe('adaptive')
  })
})
