import { asList, comparePolicies, defaultDocument, type PolicyDocument, type Proposal } from '@rolewright/core'
import { openSandbox, type PatchResult } from '@rolewright/aws-sync'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { editedModel } from './config/edited-model.ts'
import { loadConfig } from './config/load-config.ts'
import { createProject, type Project } from './testing/project.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

// Policies written as engineers write them. The patch of each is exactly what was accepted, or none at all: never something else.

const SANDBOX = ['--sandbox', 'account.json'] as const
const NOW = new Date('2026-11-22T00:00:00Z')
const WIDE = "allow({ actions: ['sqs:*', 'sns:*'], resources: ['*'] })"
const core = "import { allow, definePolicy } from '@rolewright/core'\n"

/** What becomes of a policy, and the code of its file; the others are what it needs. */
const POLICIES: Readonly<
  Record<string, { readonly edited: boolean; readonly reason?: string; readonly code: string }>
> = {
  Plain: {
    edited: true,
    code: `${core}export const policy = definePolicy({ name: 'Plain', statements: [${WIDE}] })\n`,
  },
  Renamed: {
    edited: true,
    code: "import { allow as may, definePolicy as policyOf } from '@rolewright/core'\nexport const policy = policyOf({ name: 'Renamed', statements: [may({ actions: ['sqs:*', 'sns:*'], resources: ['*'] })] })\n",
  },
  Namespace: {
    edited: true,
    code: "import * as iam from '@rolewright/core'\nexport const policy = iam.definePolicy({ name: 'Namespace', statements: [iam.allow({ actions: ['sqs:*', 'sns:*'] as const, resources: ['*'] })] })\n",
  },
  Wrapped: {
    edited: true,
    code: `${core}const policy = (definePolicy({ name: 'Wrapped', statements: [(${WIDE})] } as const))\nexport { policy }\n`,
  },
  Conditions: {
    edited: true,
    code: `${core}const bool = { Bool: { 'aws:SecureTransport': 'true' } } as const\nexport const policy = definePolicy({ name: 'Conditions', statements: [allow({ actions: ['sqs:*', 'sns:*'], resources: ['*'], conditions: bool })] })\n`,
  },
  Added: {
    edited: true,
    code: `${core}const given = definePolicy({ name: 'Added', statements: [${WIDE}] })\nexport const policy = { ...given, statements: [...given.statements, allow({ actions: ['sqs:Get*'], resources: ['*'] })] }\n`,
  },
  Copied: {
    edited: false,
    reason: 'it would change what',
    code: `${core}import { copied } from '../copied.ts'\nexport const policy = copied\n`,
  },
  SharedList: {
    edited: false,
    reason: 'its actions are computed',
    code: `${core}const list = ['sqs:*', 'sns:*'] as const\nexport const policy = definePolicy({ name: 'SharedList', statements: [allow({ actions: list, resources: ['*'] })] })\n`,
  },
  Mapped: {
    edited: false,
    reason: 'its actions are computed',
    code: `${core}import { unlisted } from '@rolewright/core'\nexport const policy = definePolicy({ name: 'Mapped', statements: [allow({ actions: ['sqs', 'sns'].map((name) => unlisted(name + ':*')), resources: ['*'] })] })\n`,
  },
  Frozen: {
    edited: false,
    reason: 'its actions are computed',
    code: `${core}export const policy = definePolicy({ name: 'Frozen', statements: [allow({ actions: Object.freeze(['sqs:*', 'sns:*'] as const), resources: ['*'] })] })\n`,
  },
  Getter: {
    edited: false,
    reason: 'its actions are computed',
    code: `${core}export const policy = definePolicy({ name: 'Getter', statements: [allow({ get actions() { return ['sqs:*', 'sns:*'] as const }, resources: ['*'] })] })\n`,
  },
  Shorthand: {
    edited: false,
    reason: 'its actions are computed',
    code: `${core}const actions = ['sqs:*', 'sns:*'] as const\nexport const policy = definePolicy({ name: 'Shorthand', statements: [allow({ actions, resources: ['*'] })] })\n`,
  },
  Either: {
    edited: false,
    reason: 'the statement is computed',
    code: `${core}export const policy = definePolicy({ name: 'Either', statements: [process.env['NEVER'] === undefined ? ${WIDE} : allow({ actions: ['sqs:*'], resources: ['*'] })] })\n`,
  },
  Changed: {
    edited: false,
    reason: 'would not become what was accepted',
    code: `${core}const narrow = (list: readonly string[]) => [...list, 'sns:*']\nconst given = definePolicy({ name: 'Changed', statements: [${WIDE}] })\nexport const policy = { ...given, statements: given.statements.map((one) => ({ ...one, actions: [...new Set(narrow(one.actions as readonly string[]))] })) }\n`,
  },
  Decoy: {
    edited: false,
    reason: 'would not become what was accepted',
    code: `${core}export const policy = definePolicy({ name: ['Decoy'].join(''), statements: [${WIDE}] })\n`,
  },
}

const OTHER_FILES = {
  'copied.ts': `${core}export const copied = definePolicy({ name: 'Copied', statements: [${WIDE}] })\nexport const copy = definePolicy({ name: 'Copy', statements: [...copied.statements] })\n`,
  'old/decoy.ts': `${core}export const old = definePolicy({ name: 'Decoy', statements: [${WIDE}] })\n`,
}

const names = Object.keys(POLICIES)
const roleOf = (role: string, policies: readonly string[]): string =>
  `defineRole({ id: '${role}', title: '${role}', owner: 'a@example.com', justification: 'x', tasks: [defineTask({ id: '${role}-work', title: 'Work', policies: [${policies.join(', ')}] })] })`

const MODEL = `import { defineAccount, defineModel, definePerson, defineRole, defineTask } from '@rolewright/core'
import { copy } from './copied.ts'
${names.map((name) => `import { policy as ${name} } from './policies/${name}.ts'`).join('\n')}
const one = ${roleOf('one', names.slice(0, 8))}
const two = ${roleOf('two', names.slice(8))}
const other = ${roleOf('other', ['copy'])}
const ana = definePerson({ id: 'ana', userName: 'ana', name: 'Ana', roles: [one, two] })
const bo = definePerson({ id: 'bo', userName: 'bo', name: 'Bo', roles: [other] })
export default defineModel({ id: 'test', roles: [one, two, other], people: [ana, bo], accounts: [defineAccount({ id: 'dev', accountId: '111122223333' })] })
`

let project: Project
let proposals: readonly Proposal[]
interface Moment {
  readonly documents: ReadonlyMap<string, PolicyDocument>
  readonly sources: Readonly<Record<string, string>>
}
let before: Moment
let after: Moment
let result: PatchResult
const review = (...args: readonly string[]) => runHere(project.folder, ['review', ...args, ...SANDBOX])
const sources = (): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(project.files()).filter(([file]) => file.endsWith('.ts')))

async function documents(): Promise<ReadonlyMap<string, PolicyDocument>> {
  const configFile = `${project.folder}/rolewright.config.ts`
  const config = await loadConfig(configFile)
  const { folder } = project
  const place = {
    config,
    configFile,
    folder,
    model: config.model,
    awsManaged: {},
    lock: '',
    audit: '',
    reviews: '',
    site: '',
  }
  const made = await editedModel(place, { files: [], now: NOW })
  if ('problem' in made) throw new Error(made.problem)
  const policies = made.accounts.get('111122223333')?.policies ?? []
  return new Map(policies.map((policy) => [policy.name, defaultDocument(policy) ?? { Statement: [] }]))
}

beforeAll(async () => {
  project = createProject({
    'model.ts': MODEL,
    ...OTHER_FILES,
    ...Object.fromEntries(Object.entries(POLICIES).map(([name, { code }]) => [`policies/${name}.ts`, code])),
  })
  const sandbox = await openSandbox({ file: `${project.folder}/account.json`, accountId: '111122223333' })
  await runHere(project.folder, ['apply', ...SANDBOX, '--yes'])
  const now = await sandbox.advance({ months: 7 })
  const at = new Date(now.getTime() - 10 * 86_400_000)
  await sandbox.use(['ana', 'bo'].map((user) => ({ user, action: 'sqs:SendMessage', at })))
  await sandbox.use([{ user: 'bo', action: 'sns:Publish', at }])
  const made = await runHere(project.folder, ['review', ...SANDBOX, '--json'])
  const { review: stored }: { review: { proposals: readonly Proposal[] } } = JSON.parse(made.stdout)
  proposals = stored.proposals
  for (const { id } of proposals) await review('decide', id, 'accept', '--reason', 'not needed')
  before = { documents: await documents(), sources: sources() }
  result = JSON.parse((await review('patch', '--json')).stdout)
  after = { documents: await documents(), sources: sources() }
}, 120_000)
afterAll(() => project.remove())

const fileOf = (name: string): string => (name === 'Copied' ? 'copied.ts' : `policies/${name}.ts`)

it.each(names.filter((name) => POLICIES[name]?.edited))('edits %s to what was accepted, and nothing else', (name) => {
  const accepted = proposals.flatMap((one) => ('policyName' in one && one.policyName === name ? one.documents : []))
  expect(result.patched.map(({ policyName }) => policyName)).toContain(name)
  expect(comparePolicies(asList(accepted[0]?.after ?? []), asList(after.documents.get(name) ?? [])).relation).toBe(
    'equal',
  )
  expect(after.sources[fileOf(name)]).toBe(before.sources[fileOf(name)]?.replace(", 'sns:*'", ''))
})

it.each(names.filter((name) => !POLICIES[name]?.edited))('leaves %s to a person, and tells what to write', (name) => {
  expect(result.manual.find(({ policyName }) => policyName === name)).toMatchObject({
    reason: expect.stringContaining(POLICIES[name]?.reason ?? '?'),
    statement: "allow({ actions: ['sqs:*'], resources: ['*'] })",
  })
  expect(after.documents.get(name)).toEqual(before.documents.get(name))
  expect(after.sources[fileOf(name)]).toBe(before.sources[fileOf(name)])
})

it('changes nobody else, and does nothing twice', async () => {
  expect(after.documents.get('Copy')).toEqual(before.documents.get('Copy'))
  expect(after.sources['old/decoy.ts']).toBe(OTHER_FILES['old/decoy.ts'])
  await review('patch')
  expect(sources()).toEqual(after.sources)
})
