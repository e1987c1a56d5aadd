import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountState, Ownership } from '../account/account-state.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { applyToState } from './apply-to-state.ts'
import { changeStatus } from './change-status.ts'
import { diff } from './diff.ts'
import { parsePlan } from './plan-schema.ts'
import { rollbackPlan } from './rollback.ts'
import { accountState, groupState, ownedPath, policyState, states, userState } from './states.testing.ts'

const allows = (Action: string, Resource = '*'): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource }],
})
const legacy = policyState('Legacy', allows('s3:GetObject'), '/old/')
const developers = groupState('Developers', [legacy.arn], '/')
const movedArn = `arn:aws:iam::111122223333:group${ownedPath}Developers`
const account = accountState({
  groups: [developers],
  policies: [legacy],
  users: [userState('ana', ['Developers']), userState('bo')],
})
const ownership: Ownership = { path: ownedPath, exclusiveGroups: [] }

/** The same account as a model's, with what differs. */
function desired(parts: Partial<AccountState>, lists: Partial<Ownership>): AccountState {
  return accountState({ ...account, ...parts, ownership: { ...ownership, ...lists } })
}

describe('what stands outside the path', () => {
  it('is compared and never changed where it is foreign, whatever differs', () => {
    const extra = policyState('Extra', allows('sqs:SendMessage'))
    const wanted = desired(
      {
        groups: [groupState('Developers', [extra.arn], '/')],
        policies: [policyState('Legacy', allows('s3:PutObject'), '/old/'), extra],
        users: [userState('ana'), userState('bo', ['Developers'])],
      },
      { foreign: [developers.arn, legacy.arn], exclusiveGroups: ['Developers'] },
    )
    const inline = { ...developers, inlinePolicies: [{ name: 'ByHand', document: allows('ec2:RunInstances') }] }
    const plan = diff(accountState({ ...account, groups: [inline] }), wanted)
    expect(plan.changes).toEqual([])
    expect(plan.notes).toEqual([
      {
        kind: 'not-adopted',
        subject: 'policy Legacy',
        message: 'its document is not the model’s; left as it is until `rolewright adopt policy Legacy`',
      },
      {
        kind: 'not-adopted',
        subject: 'group Developers',
        message:
          'the model attaches: Extra; the model does not attach: Legacy; inline in the group: ByHand; people to become members: bo; people to leave: ana; left as it is until `rolewright adopt group Developers`',
      },
    ])
  })

  it('is told where it is not what the model says that it is', () => {
    const wanted = desired({}, { foreign: [developers.arn, legacy.arn] })
    const elsewhere = groupState('Developers', [], '/else/')
    expect(diff(accountState({ groups: [elsewhere] }), wanted).notes.map(({ message }) => message)).toEqual([
      `\`${legacy.arn}\` is not there: mend \`foreign\` of the account, or the model`,
      `\`${developers.arn}\` is not there, but \`${elsewhere.arn}\` is: mend \`foreign\` of the account, or the model`,
    ])
  })

  it('is no difference where it is the same', () => {
    const plan = diff(account, desired({}, { foreign: [developers.arn, legacy.arn] }))
    expect([plan.changes, plan.notes]).toEqual([[], []])
  })

  it('leaves random accounts alone, whatever the model says of them', () => {
    fc.assert(
      fc.property(
        states({ path: '/', prefix: 'x', owned: false }),
        states({ path: '/', prefix: 'x', owned: true }),
        (actual, model) => {
          const foreign = [...model.groups, ...model.policies].map(({ arn }) => arn)
          const users = new Set(actual.users.map(({ name }) => name))
          const wanted = {
            ...model,
            users: model.users.filter(({ name }) => users.has(name)),
            ownership: { ...ownership, foreign },
          }
          expect(diff(actual, wanted).changes).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('what is adopted', () => {
  it('is changed where it lies, if it is a policy', () => {
    const next = policyState('Legacy', allows('s3:PutObject'), '/old/')
    const wanted = desired({ policies: [next] }, { foreign: [developers.arn], adopted: [legacy.arn] })
    const plan = diff(account, wanted)
    expect(plan.changes.map(({ kind }) => kind)).toEqual(['update-policy'])
    expect(plan.calls.find(({ operation }) => operation === 'CreatePolicyVersion')?.resource).toBe(legacy.arn)
    expect(plan.notes).toEqual([
      {
        kind: 'foreign-use',
        subject: 'policy Legacy',
        message: 'the change reaches group Developers too, outside the model',
        principals: [{ kind: 'group', name: 'Developers', by: 'attachment' }],
      },
    ])
  })

  const inPath = { ...developers, path: ownedPath, arn: movedArn }
  const wanted = desired({ groups: [inPath] }, { foreign: [legacy.arn], adopted: [developers.arn] })
  const namesOld = policyState('Managers', allows('iam:AddUserToGroup', developers.arn), '/')
  const namesNew = policyState('Owners', allows('iam:AddUserToGroup', 'arn:aws:iam::*:group/rolewright/*'), '/')
  const actual = accountState({ ...account, policies: [legacy, namesOld, namesNew] })

  it('is moved with its members and policies, if it is a group, and the plan names who knows its ARN', () => {
    const plan = diff(actual, wanted)
    expect(plan.changes).toEqual([
      {
        kind: 'move-group',
        before: { ...developers, attachedPolicies: [] },
        after: { ...inPath, attachedPolicies: [] },
        reason: 'adopted: moved from `/` to `/rolewright/test/`, with all its members and policies',
      },
    ])
    expect(plan.notes.map(({ subject, message }) => `${subject}: ${message}`)).toEqual([
      `group Developers: its ARN becomes \`${movedArn}\`; its members stay: ana`,
      'group Developers: policy Managers names its old ARN, and does not mean it any more',
      'group Developers: policy Owners comes to mean it',
    ])
    expect(plan.policy.Statement).toContainEqual({
      Effect: 'Allow',
      Action: 'iam:UpdateGroup',
      Resource: [developers.arn, movedArn].toSorted(),
    })
    expect(plan.access).toEqual([])
    expect(parsePlan(JSON.parse(JSON.stringify(plan)))).toEqual(plan)
  })

  it('needs nothing more once it is moved, and can be moved back', () => {
    const plan = diff(actual, wanted)
    const [change] = plan.changes
    const after = applyToState(actual, plan.changes)
    expect(diff(after, wanted).changes).toEqual([])
    expect(change && [changeStatus(change, actual), changeStatus(change, after)]).toEqual(['before', 'after'])
    const back = rollbackPlan(plan.changes, after, wanted)
    expect(back.changes.map(({ kind }) => kind)).toEqual(['move-group'])
    expect(applyToState(after, back.changes)).toEqual(actual)
  })

  it('gets what the model gives it after the move, and loses what was inline', () => {
    const extra = policyState('Extra', allows('sqs:SendMessage'))
    const more = { ...inPath, attachedPolicies: [legacy.arn, extra.arn] }
    const inline = { ...developers, inlinePolicies: [{ name: 'ByHand', document: allows('sqs:SendMessage') }] }
    const plan = diff(
      accountState({ ...account, groups: [inline] }),
      desired({ groups: [more], policies: [legacy, extra] }, { foreign: [legacy.arn], adopted: [developers.arn] }),
    )
    expect(plan.changes.map(({ kind }) => kind)).toEqual([
      'create-policy',
      'move-group',
      'attach-policy',
      'delete-inline-policy',
    ])
    expect(plan.calls.find(({ operation }) => operation === 'AttachGroupPolicy')?.resource).toBe(movedArn)
    expect(plan.access).toEqual([])
  })
})
