import { chai, expect, onTestFinished } from 'vitest'
import type { PersonDefinition, RoleDefinition } from '../define/definitions.ts'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import { comparePolicies } from '../policy/compare/compare-policies.ts'
import { createEvaluator } from '../policy/evaluate/create-evaluator.ts'
import type { RequestContext } from '../policy/request.ts'
import { documentsOf, type RoleTesting } from './subject.ts'

export type { RoleTesting } from './subject.ts'

/** What follows `toAllow`: where, and with what the request brings along. */
export interface AllowAssertion {
  /** On this resource, an ARN. Without it the assertion is about `*`. */
  readonly on: (resource: string) => AllowAssertion
  /** With these context keys: `{ 'aws:MultiFactorAuthPresent': 'true' }`. */
  readonly given: (context: RequestContext) => AllowAssertion
}

declare module 'vitest' {
  // The parameters have to be those of vitest's own declaration.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** That a role or person may do something, by identity policies alone. */
    toAllow: (action: string) => AllowAssertion
    /** That two roles or people may not do the very same. */
    toDifferFrom: (other: T extends RoleDefinition | PersonDefinition ? RoleDefinition | PersonDefinition : never) => R
  }
}

let testing: RoleTesting | undefined

/**
 * Says in which account `expect(role).toAllow(…)` looks, and adds the assertions. Call it once in a test file.
 *
 * @example
 * ```ts
 * testRoles({ account: dev, awsManaged: lock.policies, now: new Date('2026-01-31') })
 * it('lets a data scientist read', () => {
 *   expect(dataScientist).toAllow('s3:GetObject').on('arn:aws:s3:::examplecorp-dev-input/a')
 *   expect(dataScientist).not.toAllow('s3:PutBucketPolicy').on('arn:aws:s3:::examplecorp-dev-input')
 * })
 * ```
 */
export function testRoles(given: RoleTesting): void {
  testing = given
}

chai.use(({ Assertion }, utils) => {
  utils.addMethod(
    Assertion.prototype,
    'toAllow',
    function (this: Chai.AssertionStatic, action: string): AllowAssertion {
      const subject = subjectOf(utils.flag(this, 'object'))
      const wanted = utils.flag(this, 'negate') !== true
      const evaluator = createEvaluator(documentsOf(subject, told()))
      const asked: { resource: string; context: RequestContext } = { resource: '*', context: {} }
      // The place comes after the call, so that the assertion is made when the test ends.
      onTestFinished(() => {
        const { effect, closest } = evaluator.decide({ action, ...asked })
        if ((effect === 'allow') === wanted) return
        const near = closest?.[0]?.detail
        const what = wanted ? 'may' : 'may not'
        expect.fail(
          `expected that \`${subject.id}\` ${what} \`${action}\` on \`${asked.resource}\`, but IAM answers ${effect}${near === undefined ? '' : ` (${near})`}`,
        )
      })
      const assertion: AllowAssertion = {
        on: (resource) => {
          asked.resource = resource
          return assertion
        },
        given: (context) => {
          asked.context = { ...asked.context, ...context }
          return assertion
        },
      }
      return assertion
    },
  )
  utils.addMethod(Assertion.prototype, 'toDifferFrom', function (this: Chai.AssertionStatic, other: unknown): void {
    const [one, another] = [subjectOf(utils.flag(this, 'object')), subjectOf(other)]
    const { relation } = comparePolicies(documentsOf(one, told()), documentsOf(another, told()))
    const wanted = utils.flag(this, 'negate') !== true
    if ((relation !== 'equal') === wanted) return
    expect.fail(
      wanted
        ? `expected that \`${one.id}\` and \`${another.id}\` differ, but both may do the same`
        : `expected that \`${one.id}\` and \`${another.id}\` may do the same, but \`${another.id}\` is ${relation}`,
    )
  })
})

function told(): RoleTesting {
  if (testing !== undefined) return testing
  throw new RolewrightError({
    code: 'no-test-account',
    message: 'nothing says in which account roles are looked at',
    hint: 'call `testRoles({ account, awsManaged, now })` at the top of the test file',
  })
}

function subjectOf(value: unknown): RoleDefinition | PersonDefinition {
  if (isSubject(value)) return value
  throw new RolewrightError({
    code: 'no-role',
    message: 'only a role or a person can be asked what it allows',
    hint: 'give what `defineRole` or `definePerson` returned to `expect`',
  })
}

function isSubject(value: unknown): value is RoleDefinition | PersonDefinition {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && (value.kind === 'role' || value.kind === 'person')
  )
}
