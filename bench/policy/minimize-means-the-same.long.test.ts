import { comparePolicies, minimizePolicy, parsePolicy, type PolicyComparison } from '@rolewright/core/policy'
import { expect, test } from 'vitest'
import { latestManagedPolicies } from './latest-managed-policies.ts'

const documents = latestManagedPolicies().map(({ text }) => parsePolicy(text))

/** How often each answer was given; `undecided` apart from what is known to differ. */
function answers(wildcards: 'strict' | 'catalogue'): Readonly<Record<string, number>> {
  const count: Record<string, number> = {}
  for (const document of documents) {
    const answer = said(comparePolicies(document, minimizePolicy(document, { wildcards })))
    count[answer] = (count[answer] ?? 0) + 1
  }
  return count
}

function said({ relation, undecided, gained, lost }: PolicyComparison): string {
  return undecided === undefined ? relation : `undecided, ${gained.length} gained, ${lost.length} lost`
}

test('every AWS managed policy is proved to mean the same after strict minimising', () => {
  expect(answers('strict')).toEqual({ equal: documents.length })
})

test('patterns from the catalogue make a policy wider or leave it equal, never narrower', () => {
  const { equal, wider, ...rest } = answers('catalogue')
  expect(rest).toEqual({})
  expect((equal ?? 0) + (wider ?? 0)).toBe(documents.length)
  expect(wider).toBeGreaterThan(0)
})
