import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { DropTaskProposal, Proposal, SplitRoleProposal, SplitTaskProposal, Statement } from '@rolewright/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHistory } from '../audit/open-history.ts'
import { type PatchResult, patchSource } from './patch-source.ts'
import { restoreSource } from './restore-source.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'patch-'))
})
afterEach(() => rm(dir, { recursive: true }))

const accountId = '111122223333'
const base = {
  accountId,
  windowDays: 90,
  groups: ['Developers'],
  removed: [],
  kept: [],
  evidence: [],
  risk: { level: 'low', reasons: [] },
  lossByPerson: [],
  needed: [],
  documents: [],
  actionsRemoved: 1,
  charactersSaved: 1,
} as const

let ids = 0
const nextId = (): string => `feed${String((ids += 1)).padStart(12, '0')}`

function statement(
  before: Statement,
  after: Statement | null,
  more: { readonly index?: number; readonly policy?: string } = {},
): Proposal {
  const policyName = more.policy ?? 'P'
  const of = {
    policyArn: `arn:aws:iam::${accountId}:policy/${policyName}`,
    policyName,
    statementIndex: more.index ?? 0,
  }
  return {
    ...base,
    id: nextId(),
    ...of,
    kind: after === null ? 'remove-statement' : 'narrow-statement',
    before,
    after,
    proof: 'narrower',
  }
}

const allow = (Action: readonly string[], Resource = '*'): Statement => ({ Effect: 'Allow', Action, Resource })

const dropTask = (role: string, task: string): DropTaskProposal => ({
  ...base,
  id: nextId(),
  kind: 'drop-task',
  role,
  task,
  taskTitle: task,
  proof: 'narrower',
})

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, file)), { recursive: true })
    await writeFile(join(dir, file), text)
  }
}

async function patch(
  text: string,
  ...proposals: readonly Proposal[]
): Promise<PatchResult & { readonly text: string }> {
  await write({ 'role.ts': text })
  const result = await patchSource({ dir, proposals })
  return { ...result, text: await readFile(join(dir, 'role.ts'), 'utf8') }
}

const policy = (statements: string): string =>
  `import { allow, definePolicy } from '@rolewright/core'\n\nexport const p = definePolicy({\n  name: 'P',\n  statements: [${statements}],\n})\n`

describe('a statement that is narrowed', () => {
  it('keeps the comments of a list on one line', async () => {
    const source = policy("allow({ actions: [/* reads */ 's3:Get*', /* writes, too */ 's3:Put*'], resources: ['*'] })")
    const before = allow(['s3:Get*', 's3:Put*'])
    expect((await patch(source, statement(before, allow(['s3:Get*'])))).text).toBe(
      source.replace(", /* writes, too */ 's3:Put*'", ' /* writes, too */ '),
    )
    expect((await patch(source, statement(before, allow(['s3:Put*'])))).text).toBe(
      source.replace("'s3:Get*', /*", '/*'),
    )
  })

  it('keeps the comments of a list that becomes another one', async () => {
    const source = policy(`
    allow({
      // Everything but people.
      notActions: [
        'iam:*', // people
        /* and the organization */
        'organizations:*',
      ],
      resources: ['*'], // everywhere
    }),
  `)
    const before: Statement = { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }
    const { text } = await patch(source, statement(before, allow(['ec2:*'])))
    for (const comment of ['// Everything but people.', '// people', '/* and the organization */', '// everywhere'])
      expect(text).toContain(comment)
    expect(text).toContain("actions: ['ec2:*'],\n      resources: ['*'], // everywhere\n")
  })

  it('keeps line ends of Windows and a byte order mark', async () => {
    const source = `\uFEFF${policy("\n    allow({\n      actions: ['s3:*', 'sqs:*'],\n      resources: ['*'],\n    }),\n  ")}`
    const { text } = await patch(source.replaceAll('\n', '\r\n'), statement(allow(['s3:*', 'sqs:*']), allow(['s3:*'])))
    expect(text).toBe(source.replace(", 'sqs:*'", '').replaceAll('\n', '\r\n'))
  })

  it('loses only resources, where only they were too wide', async () => {
    const source = policy("allow({ actions: ['s3:Get*'], resources: ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'] })")
    const before: Statement = { ...allow(['s3:Get*']), Resource: ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'] }
    const after: Statement = { ...before, Resource: ['arn:aws:s3:::a/*'] }
    const asked: Proposal = {
      ...base,
      id: nextId(),
      kind: 'narrow-resources',
      policyArn: 'x',
      policyName: 'P',
      statementIndex: 0,
      before,
      after,
      touched: [],
      proof: 'narrower',
    }
    expect((await patch(source, asked)).text).toBe(source.replace(", 'arn:aws:s3:::b/*'", ''))
    expect((await patchSource({ dir, proposals: [asked] })).already).toEqual([asked.id])
    const filled = await patch(source.replace("'arn:aws:s3:::b/*'", "'arn:aws:s3:::{{bucket}}/*'"), asked)
    expect(filled.manual).toMatchObject([{ reason: 'its resources hold parameters' }])
  })

  it('is found where other edits have moved it, and nothing happens twice', async () => {
    const source = policy(`
    allow({ actions: ['sns:*'], resources: ['*'] }),
    allow({ actions: ['sqs:*'], resources: ['a'] }),
    allow({ actions: ['sqs:*'], resources: ['b'] }),
  `)
    const proposals = [
      statement(allow(['sns:*']), null, { index: 0 }),
      statement(allow(['sqs:*'], 'a'), null, { index: 1 }),
      statement(allow(['sqs:*'], 'b'), allow(['sqs:Get*'], 'b'), { index: 2 }),
    ]
    const { text, patched, manual } = await patch(source, ...proposals)
    expect(text).toBe(policy("\n    allow({ actions: ['sqs:Get*'], resources: ['b'] }),\n  "))
    expect([patched.length, manual]).toEqual([3, []])
    const again = await patchSource({ dir, proposals })
    expect(again).toMatchObject({ patched: [], manual: [], files: [] })
    expect(again.already.toSorted()).toEqual(proposals.map(({ id }) => id).toSorted())
    await write({ 'role.ts': source })
    for (const proposal of proposals) await patchSource({ dir, proposals: [proposal] })
    expect(await readFile(join(dir, 'role.ts'), 'utf8')).toBe(text)
  })

  it.each([
    ["import { allow } from './own.ts'", "allow({ actions: ['s3:*', 'sqs:*'], resources: ['*'] })"],
    ["import * as own from './own.ts'", "own.allow({ actions: ['s3:*', 'sqs:*'], resources: ['*'] })"],
    ['const allow = (x: never) => x', "allow({ actions: ['s3:*', 'sqs:*'], resources: ['*'] })"],
    ['function allow(x: never) { return x }', "allow({ actions: ['s3:*', 'sqs:*'], resources: ['*'] })"],
    ["const all = ['s3:*', 'sqs:*'] as const", "allow({ actions: all, resources: ['*'] })"],
    ["const s = 's3'", "allow({ actions: [`${s}:*`, 'sqs:*'], resources: ['*'] })"],
    ["const s = ['s3:*'] as const", "allow({ actions: [...s, 'sqs:*'], resources: ['*'] })"],
    ["const key = 'actions'", "allow({ [key]: ['s3:*', 'sqs:*'], resources: ['*'] })"],
    ["const rest = { resources: ['*'] } as const", "allow({ actions: ['s3:*', 'sqs:*'], ...rest })"],
    ['const on = true', "on ? allow({ actions: ['s3:*', 'sqs:*'], resources: ['*'] }) : deny(x)"],
  ])('is left to a person behind `%s`', async (first, code) => {
    const source = `${first}\nexport const p = definePolicy({ name: 'P', statements: [${code}] })\n`
    const { text, patched, manual } = await patch(source, statement(allow(['s3:*', 'sqs:*']), allow(['s3:*'])))
    expect(text).toBe(source)
    expect(patched).toEqual([])
    expect(manual).toMatchObject([
      { file: 'role.ts', line: 2, statement: "allow({ actions: ['s3:*'], resources: ['*'] })" },
    ])
  })

  it('is left alone where `definePolicy` is a function of the company', async () => {
    const source = policy("allow({ actions: ['s3:*', 'sqs:*'], resources: ['*'] })")
      .replace(', definePolicy', '')
      .replace('\n', "\nimport { definePolicy } from './own.ts'\n")
    const { text, manual } = await patch(source, statement(allow(['s3:*', 'sqs:*']), allow(['s3:*'])))
    expect(text).toBe(source)
    expect(manual).toMatchObject([{ reason: '`definePolicy` is not Rolewright’s own there, and may do more' }])
  })
})

const TASKS = `import { defineTask } from '@rolewright/core'

export const mail = defineTask({ id: 'mail', title: 'Mail', policies: [] })
export const bill = defineTask({ id: 'bill', title: 'Bill', policies: [] })
`

const role = (tasks: string): string => `import { defineRole, defineTask } from '@rolewright/core'
import { bill as billing, mail } from './tasks/all.ts'

const build = defineTask({ id: 'build', title: 'Build', policies: [] })

// Everybody has it.
export const developer = defineRole({
  id: 'developer',
  title: 'Developer',
  group: 'Developers',
  owner: 'engineering@example.com',
  justification: 'Builds things',
  tasks: ${tasks},
})
`

const LISTED = `[
    build,
    // Now and then.
    mail,
    billing, // once a month
  ]`

describe('a task that nobody used', () => {
  beforeEach(() => write({ 'tasks/all.ts': TASKS }))

  it('goes out of the role, with its import', async () => {
    const source = role(LISTED)
    const { text, patched } = await patch(source, dropTask('developer', 'mail'))
    expect(text).toBe(source.replace('    // Now and then.\n    mail,\n', '').replace(', mail }', ' }'))
    expect(patched).toMatchObject([{ file: 'role.ts', line: 16, edit: { before: 'mail', after: null, index: 1 } }])
    const both = await patch(source, dropTask('developer', 'mail'), dropTask('developer', 'bill'))
    expect(both.text).toBe(
      role('[\n    build,\n  ]').replace("import { bill as billing, mail } from './tasks/all.ts'\n", ''),
    )
    expect((await patch(role('[build, mail, billing]'), dropTask('developer', 'build'))).text).toContain(
      'tasks: [mail, billing],',
    )
    expect((await patchSource({ dir, proposals: [dropTask('developer', 'build')] })).already).toHaveLength(1)
  })

  it.each([
    ['[...common, mail]', 'its tasks are put together from other lists'],
    ['tasksOf("developer")', 'its tasks are computed'],
    ['[makeTask("mail"), build]', 'one of its tasks is computed'],
    ['[mail]', 'the role would have no task left: take the role out of the model, and its people first'],
  ])('is left to a person in %s', async (tasks, reason) => {
    const source = role(tasks)
    const { text, manual } = await patch(source, dropTask('developer', 'mail'))
    expect(text).toBe(source)
    expect(manual).toMatchObject([{ reason, mend: 'take the task mail out of the tasks of developer', line: 7 }])
  })
})

it('prints the second role of a split, and a narrower policy', async () => {
  await write({ 'tasks/all.ts': TASKS })
  const split: SplitRoleProposal = {
    ...base,
    id: nextId(),
    kind: 'split-role',
    role: 'developer',
    newRole: 'developer-mail',
    moved: ['ana', 'bo'],
    stay: ['cy'],
    tasks: ['mail'],
    without: ['build', 'bill'],
    proof: 'narrower',
  }
  const { manual, files } = await patch(role(LISTED), split)
  expect(files).toEqual([])
  expect(manual).toMatchObject([
    { mend: 'add this role to the model, and give it to ana, bo in place of developer', line: 7 },
  ])
  expect(manual[0]?.statement?.replaceAll(/\s+/g, ' ')).toBe(
    "export const developerMail = defineRole({ id: 'developer-mail', title: 'Developer', owner: 'engineering@example.com', justification: 'Builds things', tasks: [mail], })",
  )
})

it('says what to do where nothing is left of a policy for some of those who share it', async () => {
  const split: SplitTaskProposal = {
    ...base,
    id: nextId(),
    kind: 'split-task',
    policyArn: 'x',
    policyName: 'P',
    usedBy: ['Operators'],
    tasks: [],
    statementIndex: 0,
    before: allow(['s3:*']),
    after: null,
    documents: [
      {
        policyArn: 'x',
        policyName: 'P',
        groups: ['Developers'],
        before: { Statement: [allow(['s3:*'])] },
        after: null,
      },
    ],
    proof: 'narrower',
  }
  const { manual } = await patch(policy("allow({ actions: ['s3:*'], resources: ['*'] })"), split)
  expect(manual).toMatchObject([{ mend: 'give Developers tasks without P', statement: null, line: 3 }])
})

describe('restoring', () => {
  const by = { arn: `arn:aws:iam::${accountId}:user/olga` }
  const open = () => openHistory({ dir: join(dir, '.audit'), accountId, by, now: () => new Date() })

  async function patchAndRestore(source: string, proposals: readonly Proposal[], change = (text: string) => text) {
    await write({ 'role.ts': source, 'tasks/all.ts': TASKS })
    const history = await open()
    await patchSource({ dir, proposals, history })
    await history.close()
    const path = join(dir, 'role.ts')
    await writeFile(path, change(await readFile(path, 'utf8')))
    const outcomes = []
    for (const { id } of proposals) {
      const again = await open()
      outcomes.push(...(await restoreSource({ dir, proposals: [id], reason: 'needed', history: again })).proposals)
      await again.close()
    }
    return { text: await readFile(path, 'utf8'), outcomes }
  }

  const source = policy(`
    // Reads.
    allow({ actions: ['s3:Get*', 's3:List*'], resources: ['*'] }), // daily
    allow({ actions: ['sqs:*'], resources: ['*'] }),
  `)

  it('brings back byte for byte what was narrowed, and what was removed with its imports', async () => {
    const narrowed = [statement(allow(['s3:Get*', 's3:List*']), allow(['s3:Get*']))]
    expect(await patchAndRestore(source, narrowed)).toMatchObject({ text: source, outcomes: [{ outcome: 'restored' }] })
    const removed = [
      statement(allow(['sqs:*']), null, { index: 1 }),
      ...narrowed.map((one) => ({ ...one, id: nextId() })),
    ]
    expect((await patchAndRestore(source, removed)).text).toBe(source)
    const dropped = [dropTask('developer', 'bill')]
    const restored = await patchAndRestore(role('[build, mail, billing]'), dropped)
    expect(restored.text).toBe(role('[build, mail, billing]').replace('bill as billing, mail', 'mail, bill as billing'))
  })

  it('leaves what somebody has put back already, and says what to put back where the source has changed', async () => {
    const narrowed = statement(allow(['s3:Get*', 's3:List*']), allow(['s3:Get*']))
    expect(await patchAndRestore(source, [narrowed], () => source)).toMatchObject({
      text: source,
      outcomes: [{ outcome: 'already' }],
    })
    const changed = await patchAndRestore(source, [{ ...narrowed, id: nextId() }], (text) =>
      text.replace("['s3:Get*']", 'reads'),
    )
    expect(changed.outcomes).toMatchObject([
      {
        outcome: 'restored',
      },
    ])
    const wide = policy("allow({ notActions: ['iam:*'], resources: ['*'] })")
    const before: Statement = { Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }
    const gone = await patchAndRestore(wide, [statement(before, allow(['s3:*', 'ec2:*']))], (text) =>
      text.replace(", 's3:*'", '').replace("'s3:*', ", ''),
    )
    expect(gone.outcomes).toMatchObject([
      {
        outcome: 'by-hand',
        reason: 'it has changed since',
        statement: "allow({ notActions: ['iam:*'], resources: ['*'] })",
      },
    ])
  })

  it('gives back what one narrowing took, where later ones have taken more', async () => {
    const first = statement(allow(['s3:Get*', 's3:List*', 's3:Put*']), allow(['s3:Get*', 's3:List*']))
    const second = statement(allow(['s3:Get*', 's3:List*']), allow(['s3:Get*']))
    const third = statement(allow(['s3:Get*']), null)
    const written = policy(
      "\n    allow({ actions: ['s3:Get*', 's3:List*', 's3:Put*'], resources: ['*'] }),\n    allow({ actions: ['sqs:*'], resources: ['*'] }),\n  ",
    )
    const restoreAfter = async (...proposals: readonly Proposal[]): Promise<string> => {
      await rm(join(dir, '.audit'), { recursive: true, force: true })
      await write({ 'role.ts': written })
      for (const proposal of proposals) {
        const history = await open()
        await patchSource({ dir, proposals: [proposal], history })
        await history.close()
      }
      const history = await open()
      expect(await restoreSource({ dir, proposals: [first.id], reason: 'needed', history })).toMatchObject({
        proposals: [{ outcome: 'restored' }],
      })
      await history.close()
      return readFile(join(dir, 'role.ts'), 'utf8')
    }
    const narrower = written.replace("'s3:List*', ", '')
    expect(await restoreAfter(first, second)).toBe(narrower)
    expect(await restoreAfter(first, second, third)).toBe(narrower.replace("'s3:Get*', ", ''))
  })

  it('takes back several together, the newest first, or none of them', async () => {
    const plain = source.replace('// Reads.\n    ', '').replace(' // daily', '')
    const files = { 'role.ts': role('[build, mail, billing]'), 'policy.ts': plain, 'tasks/all.ts': TASKS }
    const narrowed = statement(allow(['s3:Get*', 's3:List*']), allow(['s3:Get*']))
    const more = statement(allow(['s3:Get*']), null)
    const dropped = dropTask('developer', 'bill')
    const all = [narrowed, more, dropped]
    const read = async () => [
      await readFile(join(dir, 'role.ts'), 'utf8'),
      await readFile(join(dir, 'policy.ts'), 'utf8'),
    ]
    await write(files)
    for (const one of all) {
      const history = await open()
      expect((await patchSource({ dir, proposals: [one], history })).patched).toHaveLength(1)
      await history.close()
    }
    const patched = await read()
    await writeFile(join(dir, 'role.ts'), (patched[0] ?? '').replace('[build, mail]', 'tasks()'))
    const broken = await read()
    const stopped = await open()
    const result = await restoreSource({ dir, proposals: all.map(({ id }) => id), reason: 'needed', history: stopped })
    expect(result).toMatchObject({
      proposals: [
        { proposal: dropped.id, outcome: 'by-hand', reason: 'its tasks are computed now' },
        { proposal: more.id, outcome: 'restored' },
        { proposal: narrowed.id, outcome: 'restored' },
      ],
      files: [],
    })
    await stopped.close()
    expect(await read()).toEqual(broken)
    await writeFile(join(dir, 'role.ts'), patched[0] ?? '')
    const history = await open()
    const ids = all.map(({ id }) => id)
    const unknown = restoreSource({ dir, proposals: [...ids, '0000'], reason: 'needed', history })
    await expect(unknown).rejects.toMatchObject({ code: 'nothing-to-restore' })
    expect(await read()).toEqual(patched)
    expect((await restoreSource({ dir, proposals: ids, reason: 'needed', history })).files).toHaveLength(2)
    await history.close()
    expect(await read()).toEqual([
      role('[build, mail, billing]').replace('bill as billing, mail', 'mail, bill as billing'),
      plain,
    ])
  })

  it('knows nothing to restore before, and not twice', async () => {
    const history = await open()
    await expect(restoreSource({ dir, proposals: ['feed'], reason: 'x', history })).rejects.toMatchObject({
      code: 'nothing-to-restore',
    })
    await history.close()
    const narrowed = statement(allow(['s3:Get*', 's3:List*']), allow(['s3:Get*']))
    await patchAndRestore(source, [narrowed])
    const later = await open()
    await expect(restoreSource({ dir, proposals: [narrowed.id], reason: 'x', history: later })).rejects.toMatchObject({
      code: 'nothing-to-restore',
    })
    await later.close()
  })
})
