import { describe, expect, it } from 'vitest'
import type { AccountState, UserState } from '../account/account-state.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { diff } from './diff.ts'
import { type ActingCaller, lockOut } from './lock-out.ts'
import { accountState, groupState, ownedPath, policyState, userState } from './states.testing.ts'

const ownership = { path: ownedPath, exclusiveGroups: [] }
const manage: Statement = { Effect: 'Allow', Action: 'iam:*', Resource: '*' }
const deny = (Condition?: Statement['Condition']): Statement => ({
  Effect: 'Deny',
  Action: '*',
  Resource: '*',
  ...(Condition === undefined ? {} : { Condition }),
})
const of = (...Statement: readonly Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement })
const mary: UserState = userState('mary', ['Admins'])
const caller: ActingCaller = { arn: mary.arn, userId: 'AIDAMARY', mfa: false, now: new Date('2026-11-24T12:00:00Z') }

/** Mary in a group with one policy of these statements. */
function holding(
  statements: readonly Statement[],
  user: UserState = mary,
  extra: readonly ReturnType<typeof policyState>[] = [],
): AccountState {
  const policy = policyState('Manage', of(...statements))
  return accountState({
    policies: [policy, ...extra],
    groups: [groupState('Admins', [policy.arn])],
    users: [user],
    ownership,
  })
}

const messageOf = (before: AccountState, after: AccountState, who: Partial<ActingCaller> = {}): string | undefined =>
  lockOut(diff(before, after), before, { ...caller, ...who })?.message

describe('lockOut', () => {
  it.each<[string, readonly Statement[], string]>([
    ['a denial of everything', [manage, deny()], 'could no longer `iam:GetAccountAuthorizationDetails` on `*`'],
    [
      'a denial without MFA, for calls without',
      [manage, deny({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })],
      'could no longer `iam:GetAccountAuthorizationDetails` on `*`',
    ],
    [
      'a denial outside some addresses, since nothing tells where calls come from',
      [manage, deny({ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })],
      'could no longer `iam:GetAccountAuthorizationDetails` on `*`',
    ],
    [
      'a denial from now on',
      [manage, deny({ DateGreaterThan: { 'aws:CurrentTime': '2026-11-24T11:00:00Z' } })],
      'could no longer',
    ],
    [
      'a grant that ends within the hour',
      [{ ...manage, Condition: { DateLessThan: { 'aws:CurrentTime': '2026-11-24T12:30:00Z' } } }],
      'could no longer',
    ],
    [
      'a grant to somebody else',
      [{ ...manage, Condition: { StringEquals: { 'aws:username': 'diego' } } }],
      'could no longer',
    ],
    ['a grant of less', [{ ...manage, Action: 'iam:Get*' }], 'could no longer `iam:'],
    [
      'a grant on other things',
      [{ ...manage, Resource: 'arn:aws:iam::111122223333:policy/team/*' }],
      'could no longer',
    ],
  ])('refuses %s', (_, statements, message) => {
    expect(messageOf(holding([manage]), holding(statements))).toContain(
      `after this plan, you (\`${mary.arn}\`) ${message}`,
    )
  })

  it.each<[string, readonly Statement[], Partial<ActingCaller>]>([
    [
      'a denial without MFA, for calls with',
      [manage, deny({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })],
      { mfa: true },
    ],
    ['a denial of others', [manage, deny({ StringNotEquals: { 'aws:username': 'mary' } })], {}],
    ['a denial of past times', [manage, deny({ DateLessThan: { 'aws:CurrentTime': '2026-11-24T11:00:00Z' } })], {}],
    ['a denial of something else', [manage, { Effect: 'Deny', Action: 's3:*', Resource: '*' }], {}],
    ['more', [{ ...manage, Action: '*' }], {}],
  ])('lets %s pass', (_, statements, who) => {
    expect(messageOf(holding([manage]), holding(statements), who)).toBeUndefined()
  })

  it('refuses where it is not known whether calls are made with MFA', () => {
    const guarded = holding([manage, deny({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })])
    expect(messageOf(holding([manage]), guarded, { mfa: undefined })).toContain('could no longer')
  })

  it('lets conditions pass that held before', () => {
    const guard = deny({ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })
    const read: Statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }
    expect(messageOf(holding([manage, guard]), holding([manage, guard, read]))).toBeUndefined()
  })

  it('refuses a boundary that would bound the caller', () => {
    const bounded = { ...mary, permissionsBoundary: `arn:aws:iam::111122223333:policy${ownedPath}Edge` }
    const edge = (...statements: readonly Statement[]): AccountState =>
      holding([manage], bounded, [policyState('Edge', of(...statements))])
    expect(messageOf(edge(manage), edge({ ...manage, Action: 's3:*' }))).toContain('could no longer')
    expect(messageOf(edge(manage), edge({ ...manage, Action: ['iam:*', 's3:*'] }))).toBeUndefined()
  })

  it('refuses to take the caller out of the group, and a policy of which nothing is known', () => {
    const before = holding([manage])
    expect(messageOf(before, { ...before, users: [userState('mary')] })).toContain('could no longer')
    const unread = groupState('Admins', [
      ...(before.groups[0]?.attachedPolicies ?? []),
      'arn:aws:iam::aws:policy/Unread',
    ])
    expect(messageOf(before, { ...before, groups: [unread] })).toContain(
      '`arn:aws:iam::aws:policy/Unread` is not known',
    )
  })

  it('looks at a role that is assumed, and not at others', () => {
    const policy = policyState('Manage', of(manage))
    const role = {
      ...userState('Deployer'),
      arn: 'arn:aws:iam::111122223333:role/ci/Deployer',
      trustPolicy: of(manage),
      attachedPolicies: [policy.arn],
    }
    const { groups: _, ...holder } = role
    const state = (...statements: readonly Statement[]): AccountState =>
      accountState({ policies: [policyState('Manage', of(...statements))], roles: [holder], ownership })
    const [before, after] = [state(manage), state(manage, deny())]
    const as = (arn: string): string | undefined => messageOf(before, after, { arn })
    expect(as('arn:aws:sts::111122223333:assumed-role/Deployer/run')).toContain('could no longer')
    expect(as('arn:aws:sts::111122223333:assumed-role/Other/run')).toBeUndefined()
    expect(as('arn:aws:iam::111122223333:root')).toBeUndefined()
    const arnBound = (arn: string): Statement => deny({ ArnNotEquals: { 'aws:PrincipalArn': arn } })
    const assumed = { arn: 'arn:aws:sts::111122223333:assumed-role/Deployer/run' }
    expect(messageOf(before, state(manage, arnBound(role.arn)), assumed)).toBeUndefined()
    expect(messageOf(before, state(manage, arnBound('arn:aws:iam::111122223333:role/Else')), assumed)).toContain(
      'could no longer',
    )
  })
})
