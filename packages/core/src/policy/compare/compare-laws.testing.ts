import fc from 'fast-check'
import { expect } from 'vitest'
import { comparePolicies, type PolicyComparison } from './compare-policies.ts'
import { createEvaluator } from '../evaluate/create-evaluator.ts'
import type { PolicyDocument, Statement } from '../document.ts'
import { asList } from '../as-list.ts'
import type { Request } from '../request.ts'
import { document, request, statement } from './random-policies.testing.ts'

/** Fails unless the comparison agrees with the evaluator: on its own witnesses, and on every one of the requests. */
export function expectToAgree(
  before: PolicyDocument,
  after: PolicyDocument,
  requests: readonly Request[],
): PolicyComparison {
  const compared = comparePolicies(before, after)
  const [old, young] = [createEvaluator(before), createEvaluator(after)]
  const allowed = (one: Request): [boolean, boolean] => [
    old.decide(one).effect === 'allow',
    young.decide(one).effect === 'allow',
  ]
  for (const one of compared.gained) expect([...allowed(one), one]).toEqual([false, true, one])
  for (const one of compared.lost) expect([...allowed(one), one]).toEqual([true, false, one])
  for (const one of requests) {
    const [was, is] = allowed(one)
    const { relation } = compared
    const admitted =
      relation === 'different' || (is && !was ? relation === 'wider' : was && !is ? relation === 'narrower' : true)
    if (!admitted) expect([relation, one]).toBe('a relation that admits this request')
  }
  return compared
}

type Change = (statements: readonly Statement[], other: readonly Statement[]) => readonly Statement[]

const withFirst =
  (change: (first: Statement, other: Statement | undefined) => Statement): Change =>
  ([first, ...rest], [other]) =>
    first === undefined ? rest : [change(first, other), ...rest]

/** Ways to change a document a little: unrelated documents are nearly always just different. */
const changes: readonly Change[] = [
  (_, other) => other,
  (statements, other) => [...statements, ...other.slice(0, 1)],
  (statements, other) => (statements.length > 1 ? statements.slice(1) : other),
  (statements) => statements.toReversed().concat(statements.slice(0, 1)),
  withFirst(({ Condition: _condition, ...rest }, other) => ({
    ...rest,
    ...(other?.Condition === undefined ? {} : { Condition: other.Condition }),
  })),
  withFirst(({ Resource: _resource, NotResource: _not, ...rest }) => ({
    ...rest,
    Resource: ['arn:aws:s3:::bills/*', 'arn:aws:s3:::*'],
  })),
  withFirst(({ Action: _action, NotAction: _not, ...rest }) => ({ ...rest, Action: ['s3:Get*', 'acme:*'] })),
  withFirst((first) => ({ ...first, Effect: first.Effect === 'Allow' ? 'Deny' : 'Allow' })),
]

/** A document and a relative of it. */
export const pair: fc.Arbitrary<readonly [PolicyDocument, PolicyDocument]> = fc
  .record({ before: document(), other: document(), change: fc.nat({ max: changes.length - 1 }) })
  .map(({ before, other, change }) => {
    const changed = changes[change]?.(asList(before.Statement), asList(other.Statement)) ?? []
    return [before, changed.length === 0 ? other : { ...before, Statement: changed }]
  })

/** Null when the property holds, else what fast-check has to say. */
export function report<T>(property: fc.IProperty<T>, parameters: fc.Parameters<T>): string | null {
  return fc.defaultReportMessage(fc.check(property, parameters)) ?? null
}

/** The laws of comparing, over that many random documents each; each gives null or what breaks it. */
export const laws = (numRuns: number): Readonly<Record<string, () => string | null>> => ({
  'agrees with the evaluator on witnesses and random requests': () => {
    let decided = 0
    const requests = fc.sample(request, 400)
    const broken = report(
      fc.property(pair, ([before, after]) => {
        if (expectToAgree(before, after, requests).undecided === undefined) decided++
      }),
      { numRuns },
    )
    return broken ?? (decided > numRuns * 0.95 ? null : `only ${decided} of ${numRuns} pairs were decided`)
  },
  'mirrors when the sides are swapped': () => {
    const mirrored = { equal: 'equal', narrower: 'wider', wider: 'narrower', different: 'different' }
    return report(
      fc.property(pair, ([before, after]) => {
        const [there, back] = [comparePolicies(before, after), comparePolicies(after, before)]
        expect(back.relation).toBe(mirrored[there.relation])
        expect(back.gained).toEqual(there.lost)
        expect(back.lost).toEqual(there.gained)
      }),
      { numRuns },
    )
  },
  'calls a document equal to itself, however its statements stand': () => {
    return report(
      fc.property(document(), fc.nat(), (before, place) => {
        const statements = asList(before.Statement)
        const again = statements[place % statements.length]
        const after = [...(again === undefined ? [] : [{ ...again, Sid: 'Again' }]), ...statements.toReversed()]
        expect(comparePolicies(before, { ...before, Statement: after })).toEqual({
          relation: 'equal',
          gained: [],
          lost: [],
        })
        expect(comparePolicies([before], [before, before]).relation).toBe('equal')
      }),
      { numRuns },
    )
  },
  'finds nothing gained when a statement that allows goes, or one that denies comes': () => {
    return report(
      fc.property(document(), statement(), (before, extra) => {
        const statements = asList(before.Statement)
        const more = [...statements, extra]
        const [less, fuller] = extra.Effect === 'Allow' ? [statements, more] : [more, statements]
        const { relation, gained } = comparePolicies({ ...before, Statement: fuller }, { ...before, Statement: less })
        expect(gained).toEqual([])
        expect(relation).not.toBe('wider')
      }),
      { numRuns },
    )
  },
})
