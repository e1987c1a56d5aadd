import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { CreatePolicyVersionCommand, GetPolicyCommand, PutGroupPolicyCommand } from '@aws-sdk/client-iam'
import { type AccountState, awsCliScript, diff, LOCK_SUBJECT } from '@rolewright/core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readAccount } from '../read/read-account.ts'
import { readTrail } from '../read/read-trail.ts'
import { openSandbox, type Sandbox, type SandboxServer } from '../sandbox/index.ts'
import { apply } from './apply.ts'
import { accountId, allowing, desiredState, ownedPath } from './desired.testing.ts'

const run = promisify(execFile)
const programs = fileURLToPath(new URL('../../../../.venv/bin', import.meta.url))

const before = desiredState({
  policies: { Edited: allowing('ce:Get*'), Reset: allowing('glue:Get*'), Doomed: allowing('sns:*') },
  groups: { Clerk: ['Doomed'], Gone: ['Edited'], Engineer: ['Reset'] },
  users: { mary: ['Clerk', 'Gone'] },
})
const plain = desiredState({
  policies: { Edited: allowing('ce:*'), Reset: allowing('glue:Get*'), Made: allowing('logs:Get*') },
  groups: { Clerk: ['Edited', 'Made'], Engineer: ['Reset'], Fresh: ['Made'] },
  users: { mary: ['Engineer'], 'diego@example.com': ['Fresh'] },
})
/** Texts that would mean something to a shell, or to the AWS CLI itself. */
const odd = { path: 'file:///etc/passwd', list: `-'"$(touch "$MARK")\`touch "$MARK"\`\\` }
const after: AccountState = {
  ...plain,
  policies: plain.policies.map((policy) => (policy.name === 'Made' ? { ...policy, description: odd.list } : policy)),
  users: plain.users.map((user) =>
    user.name === 'mary' ? user : { ...user, tags: { note: 'file:///etc/passwd', team: '-a' } },
  ),
}

let sandbox: Sandbox
let server: SandboxServer
let folder = ''
beforeEach(async () => {
  sandbox = await openSandbox({ accountId })
  server = await sandbox.listen(0)
  folder = await mkdtemp(join(tmpdir(), 'script-'))
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

/** An account with something of every kind to change: five versions, an edited document, one set back, an inline policy. */
async function lay(): Promise<void> {
  const { clients } = sandbox
  await apply(diff(await readAccount(clients), before), clients)
  const arn = (name: string): string => `arn:aws:iam::${accountId}:policy${ownedPath}${name}`
  for (const action of ['a', 'b', 'c', 'd']) {
    const PolicyDocument = JSON.stringify(allowing(`ce:Get${action}*`))
    await clients.iam.send(
      new CreatePolicyVersionCommand({ PolicyArn: arn('Edited'), PolicyDocument, SetAsDefault: true }),
    )
  }
  const PolicyDocument = JSON.stringify(allowing('glue:*'))
  await clients.iam.send(
    new CreatePolicyVersionCommand({ PolicyArn: arn('Reset'), PolicyDocument, SetAsDefault: true }),
  )
  await clients.iam.send(new PutGroupPolicyCommand({ GroupName: 'Clerk', PolicyName: 'Own', PolicyDocument }))
}

async function runScript(script: string): Promise<{ readonly code: number; readonly stderr: string }> {
  if (!existsSync(join(programs, 'aws'))) {
    throw new Error(
      "the AWS CLI is not installed: run `python3 -m venv .venv && .venv/bin/pip install 'awscli==1.46.3'`",
    )
  }
  const file = join(folder, 'plan.sh')
  await writeFile(file, script)
  const env = {
    ...process.env,
    PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}`,
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'a-very-secret-key',
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/nowhere/config',
    MARK: join(folder, 'mark'),
  }
  return run('bash', [file], { env }).then(
    () => ({ code: 0, stderr: '' }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
  )
}

it('run by the AWS CLI, does what the plan says, call by call, and nothing of what its texts say', async () => {
  await lay()
  const plan = diff(await readAccount(sandbox.clients), after, { prune: true })
  expect([...new Set(plan.changes.map(({ kind }) => kind))].toSorted()).toEqual([
    'add-member',
    'attach-policy',
    'create-group',
    'create-policy',
    'create-user',
    'delete-group',
    'delete-inline-policy',
    'delete-policy',
    'detach-policy',
    'remove-member',
    'set-default-version',
    'update-policy',
  ])
  const earlier = (await sandbox.now()).getTime()
  const known = new Set(
    (await readTrail(sandbox.clients, { regions: ['us-east-1'], perSecond: Infinity })).map(({ id }) => id),
  )
  expect(await runScript(awsCliScript(plan))).toEqual({ code: 0, stderr: '' })
  const state = await readAccount(sandbox.clients)
  expect(diff(state, after, { prune: true }).changes).toEqual([])
  const PolicyArn = `arn:aws:iam::${accountId}:policy${ownedPath}Made`
  const { Policy: made } = await sandbox.clients.iam.send(new GetPolicyCommand({ PolicyArn }))
  expect(made?.Description).toBe(odd.list)
  expect(state.users.find(({ name }) => name === 'diego@example.com')?.tags).toEqual({ note: odd.path, team: '-a' })
  expect(existsSync(join(folder, 'mark'))).toBe(false)
  const events = await readTrail(sandbox.clients, {
    regions: ['us-east-1'],
    perSecond: Infinity,
    from: new Date(earlier - 1000),
  })
  const changed = events.filter(
    ({ id, readOnly, source }) => !known.has(id) && readOnly === false && source === 'iam.amazonaws.com',
  )
  expect(changed.map(({ name }) => name).toSorted()).toEqual(
    plan.calls.flatMap(({ subject, operation }) => (subject === LOCK_SUBJECT ? [] : [operation])).toSorted(),
  )
})

it('changes nothing in another account, and stops at the first call that fails', async () => {
  const plan = diff(await readAccount(sandbox.clients), plain)
  const elsewhere = awsCliScript({ ...plan, accountId: '444455556666' })
  expect(await runScript(elsewhere)).toEqual({
    code: 1,
    stderr: `these credentials are of the account ${accountId}, this plan is for 444455556666; nothing was changed\n`,
  })
  expect((await readAccount(sandbox.clients)).policies).toEqual([])
  const [first, ...more] = plan.changes
  if (first === undefined) throw new Error('there is nothing to change')
  const twice = await runScript(awsCliScript({ ...plan, changes: [first, first, ...more] }))
  expect(twice.code).not.toBe(0)
  expect(twice.stderr).toContain('EntityAlreadyExists')
  expect((await readAccount(sandbox.clients)).policies).toHaveLength(1)
})
