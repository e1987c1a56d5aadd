import { chai, expect, onTestFinished } from 'vitest'
import type { PersonDefinition, RoleDefinition } from '../define/definitions.ts'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import { comparePolicies } from '../policy/compare/compare-policies.ts'
import { createEvaluator } from '../policy/evaluate/create-evaluator.ts'
import type { PolicyDocument } from '../policy/document.ts'
import type { RequestContext } from '../policy/request.ts'
import { documentsOf, type RoleTesting } from './subject.ts'

export type { RoleTesting } from './subject.ts'

/** What follows `toAllow`: where, and with what the request brings along. */
export interface AllowAssertion {
  /** On this resource, an ARN. */
  readonly on: (resource: string) => AllowAssertion
  /** With these context keys: `{ 'aws:MultiFactorAuthPresent': 'true' }`. */
  readonly given: (context: RequestContext) => AllowAssertion
}

declare module 'vitest' {
  // The parameters have to be those of vitest's own declaration.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /**
     * That a role or person may do something, by identity policies alone. Where neither resource nor context is named it is about all of them:
     * `toAllow` means allowed on `*`, `not.toAllow` allowed on no resource, whatever a request brings along.
     */
    toAllow: (action: string) => AllowAssertion
    /** That two roles or people may not do the very same. */
    toDifferFrom: (other: T extends RoleDefinition | PersonDefinition ? RoleDefinition | PersonDefinition : never) => R
  }
}

/** What was said, and in which test file: files that share a worker share this too. */
let testing: { readonly file: string | undefined; readonly given: RoleTesting } | undefined

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
  testing = { file: expect.getState().testPath, given }
}

chai.use(({ Assertion }, utils) => {
  utils.addMethod(
    Assertion.prototype,
    'toAllow',
    function (this: Chai.AssertionStatic, action: string): AllowAssertion {
      const subject = subjectOf(utils.flag(this, 'object'))
      const wanted = utils.flag(this, 'negate') !== true
      const documents = documentsOf(subject, told())
      const asked: { resource?: string; context?: RequestContext } = {}
      // The place comes after the call, so that the assertion is made when the test ends.
      onTestFinished(() => {
        const anywhere = !wanted && asked.resource === undefined && asked.context === undefined
        const problem = anywhere ? somewhere(documents, action) : otherwise(documents, { action, ...asked }, wanted)
        const what = wanted ? 'may' : 'may not'
        if (problem !== undefined) expect.fail(`expected that \`${subject.id}\` ${what} \`${action}\`${problem}`)
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
    const { relation, undecided, gained, lost } = comparePolicies(
      documentsOf(one, told()),
      documentsOf(another, told()),
    )
    if (undecided !== undefined && gained.length + lost.length === 0)
      expect.fail(
        `it can't be decided whether \`${one.id}\` and \`${another.id}\` may do the same: ask with \`toAllow\``,
      )
    const wanted = utils.flag(this, 'negate') !== true
    if ((relation !== 'equal') === wanted) return
    expect.fail(
      wanted
        ? `expected that \`${one.id}\` and \`${another.id}\` differ, but both may do the same`
        : `expected that \`${one.id}\` and \`${another.id}\` may do the same, but \`${another.id}\` is ${relation}`,
    )
  })
})

/** What is wrong with one decision, or undefined where it is as wanted. */
function otherwise(
  documents: readonly PolicyDocument[],
  { action, resource = '*', context = {} }: { action: string; resource?: string; context?: RequestContext },
  wanted: boolean,
): string | undefined {
  const { effect, closest } = createEvaluator(documents).decide({ action, resource, context })
  if ((effect === 'allow') === wanted) return undefined
  const near = closest?.[0]?.detail
  return ` on \`${resource}\`, but IAM answers ${effect}${near === undefined ? '' : ` (${near})`}`
}

/** Where an action is allowed although it should be nowhere: a denial of it takes something away just when something is allowed. */
function somewhere(documents: readonly PolicyDocument[], action: string): string | undefined {
  const denied: PolicyDocument = { Statement: { Effect: 'Deny', Action: action, Resource: '*' } }
  const { relation, lost } = comparePolicies(documents, [...documents, denied])
  if (relation === 'equal') return undefined
  const [witness] = lost
  if (witness === undefined) return ", but it can't be decided for all resources: name one with `on`"
  const given = Object.keys(witness.context ?? {}).length === 0 ? '' : ` given ${JSON.stringify(witness.context)}`
  return `, but IAM answers allow on \`${witness.resource}\`${given}`
}

function told(): RoleTesting {
  if (testing !== undefined && testing.file === expect.getState().testPath) return testing.given
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
