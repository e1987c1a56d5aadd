import {
  comparePolicies,
  createEvaluator,
  minimizePolicy,
  narrowPolicy,
  parsePolicy,
  type PolicyDocument,
  policiesEqual,
  printPolicy,
} from '@rolewright/core/policy'
import { expect, test } from 'vitest'
import { mutated } from './mutated-policies.ts'

const runs = 500
const each = (law: (given: ReturnType<typeof mutated>, seed: number) => void): void => {
  for (let seed = 1; seed <= runs; seed++) law(mutated(seed), seed)
}
const allows = (document: PolicyDocument | null, requests: ReturnType<typeof mutated>['requests']): boolean[] => {
  const evaluator = createEvaluator(document ?? [])
  return requests.map((request) => evaluator.decide(request).effect === 'allow')
}

test('minimising keeps every decision, is proved to mean the same, and is its own result', () => {
  each(({ before, requests }, seed) => {
    const strict = minimizePolicy(before)
    expect([seed, allows(strict, requests)]).toEqual([seed, allows(before, requests)])
    expect([seed, comparePolicies(before, strict).relation]).toEqual([seed, 'equal'])
    expect([seed, minimizePolicy(strict)]).toEqual([seed, strict])
    expect([seed, comparePolicies(before, minimizePolicy(before, { wildcards: 'catalogue' })).lost]).toEqual([seed, []])
  })
})

test('a comparison never says more than the evaluator confirms', () => {
  let decided = 0
  each(({ before, after, requests }, seed) => {
    const { relation, gained, lost, undecided } = comparePolicies(before, after)
    if (undecided === undefined) decided++
    expect([seed, allows(before, gained), allows(after, gained)]).toEqual([
      seed,
      gained.map(() => false),
      gained.map(() => true),
    ])
    expect([seed, allows(before, lost), allows(after, lost)]).toEqual([
      seed,
      lost.map(() => true),
      lost.map(() => false),
    ])
    const [was, is] = [allows(before, requests), allows(after, requests)]
    const gains = is.filter((now, index) => now && was[index] === false)
    const losses = was.filter((then, index) => then && is[index] === false)
    expect([seed, ['equal', 'narrower'].includes(relation) ? gains : []]).toEqual([seed, []])
    expect([seed, ['equal', 'wider'].includes(relation) ? losses : []]).toEqual([seed, []])
  })
  expect(decided).toBeGreaterThan(runs * 0.98)
})

test('narrowing never allows what was not allowed, and printing and parsing invert', () => {
  each(({ before, requests }, seed) => {
    const dates = [null, '2026-11-01T00:00:00Z', '2026-01-01']
    const names = requests.map(({ action }) => action.slice(0, action.indexOf(':')).toLowerCase())
    const services = Object.fromEntries(names.map((name, index) => [name, dates[(seed + index) % 3] ?? null]))
    const actions = Object.fromEntries(
      requests.slice(0, 6).map(({ action }, index) => [action, dates[index % 3] ?? null]),
    )
    const { document } = narrowPolicy(before, { services, actions }, { now: '2026-11-22', windowDays: 90 })
    const was = allows(before, requests)
    expect([seed, allows(document, requests).filter((is, index) => is && was[index] === false)]).toEqual([seed, []])
    expect([seed, comparePolicies(before, document ?? []).gained]).toEqual([seed, []])
    const printed = printPolicy(before)
    expect([seed, printPolicy(parsePolicy(printed))]).toEqual([seed, printed])
    expect([seed, policiesEqual(before, parsePolicy(printed))]).toEqual([seed, true])
  })
})
