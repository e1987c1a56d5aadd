import { array, assert, property } from 'fast-check'
import { expect, test } from 'vitest'
import { comparePolicies } from '../compare/compare-policies.ts'
import type { PolicyDocument } from '../document.ts'
import { lintPolicy } from '../lint/lint-policy.ts'
import { minimizePolicy } from '../minimize/minimize-policy.ts'
import { parsePolicy } from '../parse/parse-policy.ts'
import { PolicyError } from '../policy-error.ts'
import { policiesEqual } from '../print/policies-equal.ts'
import { printPolicy } from '../print/print-policy.ts'
import { createEvaluator, type Evaluator } from './create-evaluator.ts'
import { hostilePolicy, hostileRequest } from './hostile-policies.testing.ts'

/** What `work` gives; undefined where it throws a PolicyError, the only thing that it may throw. */
function unlessRefused<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof PolicyError) return undefined
    throw error
  }
}

const parsed = (policy: unknown): PolicyDocument | undefined => unlessRefused(() => parsePolicy(policy))

test('whatever a policy holds is refused with a PolicyError or decides whatever is asked', () => {
  let decided = 0
  assert(
    property(hostilePolicy, array(hostileRequest, { minLength: 3, maxLength: 6 }), (policy, requests) => {
      const document = parsed(policy)
      if (document === undefined) return
      const evaluator = unlessRefused((): Evaluator => createEvaluator([document]))
      const text = evaluator === undefined ? undefined : printPolicy(document)
      const again = text === undefined ? undefined : createEvaluator([parsePolicy(text), minimizePolicy(document)])
      for (const request of requests) {
        const decision = evaluator?.decide(request)
        if (decision === undefined) continue
        decided++
        expect(['allow', 'explicit-deny', 'implicit-deny']).toContain(decision.effect)
        expect(again?.decide(request).effect).toBe(decision.effect)
      }
    }),
    { numRuns: 1500 },
  )
  expect(decided).toBeGreaterThan(1000)
})

test('lint reports on whatever a policy holds, and comparing and minimising refuse it or keep it', () => {
  assert(
    property(hostilePolicy, (policy) => {
      expect(Array.isArray(lintPolicy(policy))).toBe(true)
      const document = parsed(policy)
      if (document === undefined) return
      expect(policiesEqual(document, parsePolicy(printPolicy(document)))).toBe(true)
      const compared = unlessRefused(() => comparePolicies(document, minimizePolicy(document)))
      const relation = compared?.undecided === undefined ? compared?.relation : 'equal'
      expect(relation ?? 'equal').toBe('equal')
    }),
    { numRuns: 400 },
  )
})
