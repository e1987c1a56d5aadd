import { chmod, mkdtemp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { AccountState, DropTaskProposal, Proposal, Statement, StatementProposal } from '@rolewright/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHistory } from '../audit/open-history.ts'
import { withImport, withRightImports } from './edit-imports.ts'
import { patchSource } from './patch-source.ts'
import { restoreSource } from './restore-source.ts'
import { unwrittenPatches } from './unwritten-patches.ts'

// Source as real engineers write it: what was accepted changes, and not a byte more.

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'patch-'))
})
afterEach(() => rm(dir, { recursive: true }))

const base = {
  accountId: '111122223333',
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
  proof: 'narrower',
} as const

const P = { policyArn: 'arn:aws:iam::111122223333:policy/P', policyName: 'P' } as const

function narrow(before: Statement, after: Statement | null, statementIndex = 0): StatementProposal {
  return {
    ...base,
    ...P,
    id: 'feed',
    kind: after === null ? 'remove-statement' : 'narrow-statement',
    statementIndex,
    before,
    after,
  }
}

const allow = (Action: readonly string[], Resource = '*'): Statement => ({ Effect: 'Allow', Action, Resource })

async function write(files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, file)), { recursive: true })
    await writeFile(join(dir, file), text)
  }
}

const read = (file: string): Promise<string> => readFile(join(dir, file), 'utf8')

const from = "from '@rolewright/core'"
const policy = (statements: string): string =>
  `import { allow, definePolicy } ${from}\n\nexport const p = definePolicy({\n  name: 'P',\n  statements: ${statements},\n})\n`

describe('a statement that loses actions, and nothing else changes', () => {
  it.each([
    ['no spaces', "[allow({actions:['s3:*','sqs:*'],resources:['*']})]", ",'sqs:*'"],
    ['other spaces', "[ allow( {  actions : [ 's3:*' , 'sqs:*' ] , resources: [ '*' ] } ) ]", ", 'sqs:*'"],
    ['`as const`', "[allow({ actions: ['s3:*', 'sqs:*'] as const, resources: ['*'] as const })]", ", 'sqs:*'"],
    ['`satisfies`', "[allow({ actions: ['s3:*', 'sqs:*'] satisfies string[], resources: ['*'] })]", ", 'sqs:*'"],
    ['quoted keys', `[allow({ "actions": ["s3:*", "sqs:*"], 'resources': ['*'] })]`, ', "sqs:*"'],
    ['templates', "[allow({ actions: [`s3:*`, `sqs:*`], resources: ['*'] })]", ', `sqs:*`'],
    [
      'escapes',
      String.raw`[allow({ actions: ['s3\x3a*', 'sqs\u003A*'], resources: ['*'] })]`,
      String.raw`, 'sqs\u003A*'`,
    ],
    ['parentheses', "[(allow(({ actions: (['s3:*', ('sqs:*')]), resources: ['*'] })))]", ", ('sqs:*')"],
    [
      'a line for each',
      "[\n    allow({\n      actions: [\n        's3:*',\n        'sqs:*',\n      ],\n      resources: ['*'],\n    }),\n  ]",
      "        'sqs:*',\n",
    ],
    [
      'no comma at the end',
      "[\n    allow({\n      actions: [\n        's3:*',\n        'sqs:*'\n      ],\n      resources: ['*']\n    })\n  ]",
      ",\n        'sqs:*'",
    ],
    [
      'commas in front',
      "[\n    allow({\n      actions: [\n          's3:*'\n        , 'sqs:*'\n      ]\n    , resources: ['*']\n    })\n  ]",
      "\n        , 'sqs:*'",
    ],
    ['a comment with a comma', "[allow({ actions: ['s3:*' /* a, b */, 'sqs:*'], resources: ['*'] })]", ", 'sqs:*'"],
    [
      'a very long line',
      `[allow({ actions: ['s3:*', 'sqs:*'], resources: ['*', '${'x'.repeat(5000)}'] })]`,
      ", 'sqs:*'",
    ],
    ['an emoji', "[/* 👩‍💻🗄️ */ allow({ actions: ['s3:*', 'sqs:*'], resources: ['*'] })]", ", 'sqs:*'"],
  ])('written with %s', async (_, statements, gone) => {
    const source = policy(statements)
    expect(source).toContain(gone)
    await write({ 'role.ts': source })
    const long = statements.includes('xxx') ? ['*', 'x'.repeat(5000)] : '*'
    const asked = narrow({ ...allow(['s3:*', 'sqs:*']), Resource: long }, { ...allow(['s3:*']), Resource: long })
    const { manual } = await patchSource({ dir, proposals: [asked] })
    expect(manual).toEqual([])
    expect(await read('role.ts')).toBe(source.replace(gone, ''))
  })

  it('from anywhere in a line, several at once', async () => {
    const line = (...actions: readonly string[]): string =>
      policy(`[allow({ actions: [${actions.map((action) => `'${action}'`).join(', ')}], resources: ['*'] })]`)
    const all = ['s3:*', 'sqs:*', 'sns:*', 'ec2:*']
    // Every way to keep some.
    for (let mask = 1; mask < 15; mask++) {
      const kept = all.filter((_, index) => (mask & (1 << index)) !== 0)
      await write({ 'role.ts': line(...all) })
      await patchSource({ dir, proposals: [narrow(allow(all), allow(kept))] })
      expect(await read('role.ts')).toBe(line(...kept))
    }
  })

  it('with what replaces an action in its place', async () => {
    const list = (actions: string): string =>
      policy(
        `[\n    allow({\n      // Storage.\n      actions: [\n${actions}      ] as const,\n      resources: ['*'],\n    }),\n  ]`,
      )
    await write({ 'role.ts': list("        // All of it.\n        's3:*', // for now\n        'sqs:*',\n") })
    const asked = narrow(allow(['s3:*', 'sqs:*']), allow(['s3:Get*', 's3:List*', 'sqs:*']))
    await patchSource({ dir, proposals: [asked] })
    expect(await read('role.ts')).toBe(
      list("        // All of it.\n        's3:Get*',\n        's3:List*', // for now\n        'sqs:*',\n"),
    )
  })

  it('with `as const` behind what NotAction becomes', async () => {
    await write({ 'role.ts': policy("[allow({ 'notActions': ['iam:*'] as const, resources: ['*'] })]") })
    const asked = narrow({ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }, allow(['ec2:*', 's3:*']))
    await patchSource({ dir, proposals: [asked] })
    expect(await read('role.ts')).toBe(policy("[allow({ actions: ['ec2:*', 's3:*'] as const, resources: ['*'] })]"))
  })

  it('with a parenthesis around a statement that goes', async () => {
    const both = "[(allow({ actions: ['sqs:*'], resources: ['*'] })), (allow({ actions: ['s3:*'], resources: ['*'] }))]"
    await write({ 'role.ts': policy(both) })
    await patchSource({ dir, proposals: [narrow(allow(['sqs:*']), null)] })
    expect(await read('role.ts')).toBe(policy("[(allow({ actions: ['s3:*'], resources: ['*'] }))]"))
  })

  it('in .mts, .cts and .tsx, behind `#!`, semicolons and tabs', async () => {
    const source = `#!/usr/bin/env node\nimport * as iam ${from};\nimport core, { allow as may } ${from};\n\nexport default iam.definePolicy({\n\tname: "P",\n\tstatements: [\n\t\tmay({ actions: ["s3:*", "sqs:*"], resources: ["*"] }),\n\t],\n});\n`
    for (const file of ['a.mts', 'a.cts', 'a.tsx']) {
      await write({ [file]: source })
      const { manual } = await patchSource({ dir, proposals: [narrow(allow(['s3:*', 'sqs:*']), allow(['s3:*']))] })
      expect([file, manual, await read(file)]).toEqual([file, [], source.replace(', "sqs:*"', '')])
      await rm(join(dir, file))
    }
  })
})

describe('imports', () => {
  const role = (imports: string, tasks: string): string =>
    `import { defineRole } ${from}\n${imports}\nexport const developer = defineRole({\n  id: 'developer',\n  title: 'D',\n  owner: 'o@example.com',\n  justification: 'j',\n  tasks: [${tasks}],\n})\n`
  const tasks = `import { defineTask } ${from}\nexport const mail = defineTask({ id: 'mail', title: 'M', policies: [] })\nexport const bill = defineTask({ id: 'bill', title: 'B', policies: [] })\nexport const x = { mail: 1 }\n`
  const drop: DropTaskProposal = {
    ...base,
    id: 'feed',
    kind: 'drop-task',
    role: 'developer',
    task: 'mail',
    taskTitle: 'M',
  }

  it.each([
    [
      'by another name',
      "import { bill, mail as post } from './tasks.ts'\n",
      'post, bill',
      "import { bill } from './tasks.ts'\n",
    ],
    [
      'on lines of their own',
      "import {\n  bill, // paid\n  mail,\n} from './tasks.ts'\n",
      'mail, bill',
      "import {\n  bill, // paid\n} from './tasks.ts'\n",
    ],
    [
      'that a property is called like',
      "import { bill, mail } from './tasks.ts'\nexport const counts = { mail: 1 }.mail\n",
      'mail, bill',
      "import { bill } from './tasks.ts'\nexport const counts = { mail: 1 }.mail\n",
    ],
  ])('%s go with the task, and come back with it', async (name, imports, listed, left) => {
    await write({ 'tasks.ts': tasks, 'role.ts': role(imports, listed) })
    const open = () =>
      openHistory({ dir: join(dir, '.audit'), accountId: base.accountId, by: { arn: 'a' }, now: () => new Date() })
    const history = await open()
    expect((await patchSource({ dir, proposals: [drop], history })).manual).toEqual([])
    await history.close()
    expect(await read('role.ts')).toBe(role(left, 'bill'))
    const again = await open()
    await restoreSource({ dir, proposals: ['feed'], reason: 'needed', history: again })
    await again.close()
    const back = await read('role.ts')
    expect(back).toContain(`tasks: [${listed}]`)
    expect(back).toMatch(name === 'by another name' ? /\bmail as post\b/ : /import \{[^}]*\bmail\b/)
  })

  it.each([
    ["import kept, { unlisted } from '@rolewright/core'", "import kept from '@rolewright/core'"],
    [
      "import kept, { type Model, unlisted } from '@rolewright/core';",
      "import kept, { type Model } from '@rolewright/core';",
    ],
  ])('of `%s` leave the others', async (before, after) => {
    const source = (head: string, list: string): string =>
      `${head}\nexport const used: Model = kept\nexport const p = definePolicy({ name: 'P', statements: [allow({ actions: [${list}], resources: ['*'] })] })\n`
    await write({ 'role.ts': source(before, "'s3:*', unlisted('x:*')") })
    await patchSource({ dir, proposals: [narrow(allow(['s3:*', 'x:*']), allow(['s3:*']))] })
    expect(await read('role.ts')).toBe(source(after, "'s3:*'"))
  })

  it('of a default leave the names beside it', () => {
    const text = "import gone, { kept } from './a.ts'\nimport { b as left } from './b.ts'\nleft(kept)\n"
    expect(withRightImports(text, 'a.ts', new Set(['gone', 'kept', 'left']))).toEqual({
      text: text.replace('gone, ', ''),
      dropped: [{ name: 'gone', from: './a.ts', imported: 'default' }],
    })
    const spaced = "import gone, * as kept from './a.ts'\nkept()\n"
    expect(withRightImports(spaced, 'a.ts', new Set(['gone', 'kept'])).text).toBe(spaced.replace('gone, ', ''))
    expect(withImport('#!/bin/env node\nkept()\n', 'a.ts', { name: 'kept', from: './a.ts', imported: '*' })).toBe(
      "#!/bin/env node\nimport * as kept from './a.ts'\nkept()\n",
    )
  })
})

function stateOf(statement: Statement): AccountState {
  const policies = [
    {
      arn: P.policyArn,
      name: 'P',
      path: '/',
      defaultVersionId: 'v1',
      versions: [{ versionId: 'v1', document: { Statement: [statement] } }],
    },
  ]
  return { accountId: base.accountId, groups: [], policies, users: [], roles: [] }
}

it('names the constants that nothing uses any more, and leaves them', async () => {
  const text = `import { allow, definePolicy } ${from}
const queue = 'arn:aws:sqs:::q'
const topic = 'arn:aws:sns:::t'
const never = 1
export const open = queue
export const p = definePolicy({
  name: 'P',
  statements: [
    allow({ actions: ['s3:*'], resources: ['*'] }),
    allow({ actions: ['sns:*'], resources: [topic, queue] }),
  ],
})
`
  await write({ 'role.ts': text })
  const before: Statement = { Effect: 'Allow', Action: ['sns:*'], Resource: ['arn:aws:sns:::t', 'arn:aws:sqs:::q'] }
  const { unused } = await patchSource({ dir, proposals: [narrow(before, null, 1)] })
  expect(unused).toEqual([{ file: 'role.ts', name: 'topic', line: 3 }])
  expect(await read('role.ts')).toBe(
    text.replace("    allow({ actions: ['sns:*'], resources: [topic, queue] }),\n", ''),
  )
})

describe('a file that must not be written', () => {
  const source = policy("[allow({ actions: ['s3:*', 'sqs:*'], resources: ['*'] })]")
  const asked = narrow(allow(['s3:*', 'sqs:*']), allow(['s3:*']))

  it('is left alone when it lies elsewhere, is read-only or is not UTF-8', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'patch-'))
    try {
      await writeFile(join(elsewhere, 'role.ts'), source)
      await symlink(join(elsewhere, 'role.ts'), join(dir, 'role.ts'))
      expect((await patchSource({ dir, proposals: [asked] })).manual).toMatchObject([
        {
          file: 'role.ts',
          line: 4,
          reason: 'the file lies elsewhere, behind a link',
          statement: "allow({ actions: ['s3:*'], resources: ['*'] })",
        },
      ])
      expect(await readFile(join(elsewhere, 'role.ts'), 'utf8')).toBe(source)
    } finally {
      await rm(elsewhere, { recursive: true })
    }
    await rm(join(dir, 'role.ts'))
    await write({ 'role.ts': source })
    await chmod(join(dir, 'role.ts'), 0o444)
    expect((await patchSource({ dir, proposals: [asked] })).manual).toMatchObject([{ reason: 'the file is read-only' }])
    expect(await read('role.ts')).toBe(source)
    await rm(join(dir, 'role.ts'))
    const latin1 = Buffer.from(source.replace('export', '// caf\u00E9\nexport'), 'latin1')
    await write({ 'role.ts': latin1 })
    expect((await patchSource({ dir, proposals: [asked] })).manual).toMatchObject([{ reason: 'the file is not UTF-8' }])
    expect(await readFile(join(dir, 'role.ts'))).toEqual(latin1)
  })

  it('is read where it lies, when a link within the folder leads to it', async () => {
    await write({ 'real/role.ts': source })
    await symlink(join(dir, 'real', 'role.ts'), join(dir, 'link.ts'))
    expect((await patchSource({ dir, proposals: [asked] })).patched).toMatchObject([{ file: 'real/role.ts' }])
  })

  it('does not matter where it defines nothing: a template, or a page with tags', async () => {
    await write({
      'role.ts': source,
      'page.tsx': 'export const page = <b>hello</b>\n',
      'template.ts': 'const {{ name }} = <%= x %>\n',
    })
    expect((await patchSource({ dir, proposals: [asked] })).patched).toMatchObject([{ file: 'role.ts' }])
  })
})

describe('a statement that two proposals or somebody else has changed', () => {
  const text = (actions: string, resources: string, more = ''): string =>
    policy(`[allow({ actions: [${actions}], resources: [${resources}]${more} })]`)
  const both = { Effect: 'Allow', Action: ['s3:*', 'sqs:*'], Resource: ['a', 'b'] } as const
  const resources: Proposal = {
    ...narrow(both, { ...both, Resource: ['a'] }),
    id: 'feed2',
    kind: 'narrow-resources',
    touched: [],
    after: { ...both, Resource: ['a'] },
    proof: 'narrower',
  }

  it('loses actions and resources, in whatever order they are proposed', async () => {
    const actions = narrow(both, { ...both, Action: ['s3:*'] })
    for (const proposals of [
      [actions, resources],
      [resources, actions],
    ]) {
      await write({ 'role.ts': text("'s3:*', 'sqs:*'", "'a', 'b'") })
      expect((await patchSource({ dir, proposals })).manual).toEqual([])
      expect(await read('role.ts')).toBe(text("'s3:*'", "'a'"))
    }
  })

  it('is left alone where its conditions are not the ones that were reviewed', async () => {
    const model = (Condition?: Statement['Condition']) => ({
      sources: {
        groups: {},
        statements: [{ ...P, statement: 0, definitions: [{ policy: 'P', statement: 0 }], tasks: [], roles: [] }],
      },
      state: stateOf({ ...both, ...(Condition === undefined ? {} : { Condition }) }),
    })
    const now = text("'s3:*', 'sqs:*'", "'a', 'b'", ", conditions: { Bool: { 'aws:SecureTransport': 'true' } }")
    await write({ 'role.ts': now })
    for (const after of [null, { ...both, Action: ['s3:*'] }]) {
      const asked = narrow(both, after)
      const changed = model({ Bool: { 'aws:SecureTransport': 'true' } })
      expect((await patchSource({ dir, proposals: [asked], ...changed })).manual).toMatchObject([
        { reason: 'the source does not say what was reviewed: its conditions have changed since' },
      ])
      expect(await read('role.ts')).toBe(now)
    }
  })
})

it('is patched again where a run ended before all files were written', async () => {
  const [a, b] = ['A', 'B'].map((name) =>
    policy("[allow({ actions: ['s3:*', 'sqs:*'], resources: ['*'] })]").replace("'P'", `'${name}'`),
  )
  await write({ 'a.ts': a ?? '', 'b.ts': b ?? '' })
  const proposals = ['A', 'B'].map((policyName): StatementProposal => ({
    ...narrow(allow(['s3:*', 'sqs:*']), allow(['s3:*'])),
    id: `feed${policyName}`,
    policyName,
  }))
  const open = () =>
    openHistory({ dir: join(dir, '.audit'), accountId: base.accountId, by: { arn: 'a' }, now: () => new Date() })
  const history = await open()
  await patchSource({ dir, proposals, history })
  await history.close()
  const [patchedA, patchedB] = [await read('a.ts'), await read('b.ts')]
  // As if it had been killed between the two.
  await write({ 'b.ts': b ?? '' })
  const second = await open()
  const again = await unwrittenPatches(dir, second.earlier)
  expect([...again]).toEqual(['feedB'])
  await patchSource({ dir, proposals: proposals.filter(({ id }) => again.has(id)), history: second })
  await second.close()
  expect([await read('a.ts'), await read('b.ts')]).toEqual([patchedA, patchedB])
  const third = await open()
  expect([...(await unwrittenPatches(dir, third.earlier))]).toEqual([])
  // What a killed run wrote of is taken back like everything else.
  await restoreSource({ dir, proposals: ['feedA', 'feedB'], reason: 'needed', history: third })
  await third.close()
  expect([await read('a.ts'), await read('b.ts')]).toEqual([a, b])
  const fourth = await open()
  expect([...(await unwrittenPatches(dir, fourth.earlier))]).toEqual([])
  await fourth.close()
})
