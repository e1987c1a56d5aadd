import { expect, test } from 'vitest'
import { accountState, groupState, ownedPath, policyState } from '../plan/states.testing.ts'
import { reviewedPolicies } from './reviewed-policies.ts'

test('a review looks at what the model gives for good, not at enrolment and temporary access', () => {
  const document = { Version: '2012-10-17' as const, Statement: [] }
  const policies = [
    policyState('Read', document),
    policyState('EnrolOwnCredentials-test', document, `${ownedPath}enrolment/`),
    policyState('Grant-1-1', document, `${ownedPath}grant/rescuer/ana/`),
    policyState('Unheld', document),
  ]
  const held = policies.slice(0, 3).map(({ arn }) => arn)
  const state = accountState({ policies, groups: [groupState('All', held)] })
  expect(reviewedPolicies(state, ownedPath).map(({ name }) => name)).toEqual(['Read'])
})
