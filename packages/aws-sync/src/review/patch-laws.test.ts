import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Statement, StatementProposal } from '@rolewright/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openHistory } from '../audit/open-history.ts'
import { definitionCalls } from './definition-calls.ts'
import { textOf } from './edit-list.ts'
import { patchSource } from './patch-source.ts'
import { restoreSource } from './restore-source.ts'
import { readStatement, statementsOf } from './statement-source.ts'
import { parseSource } from './syntax.ts'

// Laws of patches: whatever the layout, the source says afterwards just what was accepted, its comments stay where what they stand at
// stays, and taking everything back, in any order, gives the model back.

const accountId = '111122223333'
const ACTIONS = ['s3:*', 'sqs:*', 'sns:*', 'ec2:Describe*', 'iam:ListRoles']

type Layout = 'line' | 'lines' | 'no comma' | 'comma first' | 'tight' | 'parentheses' | 'comments'

interface Written {
  readonly actions: readonly string[]
  readonly layout: Layout
  /** What it becomes: these actions, none of them for a removal; undefined where nothing is proposed. */
  readonly kept: readonly string[] | undefined
}

const written: fc.Arbitrary<Written> = fc
  .tuple(
    fc.shuffledSubarray(ACTIONS, { minLength: 1 }),
    fc.constantFrom<Layout>('line', 'lines', 'no comma', 'comma first', 'tight', 'parentheses', 'comments'),
    fc.constantFrom('narrow', 'replace', 'remove', 'leave'),
    fc.nat(),
  )
  .map(([actions, layout, fate, seed]) => {
    const some = actions.filter((_, index) => ((seed >> index) & 1) === 0)
    const fewer = some.length === 0 || some.length === actions.length ? actions.slice(1) : some
    const kept = {
      leave: undefined,
      remove: [],
      narrow: fewer.length === 0 ? undefined : fewer,
      replace: actions.flatMap((action) =>
        action.endsWith(':*') ? [action.replace('*', 'Get*'), action.replace('*', 'List*')] : action,
      ),
    }[fate]
    return { actions, layout, kept: kept?.join() === actions.join() ? undefined : kept }
  })

const resource = (index: number): string => `arn:aws:s3:::bucket-${index}`

function code({ actions, layout }: Written, index: number): string {
  const quoted = actions.map((action) => `'${action}'`)
  const rest = `resources: ['${resource(index)}']`
  switch (layout) {
    case 'line':
      return `allow({ actions: [${quoted.join(', ')}], ${rest} })`
    case 'tight':
      return `allow({actions:[${quoted.join(',')}],${rest}})`
    case 'parentheses':
      return `(allow(({ 'actions': ([${quoted.join(', ')}] as const), ${rest} })))`
    case 'lines':
      return `allow({\n      actions: [\n${quoted.map((one) => `        ${one},\n`).join('')}      ],\n      ${rest},\n    })`
    case 'no comma':
      return `allow({\n      actions: [\n        ${quoted.join(',\n        ')}\n      ],\n      ${rest}\n    })`
    case 'comma first':
      return `allow({\n      actions: [\n          ${quoted.join('\n        , ')}\n      ]\n    , ${rest}\n    })`
    case 'comments':
      return `allow({\n      // kept ${index}\n      actions: [\n${quoted.map((one) => `        // why, ${one.slice(1, -1)}\n        ${one}, // and, so\n`).join('')}      ],\n      ${rest}, /* kept too ${index} */\n    })`
    default:
      return layout satisfies never
  }
}

const source = (all: readonly Written[]): string =>
  `import { allow, definePolicy } from '@rolewright/core'\n\nexport const p = definePolicy({\n  name: 'P',\n  statements: [\n${all.map((one, index) => `    // at ${index}\n    ${code(one, index)},\n`).join('')}  ],\n})\n`

/** What a source says, and how: a statement a resource. */
function said(text: string): ReadonlyMap<string, { readonly actions: readonly string[]; readonly text: string }> {
  const syntax = parseSource(text, 'role.ts')
  const [policy] = definitionCalls(syntax)
  const statements = policy === undefined ? 'none' : statementsOf(policy.object)
  if (typeof statements === 'string') throw new Error(statements)
  return new Map(
    statements.elements.map((element) => {
      const read = readStatement(element, syntax)
      if (typeof read === 'string') throw new Error(read)
      return [
        read.resources?.texts[0] ?? '',
        { actions: read.actions.map(({ action }) => action), text: textOf(syntax, element) },
      ]
    }),
  )
}

function proposalOf({ actions, kept }: Written, index: number): readonly StatementProposal[] {
  if (kept === undefined) return []
  const statement = (Action: readonly string[]): Statement => ({ Effect: 'Allow', Action, Resource: resource(index) })
  return [
    {
      id: `feed${index}`,
      kind: kept.length === 0 ? 'remove-statement' : 'narrow-statement',
      accountId,
      policyArn: `arn:aws:iam::${accountId}:policy/P`,
      policyName: 'P',
      groups: [],
      statementIndex: index,
      before: statement(actions),
      after: kept.length === 0 ? null : statement(kept),
      windowDays: 90,
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
    },
  ]
}

it('says what was accepted and keeps the rest, does nothing twice, and gives everything back in any order', async () => {
  await fc.assert(
    fc.asyncProperty(
      // The last statement of a policy is never taken out.
      fc.array(written, { minLength: 1, maxLength: 4 }).filter((all) => all.some(({ kept }) => kept?.length !== 0)),
      fc.infiniteStream(fc.nat()),
      async (all, order) => {
        const dir = await mkdtemp(join(tmpdir(), 'patch-'))
        const read = (): Promise<string> => readFile(join(dir, 'role.ts'), 'utf8')
        const open = () =>
          openHistory({ dir: join(dir, '.audit'), accountId, by: { arn: 'a' }, now: () => new Date(0) })
        try {
          const text = source(all)
          await writeFile(join(dir, 'role.ts'), text)
          const proposals = all.flatMap(proposalOf)
          const history = await open()
          const { manual } = await patchSource({ dir, proposals, history })
          await history.close()
          expect(manual).toEqual([])
          const [before, patched] = [said(text), said(await read())]
          for (const [index, { actions, kept }] of all.entries()) {
            const now = patched.get(resource(index))
            expect(now?.actions.toSorted()).toEqual(kept?.length === 0 ? undefined : (kept ?? actions).toSorted())
            const left = kept === undefined ? before.get(resource(index))?.text : now?.text
            expect(now?.text).toBe(left)
            const comments = before.get(resource(index))?.text.match(/\/[/*] kept.*/g) ?? []
            for (const comment of now === undefined ? [] : [`// at ${index}`, ...comments])
              expect(await read()).toContain(comment)
          }
          const once = await read()
          expect((await patchSource({ dir, proposals })).files).toEqual([])
          expect(await read()).toBe(once)
          const ids = proposals.map(({ id }) => ({ id, at: order.next().value })).toSorted((a, b) => a.at - b.at)
          for (const { id } of ids) {
            const again = await open()
            const { proposals: outcomes } = await restoreSource({
              dir,
              proposals: [id],
              reason: 'needed',
              history: again,
            })
            await again.close()
            expect(outcomes).toMatchObject([{ outcome: 'restored' }])
          }
          const restored = said(await read())
          for (const [name, { actions }] of before)
            expect(restored.get(name)?.actions.toSorted()).toEqual(actions.toSorted())
          expect(restored.size).toBe(before.size)
        } finally {
          await rm(dir, { recursive: true })
        }
      },
    ),
    { numRuns: 15 },
  )
})
