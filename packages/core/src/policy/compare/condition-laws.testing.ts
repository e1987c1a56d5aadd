import fc from 'fast-check'
import { expect } from 'vitest'
import { comparePolicies } from './compare-policies.ts'
import type { PolicyDocument, Statement } from '../document.ts'
import type { ContextValue, Request } from '../request.ts'
import { expectToAgree, report } from './compare-laws.testing.ts'
import { conditions, families } from './random-policies.testing.ts'

/** For each family of operators: documents that differ in one key's conditions alone, against every value and every two values of the pool. */
export function conditionLaws(numRuns: number): { readonly key: string; readonly law: () => string | null }[] {
  return families.map((family) => {
    const { key, values } = family
    const pairs = values.flatMap((value, index) => values.slice(index).map((other) => [value, other]))
    const single: ContextValue[] = [[], ...values, ...values.map((value) => [value]), ...pairs]
    const users = key === 'aws:text' || key === 'aws:arn' ? [[], 'a', 'mary', ['mary']] : [[]]
    const requests = single.flatMap((value) =>
      users.map((user): Request => ({
        action: 's3:GetObject',
        resource: '*',
        context: { [key]: value, 'aws:username': user },
      })),
    )
    const statement = fc
      .record({
        Effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
        Condition: conditions([family]),
      })
      .map((parts): Statement => ({ ...parts, Action: 's3:GetObject', Resource: '*' }))
    const document = fc
      .array(statement, { minLength: 1, maxLength: 4 })
      .map((Statement): PolicyDocument => ({ Version: '2012-10-17', Statement }))
    return {
      key,
      law: () =>
        report(
          fc.property(document, document, (before, after) => {
            expectToAgree(before, after, requests)
            expect(comparePolicies(before, before).relation).toBe('equal')
          }),
          { numRuns },
        ),
    }
  })
}
