import { CreateGroupCommand, GetGroupCommand } from '@aws-sdk/client-iam'
import { afterEach, expect, it } from 'vitest'
import { errorName } from './aws-error.ts'
import { readAccount } from './read-account.ts'
import { openStubEndpoint, type StubAnswer, type StubEndpoint } from './stub-endpoint.testing.ts'

// What emulators of AWS do otherwise, and nothing of it changes what is meant.

let stub: StubEndpoint
afterEach(() => stub.close())

const open = async (answer: (input: URLSearchParams) => StubAnswer): Promise<StubEndpoint> => {
  stub = await openStubEndpoint((operation, input) => (operation === 'GetCallerIdentity' ? '' : answer(input)))
  return stub
}

const DOCUMENT = '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'

const policy = (document: string): string =>
  `<Policies><member><PolicyName>P</PolicyName><Arn>arn:aws:iam::111122223333:policy/team/a/P</Arn><DefaultVersionId>v1</DefaultVersionId>
   <PolicyVersionList><member><VersionId>v1</VersionId><Document>${document}</Document></member></PolicyVersionList></member></Policies>`

it('reads a path that only the ARN has, and does without dates, tags and empty lists', async () => {
  const { clients } = await open(
    () => `<UserDetailList><member><UserName>mary</UserName><Arn>arn:aws:iam::111122223333:user/mary</Arn></member></UserDetailList>
    ${policy(encodeURIComponent(DOCUMENT))}`,
  )
  const state = await readAccount(clients)
  expect(state.users).toEqual([
    {
      name: 'mary',
      path: '/',
      arn: 'arn:aws:iam::111122223333:user/mary',
      groups: [],
      attachedPolicies: [],
      inlinePolicies: [],
      tags: {},
    },
  ])
  expect(state.policies).toMatchObject([{ name: 'P', path: '/team/a/' }])
})

it('reads a document with blanks as plus signs, and keeps a plus sign that is meant', async () => {
  const { clients } = await open(() =>
    policy(
      '%7B%22Version%22%3A+%222012-10-17%22%2C+%22Statement%22%3A+%5B%7B%22Effect%22%3A+%22Allow%22%2C+%22Action%22%3A+%22s3%3A%2A%22%2C+%22Resource%22%3A+%22arn%3Aaws%3As3%3A%3A%3Aa%2Bb%22%7D%5D%7D',
    ),
  )
  expect((await readAccount(clients)).policies[0]?.versions[0]?.document).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::a+b' }],
  })
})

it('goes on at a marker that stands without a word of truncation', async () => {
  const group = (name: string): string =>
    `<GroupDetailList><member><GroupName>${name}</GroupName><Path>/</Path><Arn>arn:aws:iam::111122223333:group/${name}</Arn></member></GroupDetailList>`
  const { clients } = await open((input) =>
    input.has('Marker') ? `${group('B')}<Marker></Marker>` : `${group('A')}<Marker>next</Marker>`,
  )
  expect((await readAccount(clients)).groups.map(({ name }) => name)).toEqual(['A', 'B'])
})

it.each([
  [404, 'NotFound', 'The group was not found', 'NoSuchEntity'],
  [404, 'NoSuchEntityException', 'gone', 'NoSuchEntity'],
  [409, 'Conflict', 'Group Clerk already exists', 'EntityAlreadyExists'],
  [409, 'EntityAlreadyExistsException', 'twice', 'EntityAlreadyExists'],
  [409, 'DeleteConflict', 'It already exists in a group', 'DeleteConflict'],
  [404, 'PageMissing', 'no such page', 'PageMissing'],
  [403, 'AccessDenied', 'not found', 'AccessDenied'],
])('takes %i %s (%s) for %s', async (status, code, message, meant) => {
  const { clients } = await open(() => ({ status, code, message }))
  const failures = await Promise.all([
    clients.iam.send(new GetGroupCommand({ GroupName: 'a' })).then(() => 'no failure', errorName),
    clients.iam.send(new CreateGroupCommand({ GroupName: 'a' })).then(() => 'no failure', errorName),
  ])
  expect(failures).toEqual([meant, meant])
})
