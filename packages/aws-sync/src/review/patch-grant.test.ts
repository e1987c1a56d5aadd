import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GrantMissingProposal, StatementProposal } from '@rolewright/core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openHistory } from '../audit/open-history.ts'
import { patchSource } from './patch-source.ts'
import { findProposal } from './find-proposal.ts'
import { restoreSource } from './restore-source.ts'

const accountId = '111122223333'
let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'patch-grant-'))
})
afterEach(() => rm(dir, { recursive: true }))

const base = {
  accountId,
  windowDays: 90,
  groups: ['Developers'],
  removed: [],
  kept: [],
  evidence: [],
  risk: { level: 'high' as const, reasons: [] },
  lossByPerson: [],
  needed: [],
  documents: [],
  actionsRemoved: 0,
  charactersSaved: 0,
  policyArn: `arn:aws:iam::${accountId}:policy/P`,
  policyName: 'P',
}
const grant: GrantMissingProposal = {
  ...base,
  id: 'feed',
  kind: 'grant-missing',
  action: 'sqs:ReceiveMessage',
  statement: { Effect: 'Allow', Action: 'sqs:ReceiveMessage', Resource: ['arn:aws:sqs:eu-west-1:111122223333:orders'] },
  denied: [],
  attempts: 2,
  reason: 'its task already has `sqs:SendMessage`',
  proof: 'wider',
}
const narrowing: StatementProposal = {
  ...base,
  id: 'beef',
  kind: 'narrow-statement',
  statementIndex: 0,
  before: { Effect: 'Allow', Action: ['sqs:SendMessage', 's3:*'], Resource: '*' },
  after: { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: '*' },
  proof: 'narrower',
}
const source = `import { allow, definePolicy } from '@rolewright/core'

export const p = definePolicy({
  name: 'P',
  statements: [
    // Both of them.
    allow({ actions: ['sqs:SendMessage', 's3:*'], resources: ['*'] }), // for now
  ],
})
`
const path = (): string => join(dir, 'role.ts')
const read = (): Promise<string> => readFile(path(), 'utf8')

it('adds the action behind the statements that are there, once, and takes it out again', async () => {
  await writeFile(path(), source)
  const by = { arn: `arn:aws:iam::${accountId}:user/olga` }
  const history = await openHistory({ dir: join(dir, '.audit'), accountId, by, now: () => new Date() })
  const { patched, manual } = await patchSource({ dir, proposals: [grant], history })
  expect([patched.length, manual]).toEqual([1, []])
  const widened = source.replace(
    '// for now\n',
    "// for now\n    allow({ actions: ['sqs:ReceiveMessage'], resources: ['arn:aws:sqs:eu-west-1:111122223333:orders'] }),\n",
  )
  expect(await read()).toBe(widened)
  expect(await patchSource({ dir, proposals: [grant] })).toMatchObject({ already: ['feed'], files: [] })
  await history.close()
  const later = await openHistory({ dir: join(dir, '.audit'), accountId, by, now: () => new Date() })
  expect((await restoreSource({ dir, proposals: ['feed'], reason: 'not needed', history: later })).files).toHaveLength(
    1,
  )
  await later.close()
  expect(await read()).toBe(source)
})

it('is never written together with a narrowing', async () => {
  await writeFile(path(), source)
  await expect(patchSource({ dir, proposals: [narrowing, grant] })).rejects.toMatchObject({
    code: 'mixed-proposals',
    message: '`feed` allows more than before, and the others allow less',
  })
  expect(await read()).toBe(source)
})

it.each([
  ["statements: statements('P'),", 'its statements are computed'],
  ['statements: [...shared],', 'its statements are put together from other lists'],
])('is left to a person where it stands %s', async (statements, reason) => {
  await writeFile(path(), source.replace(/statements: \[[\s\S]*?\n {2}\],/, statements))
  const { manual, files } = await patchSource({ dir, proposals: [grant] })
  expect(files).toEqual([])
  expect(manual).toMatchObject([{ reason, mend: 'add this statement to P' }])
  expect(manual[0]?.statement).toContain("actions: ['sqs:ReceiveMessage']")
})

it('is found by the beginning of its id, where no other begins so', () => {
  const other = { ...grant, id: 'feel' }
  expect(findProposal([grant, other], 'feed')).toBe(grant)
  expect(() => findProposal([grant, other], 'fee')).toThrow(
    expect.objectContaining({ code: 'ambiguous-proposal', hint: 'give more of it: `feed` or `feel`' }),
  )
})
