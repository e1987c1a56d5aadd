import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSandbox, type Sandbox } from '@rolewright/aws-sync'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProject, type Project } from './testing/project.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const MODEL = `import { allow, defineAccount, defineModel, definePerson, definePolicy, defineRole, defineTask } from '@rolewright/core'

const role = (id: string, reviewEveryDays: number, name: string, action: any) =>
  defineRole({
    id, title: id, owner: 'it@example.com', justification: 'x', reviewEveryDays,
    tasks: [defineTask({ id: id + '-task', title: 'T', policies: [
      definePolicy({ name, statements: [allow({ actions: [action], resources: ['*'] })] }),
    ] })],
  })
const monthly = role('monthly', 30, 'Queues', 'sqs:*')
const quarterly = role('quarterly', 90, 'Topics', 'sns:*')
const ana = definePerson({ id: 'ana', userName: 'ana', name: 'Ana', roles: [monthly, quarterly] })
const dev = defineAccount({ id: 'dev', accountId: '111122223333' })

export default defineModel({ id: 'test', roles: [monthly, quarterly], people: [ana], accounts: [dev] })
`

const SANDBOX = ['--sandbox', 'account.json'] as const
let project: Project
let sandbox: Sandbox
beforeEach(async () => {
  project = createProject({ 'model.ts': MODEL })
  sandbox = await openSandbox({ file: `${project.folder}/account.json`, accountId: '111122223333' })
  await runHere(project.folder, ['apply', ...SANDBOX, '--yes'])
  // Nobody remembers since when anything is attached.
  rmSync(join(project.folder, 'audit'), { recursive: true })
})
afterEach(() => project.remove())

interface Made {
  readonly due: readonly { readonly role: string }[]
  readonly file?: string
  readonly calls?: number
  readonly review?: {
    readonly proposals: readonly { readonly kind: string; readonly groups: readonly string[] }[]
    readonly notEnoughHistory: readonly { readonly name: string; readonly from: string }[]
  }
}

async function due(): Promise<Made> {
  const ran = await runHere(project.folder, ['review', '--due', '--no-trail', '--window', '30', ...SANDBOX, '--json'])
  if (ran.code !== 0) throw new Error(ran.stderr)
  const made: Made = JSON.parse(ran.stdout)
  return made
}

/** The groups of the statements that are to be narrowed or removed. */
const narrowed = ({ review }: Made): readonly string[] =>
  (review?.proposals ?? []).flatMap(({ kind, groups }) => (kind.endsWith('-statement') ? groups : []))

test('what is due is reviewed when its interval has passed, by what an earlier review saw first, and nothing else is', async () => {
  const begun = await sandbox.advance({ days: 200 })
  const first = await due()
  expect(first.due.map(({ role }) => role)).toEqual(['monthly', 'quarterly'])
  // Two policies, two groups and a member, of which each is asked for, and looked at until it is done.
  expect(first.calls).toBeGreaterThanOrEqual(11)
  expect(narrowed(first)).toEqual([])
  const later = new Date(begun.getTime() + 30 * 86_400_000).toISOString().slice(0, 10)
  expect(first.review?.notEnoughHistory.map(({ name, from }) => `${name} ${from.slice(0, 10)}`)).toEqual(
    expect.arrayContaining([`Queues ${later}`, `Topics ${later}`, `ana ${later}`]),
  )

  const before = project.files()
  await sandbox.advance({ days: 28 })
  const none = await runHere(project.folder, ['review', '--due', ...SANDBOX])
  expect(none).toEqual({ code: 0, stdout: `Nothing is due before ${later} (monthly).\n`, stderr: '' })
  const { 'account.json': _, ...unchanged } = project.files()
  expect(before).toMatchObject(unchanged)

  await sandbox.advance({ days: 3 })
  // What a power cut has left is no review, and keeps none from being run.
  writeFileSync(join(project.folder, 'reviews/.2026-01-01-111122223333-1.new'), '{"version":')
  writeFileSync(join(project.folder, 'reviews/.jobs-111122223333.jsonl'), '{"arn":')
  const second = await due()
  expect(second.due.map(({ role }) => role)).toEqual(['monthly'])
  expect(second.review?.notEnoughHistory).toEqual([])
  expect(narrowed(second)).toEqual(['Monthly'])
  expect((await due()).due).toEqual([])
})
