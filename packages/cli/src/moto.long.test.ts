import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateUserCommand,
  DetachGroupPolicyCommand,
  GetGroupCommand,
  GetUserCommand,
  IAMClient,
  ListAttachedUserPoliciesCommand,
  PutGroupPolicyCommand,
  GetGroupPolicyCommand,
} from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Moto, startMoto } from '../../aws-sync/src/sandbox/moto.testing.ts'
import { createProject, type Project } from './testing/project.testing.ts'
import { rolewright } from './testing/rolewright.testing.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const accountId = '111122223333'
const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }],
})

let moto: Moto
let iam: IAMClient
let company: Project
const run = (...args: readonly string[]): ReturnType<typeof rolewright> =>
  rolewright(company.folder, [...args, '--account', 'dev'], {
    env: {
      AWS_ENDPOINT_URL: moto.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
  })

beforeAll(async () => {
  moto = await startMoto(accountId)
  iam = new IAMClient({
    endpoint: moto.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  company = createProject(exampleCompany())
  await iam.send(new CreateGroupCommand({ GroupName: 'Contractors' }))
  await iam.send(
    new PutGroupPolicyCommand({ GroupName: 'Contractors', PolicyName: 'queues', PolicyDocument: document }),
  )
  const { Policy: policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'Queues', PolicyDocument: document }))
  await iam.send(new CreateUserCommand({ UserName: 'robot' }))
  await iam.send(new AttachUserPolicyCommand({ UserName: 'robot', PolicyArn: policy?.Arn }))
}, 120_000)

afterAll(() => {
  moto?.stop()
  company?.remove()
})

/** The repository's own example, as a user would have it in a folder. */
function exampleCompany(): Record<string, string> {
  const files = readdirSync(join(root, 'roles'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
  return Object.fromEntries(
    [...files, 'rolewright.config.ts', 'aws-managed.lock.json'].map((file) => [
      file,
      readFileSync(join(root, file), 'utf8'),
    ]),
  )
}

describe('the example company on moto, by AWS_ENDPOINT_URL alone', () => {
  it('plans, applies, and has nothing left to do', async () => {
    const planned = await run('plan', '--exit-code')
    expect(planned.stderr).toBe('')
    expect(planned.code).toBe(2)
    // Two at once: moto lets a policy's name exist under two paths, and still one alone gets through.
    const applied = await Promise.all([run('apply', '--yes'), run('apply', '--yes')])
    expect(
      applied.map(({ code }) => code ?? -1).toSorted((a, b) => a - b),
      applied.map(({ stderr }) => stderr).join('\n'),
    ).toEqual([0, 1])
    // Whoever comes while the other applies is held off by its lock; whoever planned before it ended, by what it has changed.
    expect(applied.find(({ code }) => code === 1)?.stderr).toMatch(
      /error (?:apply-locked: .+ is changing this account right now, so nothing was changed|stale-plan: the account .+ has changed since this plan was made)/,
    )
    const again = await run('plan', '--exit-code', '--json')
    expect(again.code, again.stdout).toBe(0)
    // Who has not signed in yet waits in enrolment.
    const members = await iam.send(new GetGroupCommand({ GroupName: 'Enrolment-example' }))
    expect(members.Users?.map((user) => user.UserName).toSorted()).toEqual([
      'diego.ramirez@examplecorp.com',
      'mary.major@examplecorp.com',
    ])
  }, 300_000)

  it('finds what somebody changed by hand, and repairs it', async () => {
    const arn = (name: string): string => `arn:aws:iam::${accountId}:policy/rolewright/example/${name}`
    await iam.send(
      new CreatePolicyVersionCommand({ PolicyArn: arn('ReadBills'), PolicyDocument: document, SetAsDefault: true }),
    )
    await iam.send(new DetachGroupPolicyCommand({ GroupName: 'DataScientist', PolicyArn: arn('ExperimentData') }))
    const drifted = await run('drift')
    expect(drifted.code).toBe(2)
    expect(drifted.stdout).toContain('ReadBills')
    expect(drifted.stdout).toContain('ExperimentData')
    const repaired = await run('apply', '--yes', '--max-loss', '100%')
    expect(repaired.code, repaired.stderr).toBe(0)
    expect((await run('drift')).code).toBe(0)
  }, 300_000)

  it('has left alone what is foreign', async () => {
    const inline = await iam.send(new GetGroupPolicyCommand({ GroupName: 'Contractors', PolicyName: 'queues' }))
    expect(JSON.parse(decodeURIComponent(inline.PolicyDocument ?? ''))).toEqual(JSON.parse(document))
    const attached = await iam.send(new ListAttachedUserPoliciesCommand({ UserName: 'robot' }))
    expect(attached.AttachedPolicies?.map((policy) => policy.PolicyName)).toEqual(['Queues'])
  })

  it('gives somebody a password and a key, finds what is wrong with them, and takes everything away again', async () => {
    const user = 'mary.major@examplecorp.com'
    const onboard = ['people', 'onboard', 'mary-major', '--access-key', 'the nightly export runs elsewhere']
    const onboarded = await run(...onboard, '--yes', '--secrets', 'mary.txt', '--json')
    expect(onboarded.code, onboarded.stderr).toBe(0)
    expect(company.files()['mary.txt']).toMatch(/^password: +\S{24}/m)
    const reviewed = await run('people', 'review', '--json')
    const { findings }: { findings: readonly { code: string }[] } = JSON.parse(reviewed.stdout)
    expect(findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['RW-KEY-UNUSED', 'RW-PASSWORD-UNUSED']))
    const offboarded = await run('people', 'offboard', 'mary-major', '--yes', '--json')
    expect(offboarded.code, offboarded.stderr).toBe(0)
    const { offboarded: evidence } = JSON.parse(offboarded.stdout)
    // moto has no event history: that is told, and stands in nobody's way.
    expect(evidence).toMatchObject({
      user,
      before: { groups: ['Enrolment-example'] },
      trail: { read: false },
    })
    await expect(iam.send(new GetUserCommand({ UserName: user }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    })
  }, 120_000)
})
