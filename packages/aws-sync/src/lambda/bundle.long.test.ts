import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { diff, reviewSchema } from '@rolewright/core'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { apply } from '../apply/apply.ts'
import { accountId, allowing, desiredState } from '../apply/desired.testing.ts'
import { readAccount } from '../read/read-account.ts'
import { openSandbox } from '../sandbox/index.ts'

const run = promisify(execFile)
const LARGEST = 3_000_000

const ENTRY = `import { allow, defineAccount, defineModel, definePolicy, defineRole, defineTask } from '@rolewright/core'
import { reviewHandler } from '@rolewright/aws-sync/lambda'

const queue = definePolicy({ name: 'Queue', statements: [allow({ actions: ['sqs:*', 's3:*'], resources: ['*'] })] })
const send = defineTask({ id: 'send', title: 'Send', policies: [queue] })
const sender = defineRole({ id: 'sender', title: 'Sender', owner: 'it@example.com', justification: 'x', tasks: [send] })
const dev = defineAccount({ id: 'dev', accountId: '${accountId}' })
const model = defineModel({ id: 'example', roles: [sender], people: [], accounts: [dev] })
export const handler = reviewHandler({ model })
`

let dir: string
beforeAll(async () => {
  // Beside the sources, where the workspace's packages are found.
  dir = await mkdtemp(join(import.meta.dirname, '../../.lambda-'))
  await mkdir(join(dir, 'out'))
})
afterAll(() => rm(dir, { recursive: true }))

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

it('is under 3 MB, and reviews an account over HTTP into a bucket that it never overwrites', async () => {
  await writeFile(join(dir, 'review.ts'), ENTRY)
  const bundle = await rolldown({ input: join(dir, 'review.ts'), platform: 'node' })
  const { output } = await bundle.write({
    dir: join(dir, 'out'),
    format: 'esm',
    minify: true,
    entryFileNames: 'review.mjs',
  })
  await bundle.close()
  const size = output.reduce((sum, file) => sum + Buffer.byteLength(file.type === 'chunk' ? file.code : file.source), 0)
  expect(size).toBeLessThan(LARGEST)

  const sandbox = await openSandbox({ accountId })
  const desired = desiredState({
    policies: { Queue: allowing('sqs:*', 's3:*') },
    groups: { Sender: ['Queue'] },
    users: { mary: ['Sender'] },
  })
  await apply(diff(await readAccount(sandbox.clients), desired), sandbox.clients)
  await sandbox.advance({ months: 7 })
  await sandbox.use([{ user: 'mary', action: 'sqs:SendMessage' }])
  const server = await sandbox.listen(0)
  const bucket = await openBucket()
  const invoke = async (env: Readonly<Record<string, string>>): Promise<string> => {
    const script = `const { handler } = await import(${JSON.stringify(join(dir, 'out/review.mjs'))})\nprocess.stdout.write(JSON.stringify(await handler({}).catch((error) => ({ code: error.code, message: error.message }))))`
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
      env: {
        PATH: process.env['PATH'],
        AWS_REGION: 'us-east-1',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'x',
        AWS_ENDPOINT_URL: server.url,
        AWS_ENDPOINT_URL_S3: bucket.url,
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
      proposals: expect.any(Number),
    })
    const second: { key: string } = JSON.parse(await invoke({ ROLEWRIGHT_BUCKET: 'company-reviews' }))
    expect(second.key).toBe(first.key.replace('.json', '-2.json'))
    expect([...bucket.objects.keys()]).toEqual([name(first.key), name(second.key)])
    const review = reviewSchema.parse(JSON.parse(bucket.objects.get(name(first.key)) ?? ''))
    expect(review.accountId).toBe(accountId)
    expect(JSON.parse(await invoke({}))).toEqual({
      code: 'lambda-setup',
      message: 'there is no bucket to write reviews to',
    })
  } finally {
    bucket.close()
    await server.close()
  }
})
