import { afterAll, expect, test } from 'vitest'
import { type AwsStub, callerIdentityOf, startAwsStub, type StubAnswer } from './testing/aws-stub.testing.ts'
import { createProject } from './testing/project.testing.ts'
import { type Ran, rolewright } from './testing/rolewright.testing.ts'

const project = createProject()
const stubs: AwsStub[] = []
afterAll(async () => {
  project.remove()
  for (const stub of stubs) await stub.close()
})

/** Applies against an endpoint that answers as told; every file stays, and nothing but questions is asked. */
async function applied(answer: (operation: string) => StubAnswer): Promise<Ran> {
  const stub = await startAwsStub(answer)
  stubs.push(stub)
  const before = project.files()
  const ran = await appliedAt(stub.url)
  expect(stub.asked.length).toBeGreaterThan(0)
  expect(stub.asked.filter((operation) => !operation.startsWith('Get'))).toEqual([])
  expect(project.files()).toEqual(before)
  return ran
}

function appliedAt(url: string): Promise<Ran> {
  return rolewright(project.folder, ['apply', '--yes'], {
    env: {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
      AWS_REGION: 'us-east-1',
      AWS_MAX_ATTEMPTS: '1',
    },
  })
}

test.concurrent('says which permission is missing', async () => {
  const message = 'User: administrator is not authorized to perform: iam:GetAccountAuthorizationDetails'
  const ran = await applied((operation) =>
    operation === 'GetCallerIdentity'
      ? callerIdentityOf('111122223333')
      : { status: 403, code: 'AccessDenied', message },
  )
  expect(ran.code).toBe(1)
  expect(ran.stderr).toBe(
    `error aws-access-denied: AWS refuses \`iam:GetAccountAuthorizationDetails\`: ${message}\n` +
      '  mend:  let these credentials `iam:GetAccountAuthorizationDetails`, or use others\n',
  )
})

test.concurrent('refuses an account other than the one meant', async () => {
  const ran = await applied(() => callerIdentityOf('999900001111'))
  expect(ran.code).toBe(1)
  expect(ran.stderr).toBe(
    'error wrong-account: the account that answers is `999900001111`, meant is `111122223333`\n' +
      '  mend:  use credentials of `111122223333`, or name another account with `--account`\n',
  )
})

test.concurrent('says that the credentials are not accepted', async () => {
  const message = 'The security token included in the request is invalid.'
  const ran = await applied(() => ({ status: 403, code: 'InvalidClientTokenId', message }))
  expect(ran.code).toBe(1)
  expect(ran.stderr).toMatch(
    /^error aws-bad-credentials: AWS does not accept these credentials: .+\n {2}mend: {2}.+\n$/,
  )
})

test.concurrent('says that an endpoint does not answer', async () => {
  const stub = await startAwsStub(() => callerIdentityOf('111122223333'))
  await stub.close()
  const before = project.files()
  const ran = await appliedAt(stub.url)
  expect(ran.code).toBe(1)
  expect(ran.stderr).toMatch(
    /^error aws-unreachable: the endpoint does not answer `sts:GetCallerIdentity`: .+\n {2}mend: {2}.+\n$/,
  )
  expect(project.files()).toEqual(before)
})

test.concurrent('says how to sign in when there are no credentials', async () => {
  const ran = await rolewright(project.folder, ['plan'])
  expect(ran.code).toBe(1)
  expect(ran.stderr).toMatch(/^error aws-no-credentials: .+\n {2}mend: {2}.+`--sandbox`\n$/)
})
