import { describe, expect, it } from 'vitest'
import type { PolicyDocument } from '../policy/document.ts'
import { diff } from './diff.ts'
import { subjectOf } from './order.ts'
import { accountState, groupState, ownedPath, policyState } from './states.testing.ts'

const document = (Effect: 'Allow' | 'Deny', Action: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action, Resource: '*' }],
})
const allows = (name: string): ReturnType<typeof policyState> => policyState(name, document('Allow', 's3:GetObject'))
const denies = (name: string): ReturnType<typeof policyState> => policyState(name, document('Deny', 's3:GetObject'))
const ownership = { path: ownedPath, exclusiveGroups: [] }
const nine = Array.from({ length: 9 }, (_, index) => allows(`Kept${index}`))

function ordered(
  before: readonly ReturnType<typeof policyState>[],
  after: readonly ReturnType<typeof policyState>[],
): readonly string[] {
  const state = (policies: readonly ReturnType<typeof policyState>[]): ReturnType<typeof accountState> =>
    accountState({
      policies,
      groups: [
        groupState(
          'Clerk',
          policies.map(({ arn }) => arn),
        ),
      ],
    })
  const all = [...before, ...after.filter(({ arn }) => !before.some((one) => one.arn === arn))]
  const actual = { ...state(before), policies: accountState({ policies: all }).policies }
  const { changes } = diff(actual, { ...state(after), policies: actual.policies, ownership })
  return changes.map((change) => `${change.kind} ${subjectOf(change)}`)
}

describe('orderChanges', () => {
  it('removes first where a group is full, and no more than it has to', () => {
    const before = [...nine.slice(0, 8), allows('OldA'), allows('OldB')]
    const after = [...nine.slice(0, 8), allows('NewA')]
    expect(ordered(before, after)).toEqual([
      'detach-policy policy OldA on group Clerk',
      'attach-policy policy NewA on group Clerk',
      'detach-policy policy OldB on group Clerk',
    ])
  })

  it('lifts a deny last, unless nothing else makes room', () => {
    const before = [...nine.slice(0, 8), denies('ADeny'), allows('Old')]
    expect(ordered(before, [...nine.slice(0, 8), allows('New')])).toEqual([
      'detach-policy policy Old on group Clerk',
      'attach-policy policy New on group Clerk',
      'detach-policy policy ADeny on group Clerk',
    ])
    expect(ordered([...nine, denies('ADeny')], [...nine, denies('BDeny')])).toEqual([
      'detach-policy policy ADeny on group Clerk',
      'attach-policy policy BDeny on group Clerk',
    ])
  })

  it('puts what denies in force before what grants', () => {
    const actual = accountState({ policies: [allows('Again'), allows('Both'), allows('Wide')] })
    const both: PolicyDocument = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
        { Effect: 'Deny', Action: 's3:PutObject', Resource: '*' },
      ],
    }
    const wanted = accountState({
      policies: [
        policyState('Again', document('Allow', 's3:*')),
        policyState('Both', both),
        policyState('Wide', document('Allow', 'sqs:*')),
      ],
      ownership,
    })
    expect(diff(actual, wanted).changes.map(subjectOf)).toEqual(['policy Both', 'policy Again', 'policy Wide'])
  })
})
