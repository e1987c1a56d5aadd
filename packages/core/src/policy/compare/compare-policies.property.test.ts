import { expect, test } from 'vitest'
import { comparePolicies } from './compare-policies.ts'
import { laws } from './compare-laws.testing.ts'
import { conditionLaws } from './condition-laws.testing.ts'

test.each(Object.entries(laws(100)))('%s', (_, law) => {
  expect(law()).toBe(null)
})

test.each(conditionLaws(40))('decides conditions as all values of $key do', ({ law }) => {
  expect(law()).toBe(null)
})

test('time grows about linearly with the size of the policies', () => {
  const statements = (count: number, extra: string) =>
    Array.from({ length: count }, (_, index) => ({
      Effect: 'Allow' as const,
      Action: [`s3:Get${index}*`, `s3:Put${index}`, `sqs:*${index}`],
      Resource: [`arn:aws:s3:::bucket-${index}/*`, `arn:aws:s3:::${extra}-${index}*`],
      Condition: { StringLike: { 'aws:RequestTag/Team': [`${index}*`, extra] } },
    }))
  const time = (count: number): number => {
    const start = performance.now()
    const compared = comparePolicies({ Statement: statements(count, 'a') }, { Statement: statements(count, 'a*') })
    const taken = performance.now() - start
    expect(compared.relation).toBe('wider')
    return taken
  }
  const fastest = (count: number): number => Math.min(...[1, 2, 3].map(() => time(count)))
  // A hundred times the work would be quadratic; a busy machine may well triple the linear ten.
  expect(fastest(100) / fastest(10)).toBeLessThan(60)
})
