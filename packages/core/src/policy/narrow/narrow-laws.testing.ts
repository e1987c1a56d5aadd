import fc from 'fast-check'
import { expect } from 'vitest'
import { findAction } from '../../catalog/catalog.ts'
import { actionNames, actionSetOf } from '../match/action-patterns.ts'
import { asList } from '../as-list.ts'
import { comparePolicies } from '../compare/compare-policies.ts'
import { report } from '../compare/compare-laws.testing.ts'
import { document as anyDocument, resources } from '../compare/random-policies.testing.ts'
import { createEvaluator } from '../evaluate/create-evaluator.ts'
import type { PolicyDocument, Statement } from '../document.ts'
import { narrowPolicy, narrowStatement } from './narrow-policy.ts'
import type { UsageEvidence } from './usage-evidence.ts'

const options = { now: '2026-11-22', windowDays: 90 }
const recently = '2026-10-01T00:00:00Z'

const patterns = [
  '*',
  'iam:*',
  'iam:Get*',
  'iam:P*',
  'iam:*Role',
  'IAM:PassRole',
  's3:*',
  's3:Get*',
  's3:*Object',
  's3:PutObject',
  'sqs:*',
  'sqs:?e*',
  'acme:*',
  'acme:Do',
]

const tracked = [
  'iam:GetUser',
  'iam:GetRole',
  'iam:CreateUser',
  'iam:PassRole',
  's3:GetObject',
  's3:GetBucketAcl',
  's3:DeleteBucket',
  'sqs:SendMessage',
  'iam:NewSinceThen',
]

const date = fc.constantFrom(null, recently, '2026-01-01')

const usage: fc.Arbitrary<UsageEvidence> = fc
  .record({
    services: fc.dictionary(fc.constantFrom('iam', 's3', 'sqs', 'ec2', 'acme', 'newer'), date),
    actions: fc.dictionary(fc.constantFrom(...tracked), date),
    rest: fc.boolean(),
  })
  .map(({ services, actions, rest }) => ({
    // Half of the reports name every service that policies usually hold, as a real one does.
    services: rest
      ? {
          ...Object.fromEntries(['iam', 's3', 'sqs', 'ec2', 'acme', 'lambda', 'a4b'].map((name) => [name, null])),
          ...services,
        }
      : services,
    actions,
  }))

const document: fc.Arbitrary<PolicyDocument> = fc
  .record({
    shape: anyDocument(),
    actions: fc.array(fc.uniqueArray(fc.constantFrom(...patterns), { minLength: 1, maxLength: 3 }), {
      minLength: 4,
      maxLength: 4,
    }),
  })
  .map(({ shape, actions }) => ({
    ...shape,
    Statement: asList(shape.Statement).map((statement, index) => {
      const chosen = actions[index] ?? ['s3:*']
      const { Action: _action, NotAction, ...rest } = statement
      return NotAction === undefined ? { ...rest, Action: chosen } : { ...rest, NotAction: chosen }
    }),
  }))

/** Whether an action may not go, by the words of the contract. */
function mustStay(action: string, { services, actions }: UsageEvidence): boolean {
  const lower = action.toLowerCase()
  if (lower === 'iam:passrole') return true
  const used = (when: string | null | undefined): boolean => when === recently
  const service = lower.slice(0, lower.indexOf(':'))
  const own = actions?.[action]
  if (own !== undefined) return used(own)
  const evidence = services[service]
  return (
    evidence === undefined ||
    used(evidence) ||
    tracked.some((name) => name.startsWith(`${service}:`) && used(actions?.[name]))
  )
}

/** What neither the catalogue nor the evidence names can't be listed, and may go where a pattern becomes a list. */
const isKnown = (action: string, { actions }: UsageEvidence): boolean =>
  findAction(action) !== undefined || actions?.[action] !== undefined

/** The laws of narrowing, over that many random documents each; each gives null or what breaks it. */
export const laws = (numRuns: number): Readonly<Record<string, () => string | null>> => ({
  'keeps of the catalogue exactly what was used or can not be observed': () =>
    report(
      fc.property(document, usage, (before, evidence) => {
        for (const [index, statement] of asList(before.Statement).entries()) {
          const { after } = narrowStatement(before, index, evidence, options)
          const granted = actionNames(actionSetOf(statement))
          const wanted = statement.Effect === 'Deny' ? granted : granted.filter((action) => mustStay(action, evidence))
          expect(after === null ? [] : actionNames(actionSetOf(after))).toEqual(wanted)
        }
      }),
      { numRuns },
    ),
  'is never wider, and changes nothing but actions and Sids': () =>
    report(
      fc.property(document, usage, (before, evidence) => {
        const { document: after, removed } = narrowPolicy(before, evidence, options)
        const compared = comparePolicies(before, after ?? [])
        expect(compared.gained).toEqual([])
        expect(compared.undecided?.filter(({ direction }) => direction === 'gained') ?? []).toEqual([])
        expect(removed.length === 0).toBe(after === before)
        const strip = ({ Sid: _sid, Action: _action, NotAction: _not, ...rest }: Statement): object => rest
        const left = asList(after?.Statement).map(strip)
        const all = asList(before.Statement).map(strip)
        // What is left stands in the same order, with the same conditions and resources; every deny is there.
        let place = 0
        for (const one of all) if (JSON.stringify(one) === JSON.stringify(left[place])) place++
        expect(place).toBe(left.length)
        const denies = asList(before.Statement).filter(({ Effect }) => Effect === 'Deny')
        expect(asList(after?.Statement).filter(({ Effect }) => Effect === 'Deny')).toEqual(denies)
      }),
      { numRuns },
    ),
  'allows every request that was allowed by what must stay': () =>
    report(
      fc.property(document, usage, fc.constantFrom(...resources), (before, evidence, resource) => {
        const { document: after } = narrowPolicy(before, evidence, options)
        const [old, young] = [createEvaluator(before), createEvaluator(after ?? [])]
        for (const action of [
          ...tracked,
          's3:PutObject',
          's3:ListBucket',
          'sqs:DeleteQueue',
          'ec2:RunInstances',
          'acme:Do',
          'acme:Other',
          'newer:Thing',
        ]) {
          const [was, is] = [old, young].map((evaluator) => evaluator.decide({ action, resource }).effect === 'allow')
          if (is === true) expect([action, was]).toEqual([action, true])
        }
        for (const action of [
          'iam:PassRole',
          ...tracked.filter((name) => isKnown(name, evidence) && mustStay(name, evidence)),
        ]) {
          const [was, is] = [old, young].map((evaluator) => evaluator.decide({ action, resource }).effect)
          expect([action, is]).toEqual([action, was])
        }
      }),
      { numRuns },
    ),
  'has nothing more to take the second time': () =>
    report(
      fc.property(document, usage, (before, evidence) => {
        const once = narrowPolicy(before, evidence, options).document
        if (once === null) return
        expect(narrowPolicy(once, evidence, options)).toMatchObject({ document: once, removed: [] })
      }),
      { numRuns },
    ),
})
