import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { diff, parsePolicy, reviewSchema } from '@rolewright/core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { apply } from '../apply/apply.ts'
import { accountId, allowing, desiredState } from '../apply/desired.testing.ts'
import { readAccount } from '../read/read-account.ts'
import { readTrail } from '../read/read-trail.ts'
import { openSandbox, type Sandbox } from '../sandbox/index.ts'

const run = promisify(execFile)
const LARGEST = 3_000_000
const DAY_MS = 86_400_000
const packageFolder = join(import.meta.dirname, '../..')
const templates = join(packageFolder, '../cli/templates/lambda')

const CONFIG = `import { allow, defineAccount, defineConfig, defineModel, definePerson, definePolicy, defineRole, defineTask } from '@rolewright/core'

const policy = (name, actions) => definePolicy({ name, statements: [allow({ actions, resources: ['*'] })] })
const send = defineTask({ id: 'send', title: 'Send', policies: [policy('Queue', ['sqs:*', 'sns:*'])] })
const store = defineTask({ id: 'store', title: 'Store', policies: [policy('Table', ['dynamodb:*'])] })
const sender = defineRole({ id: 'sender', title: 'Sender', owner: 'it@example.com', justification: 'x', tasks: [send, store] })
const mary = definePerson({ id: 'mary', userName: 'mary', name: 'Mary', roles: [sender] })
const dev = defineAccount({ id: 'dev', accountId: '${accountId}' })
const model = defineModel({ id: 'test', roles: [sender], people: [mary], accounts: [dev] })
export default defineConfig({ model })
`

let folder: string
let task: string
beforeAll(async () => {
  // Beside the sources, where the workspace's packages are found.
  folder = await mkdtemp(join(packageFolder, '.lambda-'))
  // Where the function runs: nothing else is there.
  task = await mkdtemp(join(tmpdir(), 'task-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await rm(task, { recursive: true })
})

/** A bucket: keeps what is put, and refuses what is there as S3 does. */
async function openBucket() {
  const objects = new Map<string, string>()
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      const key = new URL(request.url ?? '', 'http://s3').pathname
      const taken = request.headers['if-none-match'] === '*' && objects.has(key)
      if (!taken) objects.set(key, body)
      response.statusCode = taken ? 412 : 200
      response.end(taken ? '<Error><Code>PreconditionFailed</Code><Message>there</Message></Error>' : '')
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port }: AddressInfo = Object.assign({ port: 0, address: '', family: '' }, server.address())
  return { objects, url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

/** The actions that the template gives the function for reading the account. */
async function templateActions(): Promise<readonly string[]> {
  const template = await readFile(join(templates, 'template.yaml'), 'utf8')
  const [, list = ''] = /Sid: ReadRolesAndTheirUse\n[^]*?Action:\n((?: +- \S+\n)+)/.exec(template) ?? []
  return [...list.matchAll(/- (\S+)/g)].map(([, action = '']) => action)
}

/** The credentials of the function: a session of a role that may do what the template says. */
async function functionCredentials(sandbox: Sandbox): Promise<Readonly<Record<string, string>>> {
  const { iam, sts } = sandbox.clients
  const statement = { Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:AssumeRole' }
  const trust = JSON.stringify({ Version: '2012-10-17', Statement: statement })
  await iam.send(new CreateRoleCommand({ RoleName: 'function', AssumeRolePolicyDocument: trust }))
  const document = allowing(...(await templateActions()))
  const given = {
    RoleName: 'function',
    PolicyName: 'ReviewRoles',
    PolicyDocument: JSON.stringify(parsePolicy(document)),
  }
  await iam.send(new PutRolePolicyCommand(given))
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${accountId}:role/function`, RoleSessionName: 'review' }),
  )
  return {
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: Credentials?.SessionToken ?? '',
  }
}

it('is one file under 3 MB, made as the template says', async () => {
  const entry = await readFile(join(templates, 'review.ts'), 'utf8')
  await copyFile(join(templates, 'review.ts'), join(folder, 'review.ts'))
  await writeFile(join(folder, 'rolewright.config.ts'), CONFIG)
  const [, command = ''] = /^\/\/ +npx rolldown (.+)$/m.exec(entry) ?? []
  await run(process.execPath, [join(packageFolder, 'node_modules/rolldown/bin/cli.mjs'), ...command.split(' ')], {
    cwd: folder,
  })
  await copyFile(join(folder, 'dist/review.mjs'), join(task, 'review.mjs'))
  expect((await stat(join(task, 'review.mjs'))).size).toBeLessThan(LARGEST)
}, 60_000)

it('reviews an account with the rights of the template alone, into a bucket where it never overwrites', async () => {
  let ago = 200 * DAY_MS
  const sandbox = await openSandbox({ accountId, clock: () => new Date(Date.now() - ago) })
  const desired = desiredState({
    policies: { Queue: allowing('sqs:*', 'sns:*'), Table: allowing('dynamodb:*') },
    groups: { Sender: ['Queue', 'Table'] },
    users: { mary: ['Sender'] },
  })
  await apply(diff(await readAccount(sandbox.clients), desired), sandbox.clients)
  ago = 0
  await sandbox.use([{ user: 'mary', action: 'sqs:SendMessage', at: new Date(Date.now() - 10 * DAY_MS) }])
  const credentials = await functionCredentials(sandbox)
  const server = await sandbox.listen(0)
  const bucket = await openBucket()
  await mkdir(join(task, 'tmp'))
  const invoke = async (env: Readonly<Record<string, string>>): Promise<string> => {
    const event = { 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} }
    const script = `const { handler } = await import(${JSON.stringify(join(task, 'review.mjs'))})\nprocess.stdout.write(JSON.stringify(await handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 900000 }).catch((error) => ({ code: error.code, message: error.message }))))`
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
      cwd: task,
      // What Lambda sets, and nothing of the developer's; there is no home, and no configuration.
      env: {
        PATH: '/usr/bin:/bin',
        TZ: ':UTC',
        LANG: 'en_US.UTF-8',
        TMPDIR: join(task, 'tmp'),
        AWS_REGION: 'us-east-1',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_LAMBDA_FUNCTION_NAME: 'review',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
        LAMBDA_TASK_ROOT: task,
        AWS_ENDPOINT_URL: server.url,
        AWS_ENDPOINT_URL_S3: bucket.url,
        ...credentials,
        ...env,
      },
    })
    return stdout
  }
  try {
    const name = (key: string): string => `/company-reviews/${key}`
    const first: { key: string } = JSON.parse(await invoke({ ROLEWRIGHT_BUCKET: 'company-reviews' }))
    expect(first).toEqual({
      bucket: 'company-reviews',
      key: expect.stringMatching(new RegExp(`^reviews/\\d{4}-\\d\\d-\\d\\d-${accountId}\\.json$`)),
      proposals: 3,
    })
    const second: { key: string } = JSON.parse(await invoke({ ROLEWRIGHT_BUCKET: 'company-reviews' }))
    expect(second.key).toBe(first.key.replace('.json', '-2.json'))
    expect([...bucket.objects.keys()]).toEqual([name(first.key), name(second.key)])
    const review = reviewSchema.parse(JSON.parse(bucket.objects.get(name(first.key)) ?? ''))
    expect(review).toMatchObject({ accountId, windowDays: 90, notEnoughHistory: [] })
    expect(review.proposals.map(({ kind, removed }) => [kind, ...removed.map(({ what }) => what)])).toEqual([
      ['narrow-statement', 'sns'],
      ['remove-statement', 'dynamodb'],
      ['drop-task', 'dynamodb'],
    ])
    expect(JSON.parse(await invoke({}))).toEqual({
      code: 'lambda-setup',
      message: 'there is no bucket to write reviews to',
    })
    // Not one right too many.
    const events = await readTrail(sandbox.clients, { regions: ['us-east-1'], perSecond: Infinity })
    const asked = events.filter(({ actor }) => actor.kind === 'assumed-role' && !actor.arn.includes('mary'))
    const named = new Set(asked.map(({ source, name: operation }) => `${source.split('.')[0] ?? ''}:${operation}`))
    expect([...named].filter((action) => action !== 'sts:GetCallerIdentity').toSorted()).toEqual(
      await templateActions(),
    )
  } finally {
    bucket.close()
    await server.close()
  }
}, 60_000)
