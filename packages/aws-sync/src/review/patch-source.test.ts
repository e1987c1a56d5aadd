import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Statement, StatementProposal } from '@rolewright/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type PatchResult, patchSource } from './patch-source.ts'
import { sourceLocations } from './source-locations.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'patch-'))
})
afterEach(() => rm(dir, { recursive: true }))

let ids = 0

function proposal(
  policyName: string,
  statementIndex: number,
  before: Statement,
  after: Statement | null,
): StatementProposal {
  return {
    id: `proposal${(ids += 1)}`,
    kind: after === null ? 'remove-statement' : 'narrow-statement',
    accountId: '111122223333',
    policyArn: `arn:aws:iam::111122223333:policy/rolewright/example/${policyName}`,
    policyName,
    groups: ['Developers'],
    statementIndex,
    before,
    after,
    documents: [],
    evidence: [],
    risk: { level: 'low', reasons: [] },
    lossByPerson: [],
    needed: [],
    removed: [],
    kept: [],
    windowDays: 90,
    proof: 'narrower',
    actionsRemoved: 1,
    charactersSaved: 1,
  }
}

const allow = (Action: readonly string[], more: Partial<Statement> = {}): Statement => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...more,
})

async function patch(
  source: string,
  ...proposals: readonly StatementProposal[]
): Promise<PatchResult & { readonly text: string }> {
  const path = join(dir, 'role.ts')
  await writeFile(path, source)
  const result = await patchSource({ dir, proposals })
  return { ...result, text: await readFile(path, 'utf8') }
}

const power: Statement = { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }
const powerAfter = allow(['ec2:*', 's3:*'], { Sid: 'FullAccessToSomeServices' })
const powerSource = `import { allow, definePolicy } from '@rolewright/core'

/** Made so that a review can narrow it. */
export const power = definePolicy({
  name: 'Power',
  description: 'Everything but users.', // for now
  statements: [
    allow({ notActions: ['iam:*', 'organizations:*'], resources: ['*'] }),
    allow({
      actions: [
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeOrganization',
      ],
      resources: ['*'],
    }),
  ],
})
`

describe('patchSource', () => {
  it('turns NotAction into what remains, with its Sid, and leaves all else byte for byte', async () => {
    const { text, patched, manual } = await patch(powerSource, proposal('Power', 0, power, powerAfter))
    expect(text).toBe(
      powerSource.replace(
        `allow({ notActions: ['iam:*', 'organizations:*'], resources: ['*'] })`,
        `allow({ sid: 'FullAccessToSomeServices', actions: ['ec2:*', 's3:*'], resources: ['*'] })`,
      ),
    )
    expect(patched).toMatchObject([{ proposal: expect.any(String), policyName: 'Power', file: 'role.ts', line: 8 }])
    expect(manual).toEqual([])
  })

  it('gives each of two narrowed statements a Sid of its own', async () => {
    const regional: Statement = { Effect: 'Allow', NotAction: ['iam:*'], Resource: 'arn:aws:sqs:*:*:*' }
    const source = powerSource.replace(
      '    allow({\n',
      "    allow({ notActions: ['iam:*'], resources: ['arn:aws:sqs:*:*:*'] }),\n    allow({\n",
    )
    const { text, manual } = await patch(
      source,
      proposal('Power', 0, power, powerAfter),
      proposal('Power', 1, regional, {
        ...allow(['sqs:*'], { Sid: 'FullAccessToSomeServices' }),
        Resource: 'arn:aws:sqs:*:*:*',
      }),
    )
    expect(manual).toEqual([])
    const sids = [...text.matchAll(/sid: '(\w+)'/g)].map(([, sid]) => sid)
    expect(sids).toEqual(['FullAccessToSomeServices2', 'FullAccessToSomeServices'])
  })

  it('applies several accepted proposals of one policy at once', async () => {
    const second = allow([
      'iam:CreateServiceLinkedRole',
      'iam:DeleteServiceLinkedRole',
      'iam:ListRoles',
      'organizations:DescribeOrganization',
    ])
    const { text } = await patch(
      powerSource,
      proposal('Power', 1, second, null),
      proposal('Power', 0, power, powerAfter),
    )
    expect(text).toBe(`import { allow, definePolicy } from '@rolewright/core'

/** Made so that a review can narrow it. */
export const power = definePolicy({
  name: 'Power',
  description: 'Everything but users.', // for now
  statements: [
    allow({ sid: 'FullAccessToSomeServices', actions: ['ec2:*', 's3:*'], resources: ['*'] }),
  ],
})
`)
    const less = await patch(powerSource, proposal('Power', 1, second, allow(['iam:ListRoles'])))
    expect(less.text).toContain(
      `    allow({\n      actions: [\n        'iam:ListRoles',\n      ],\n      resources: ['*'],\n    }),\n`,
    )
  })

  it('keeps resources and conditions as they are written, and the comments in a list that only loses', async () => {
    const source = `import { allow as permit, definePolicy, unlisted } from "@rolewright/core"
const bucket = "arn:aws:s3:::{{bucket}}"
export const p = definePolicy({
\tname: "P",
\tstatements: [
\t\tpermit({
\t\t\tactions: [
\t\t\t\t// reads
\t\t\t\t"s3:GetObject",
\t\t\t\tunlisted("s3:BrandNew"), // announced
\t\t\t\t// writes
\t\t\t\t"s3:PutObject",
\t\t\t],
\t\t\tresources: [bucket + "/*"],
\t\t\tconditions: { Bool: { "aws:SecureTransport": "true" } },
\t\t}),
\t],
} as const)
`
    const before = allow(['s3:GetObject', 's3:BrandNew', 's3:PutObject'])
    const { text } = await patch(source, proposal('P', 0, before, allow(['s3:GetObject', 's3:BrandNew'])))
    expect(text).toBe(source.replace('\t\t\t\t// writes\n\t\t\t\t"s3:PutObject",\n', ''))
    const other = await patch(source, proposal('P', 0, before, allow(['s3:GetObject'])))
    expect(other.text).toBe(
      source
        .replace('\t\t\t\tunlisted("s3:BrandNew"), // announced\n\t\t\t\t// writes\n\t\t\t\t"s3:PutObject",\n', '')
        .replace(', unlisted', ''),
    )
  })

  it('imports what it needs, and no longer what it left without a use', async () => {
    const source = `import { allow, definePolicy, deny, unlisted } from '@rolewright/core'

export const p = definePolicy({
  name: 'P',
  statements: [
    // Never from outside.
    deny({ actions: ['sqs:*'], resources: ['*'] }),
    allow({ actions: ['sqs:*'], resources: ['*'] }),
    allow({ actions: [unlisted('ec3:*'), 's3:*'], resources: ['*'] }),
  ],
})
`
    const { text } = await patch(
      source,
      proposal('P', 1, allow(['sqs:*']), null),
      proposal('P', 2, allow(['ec3:*', 's3:*']), allow(['s3:*'])),
    )
    expect(text).toBe(
      source
        .replace(', unlisted', '')
        .replace("    allow({ actions: ['sqs:*'], resources: ['*'] }),\n", '')
        .replace("unlisted('ec3:*'), ", ''),
    )
    const wide = `import { allow, definePolicy } from '@rolewright/core'
export const p = definePolicy({
  name: 'P',
  statements: [allow({ notActions: ['iam:*'], resources: ['*'] })],
})
`
    const unknown = await patch(
      wide,
      proposal('P', 0, { Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }, allow(['brandnew:*', 's3:*'])),
    )
    expect(unknown.text).toBe(
      wide
        .replace('definePolicy }', 'definePolicy, unlisted }')
        .replace("notActions: ['iam:*']", "actions: [unlisted('brandnew:*'), 's3:*']"),
    )
  })

  it('takes a statement out of a list on one line', async () => {
    const line = (list: string): string =>
      `import { allow, definePolicy } from '@rolewright/core'\nexport const p = definePolicy({ name: 'P', statements: [${list}] })\n`
    const [a, b, c] = ['a', 'b', 'c'].map((name) => `allow({ actions: ['s3:Get*'], resources: ['${name}'] })`)
    const remove = (index: number): StatementProposal =>
      proposal('P', index, allow(['s3:Get*'], { Resource: ['a', 'b', 'c'][index] ?? '' }), null)
    const source = line(`${a}, ${b}, ${c}`)
    expect((await patch(source, remove(0))).text).toBe(line(`${b}, ${c}`))
    expect((await patch(source, remove(1))).text).toBe(line(`${a}, ${c}`))
    expect((await patch(source, remove(2))).text).toBe(line(`${a}, ${b}`))
    expect((await patch(source, remove(0), remove(2))).text).toBe(line(`${b}`))
    expect((await patch(source, remove(1), remove(2))).text).toBe(line(`${a}`))
  })

  it('breaks what does not fit into a line', async () => {
    const source = `import { allow, definePolicy } from '@rolewright/core'
export const p = definePolicy({
  name: 'P',
  statements: [
    allow({ notActions: ['iam:*'], resources: ['*'] }),
  ],
})
`
    const services = [
      'autoscaling',
      'cloudformation',
      'cloudwatch',
      'dynamodb',
      'ec2',
      'elasticloadbalancing',
      'glue',
      's3',
    ]
    const after = allow(services.map((service) => `${service}:*`))
    const { text } = await patch(
      source,
      proposal('P', 0, { Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }, after),
    )
    expect(text).toContain(`    allow({
      actions: [
        'autoscaling:*',
        'cloudformation:*',
        'cloudwatch:*',
        'dynamodb:*',
        'ec2:*',
        'elasticloadbalancing:*',
        'glue:*',
        's3:*',
      ],
      resources: ['*'],
    }),
`)
  })

  it.each([
    ['no such name', `definePolicy({ name: other, statements: [] })`, 'no `definePolicy` has the literal name `P`'],
    [
      'a name from a parameter',
      'definePolicy({ name: `P${x}`, statements: [] })',
      'no `definePolicy` has the literal name `P`',
    ],
    ['computed statements', `definePolicy({ name: 'P', statements: make() })`, 'its statements are computed'],
    [
      'spread statements',
      `definePolicy({ name: 'P', statements: [...base, allow({ actions: ['s3:*'], resources: ['*'] })] })`,
      'its statements are put together from other lists',
    ],
    [
      'a spread policy',
      `definePolicy({ ...base, name: 'P', statements: [allow({ actions: ['s3:*', 'sqs:*'], resources: ['*'] })] })`,
      'the policy is put together from other values',
    ],
    ['a computed statement', `definePolicy({ name: 'P', statements: [readQueue('x')] })`, 'the statement is computed'],
    [
      'computed actions',
      `definePolicy({ name: 'P', statements: [allow({ actions: ['s3:*', ...queues], resources: ['*'] })] })`,
      'its actions are computed',
    ],
    [
      'actions with parameters',
      `definePolicy({ name: 'P', statements: [allow({ actions: ['s3:*', '{{service}}:*'], resources: ['*'] })] })`,
      'its actions hold parameters',
    ],
    [
      'a source that says something else',
      `definePolicy({ name: 'P', statements: [allow({ actions: ['sns:*'], resources: ['*'] })] })`,
      'the source does not say what was reviewed: it has changed since, or was not applied',
    ],
    [
      'two definitions of the name',
      `[definePolicy({ name: 'P', statements: [] }), definePolicy({ name: 'P', statements: [] })]`,
      '`P` is defined twice, in `role.ts` and `role.ts`',
    ],
    ['fewer statements', `definePolicy({ name: 'P', statements: [] })`, 'the source has only 0 statements'],
  ])('leaves %s alone and gives the statement to write in', async (_, code, reason) => {
    const source = `export const p = ${code}\n`
    const before = allow(['s3:*', 'sqs:*'])
    const { text, patched, manual } = await patch(source, proposal('P', 0, before, allow(['s3:*'])))
    expect(text).toBe(source)
    expect(patched).toEqual([])
    expect(manual).toMatchObject([
      { policyName: 'P', reason, statement: "allow({ actions: ['s3:*'], resources: ['*'] })" },
    ])
  })

  it('says where the name of a policy stands that a function makes', async () => {
    const source = `import { make } from './make.ts'\n\nexport const p = make({ environment: 'dev', policy: 'P' })\n`
    const { manual } = await patch(source, proposal('P', 0, allow(['s3:*', 'sqs:*']), allow(['s3:*'])))
    expect(manual).toMatchObject([{ file: 'role.ts', line: 3, reason: 'no `definePolicy` has the literal name `P`' }])
  })

  it('does not take out the last statement of a policy', async () => {
    const source = `definePolicy({ name: 'P', statements: [allow({ actions: ['sqs:*'], resources: ['*'] })] })\n`
    const { text, manual } = await patch(source, proposal('P', 0, allow(['sqs:*']), null))
    expect(text).toBe(source)
    expect(manual).toMatchObject([
      {
        reason: 'nothing would remain of the policy: take it out of its tasks, and delete it',
        statement: null,
        line: 1,
      },
    ])
  })

  it('follows the source map to the definition behind a compiled statement', async () => {
    const source = `definePolicy({ name: 'Written', statements: [allow({ actions: ['s3:*', 'sqs:*'], resources: ['*'] })] })\n`
    await writeFile(join(dir, 'role.ts'), source)
    const asked = proposal('Packed', 3, allow(['s3:*', 'sqs:*']), allow(['s3:*']))
    const from = (definitions: readonly { policy: string; statement: number }[]) => ({
      groups: {},
      statements: [
        { policyArn: asked.policyArn, policyName: 'Packed', statement: 3, definitions, tasks: [], roles: [] },
      ],
    })
    const written = { policy: 'Written', statement: 0 }
    const merged = await patchSource({
      dir,
      proposals: [asked],
      sources: from([written, { policy: 'Other', statement: 0 }]),
    })
    expect(merged.manual[0]?.reason).toBe('it was merged from statements of `Written` and `Other`')
    const dry = await patchSource({ dir, proposals: [asked], sources: from([written]), dryRun: true })
    expect(dry.files[0]?.after).toBe(source.replace(", 'sqs:*'", ''))
    expect(await readFile(join(dir, 'role.ts'), 'utf8')).toBe(source)
  })

  it('names a file that is no TypeScript, and writes nothing', async () => {
    await writeFile(join(dir, 'broken.ts'), 'const = definePolicy({ name: ')
    await expect(patch(powerSource, proposal('Power', 0, power, powerAfter))).rejects.toMatchObject({
      code: 'source-not-parsed',
      path: 'broken.ts',
    })
    expect(await readFile(join(dir, 'role.ts'), 'utf8')).toBe(powerSource)
  })
})

describe('sourceLocations', () => {
  it('finds what is defined with a literal name, by file, line and column', async () => {
    await writeFile(
      join(dir, 'role.ts'),
      `${powerSource}\nexport const task = defineTask({ id: 'work', title: 'Work', policies: [power] })\n`,
    )
    await writeFile(join(dir, 'role.test.ts'), `definePolicy({ name: 'InATest', statements: [] })`)
    expect(await sourceLocations(dir)).toEqual([
      { kind: 'policy', name: 'Power', file: 'role.ts', line: 4, column: 22 },
      { kind: 'task', name: 'work', file: 'role.ts', line: 21, column: 21 },
    ])
    await expect(sourceLocations(join(dir, 'nowhere'))).rejects.toMatchObject({ code: 'source-not-found' })
  })
})
