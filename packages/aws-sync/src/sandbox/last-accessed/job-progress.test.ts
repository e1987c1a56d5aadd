import {
  CreateUserCommand,
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsWithEntitiesCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { beforeEach, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../open-sandbox.ts'

const Arn = 'arn:aws:iam::111122223333:user/ana'
const start = new Date('2026-06-01T00:00:00Z')
let now = start
let sandbox: Sandbox
beforeEach(async () => {
  now = start
  sandbox = await openSandbox({ accountId: '111122223333', clock: () => now })
  await sandbox.clients.iam.send(new CreateUserCommand({ UserName: 'ana' }))
})

const after = (milliseconds: number): Date => (now = new Date(start.getTime() + milliseconds))

async function jobOf(action: string): Promise<string> {
  const { iam } = sandbox.clients
  const Statement = { Effect: 'Allow', Action: action, Resource: '*' }
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
  await iam.send(new PutUserPolicyCommand({ UserName: 'ana', PolicyName: 'own', PolicyDocument }))
  const { JobId = '' } = await iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn }))
  return JobId
}

const look = async (JobId: string): Promise<unknown> => {
  const got = await sandbox.clients.iam.send(new GetServiceLastAccessedDetailsCommand({ JobId, MaxItems: 1 }))
  return got.JobCompletionDate ?? got.JobStatus
}

it.each([
  { action: 's3:*', looks: 1, milliseconds: 2500 },
  { action: '*', looks: 2, milliseconds: 6000 },
])(
  'a job over $action is done when it was seen in progress $looks times, or after $milliseconds ms',
  async ({ action, looks, milliseconds }) => {
    const watched = await jobOf(action)
    const left = await jobOf(action)
    after(100)
    for (let count = 0; count < looks; count++) expect(await look(watched)).toBe('IN_PROGRESS')
    expect(await look(watched)).toEqual(after(100))
    const before = await jobOf(action)
    after(milliseconds - 1)
    expect(await look(before)).toBe('IN_PROGRESS')
    after(milliseconds)
    expect(await look(left)).toEqual(after(milliseconds))
    after(600_000)
    expect(await look(watched)).toEqual(new Date(start.getTime() + 100))
    expect(await look(left)).toEqual(new Date(start.getTime() + milliseconds))
  },
)

it('both ways of reading a job look at the same', async () => {
  const JobId = await jobOf('s3:*')
  const ask = new GetServiceLastAccessedDetailsWithEntitiesCommand({ JobId, ServiceNamespace: 's3' })
  expect((await sandbox.clients.iam.send(ask)).JobStatus).toBe('IN_PROGRESS')
  expect(await look(JobId)).toEqual(start)
})
