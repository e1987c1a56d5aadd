import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fingerprint } from '../account/fingerprint.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { applyToState } from './apply-to-state.ts'
import { diff } from './diff.ts'
import { subjectOf } from './order.ts'
import type { Plan } from './plan.ts'
import { accountState, groupState, ownedPath, policyState, states, together, userState } from './states.testing.ts'

const read: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' }],
}
const write: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['s3:PutObject'], Resource: '*' }],
}
const ownership = { path: ownedPath, exclusiveGroups: [] }
const readPolicy = policyState('Read', read)
const desired = accountState({
  policies: [readPolicy],
  groups: [groupState('Reader', [readPolicy.arn])],
  users: [userState('mary', ['Reader'])],
  ownership,
})

describe('diff', () => {
  it('creates what is missing, in an order in which each call has what it needs', () => {
    const plan = diff(accountState(), desired)
    expect(plan.changes.map((change) => `${change.kind} ${subjectOf(change)}`)).toEqual([
      'create-policy policy Read',
      'create-group group Reader',
      'attach-policy policy Read on group Reader',
      'create-user user mary',
      'add-member user mary in group Reader',
    ])
    expect(plan.calls.map((call) => call.operation)).toEqual([
      'CreatePolicy', // the lock
      'CreatePolicy',
      'CreateGroup',
      'AttachGroupPolicy',
      'CreateUser',
      'AddUserToGroup',
      'DeletePolicy', // the lock
    ])
  })

  it('says what a group and a person gain, with a request that proves it', () => {
    const [group, user] = diff(accountState(), desired).access
    expect(group).toMatchObject({ principal: { kind: 'group', name: 'Reader' }, relation: 'wider', lost: [] })
    expect(user).toMatchObject({
      principal: { kind: 'user', name: 'mary' },
      gainedActions: ['s3:GetObject'],
      lostActions: [],
    })
    expect(user?.gained[0]?.action.toLowerCase()).toBe('s3:getobject')
  })

  it('takes another spelling of the same document for no difference', () => {
    const spelled: PolicyDocument = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 's3:getobject', Resource: ['*'] },
    }
    const actual = accountState({ ...desired, policies: [policyState('Read', spelled)] })
    expect(diff(actual, desired).changes).toEqual([])
  })

  it('makes a new version where the document differs, and sets an earlier one back where that is enough', () => {
    const edited = accountState({ ...desired, policies: [policyState('Read', write)] })
    expect(diff(edited, desired).changes.map((change) => change.kind)).toEqual(['update-policy'])
    const rolledOver = {
      ...readPolicy,
      defaultVersionId: 'v2',
      versions: [{ versionId: 'v2', document: write }, ...readPolicy.versions],
    }
    const [change] = diff(accountState({ ...desired, policies: [rolledOver] }), desired).changes
    expect(change).toMatchObject({ kind: 'set-default-version', after: { defaultVersionId: 'v1' } })
  })

  it('removes inline policies and attachments from owned groups', () => {
    const group = {
      ...groupState('Reader', [readPolicy.arn, 'arn:aws:iam::aws:policy/AdministratorAccess']),
      inlinePolicies: [{ name: 'extra', document: write }],
    }
    const plan = diff(accountState({ ...desired, groups: [group] }), desired)
    expect(plan.changes.map((change) => change.kind)).toEqual(['detach-policy', 'delete-inline-policy'])
  })

  it('deletes only with prune, and tells what would be deleted without', () => {
    const actual = accountState({
      ...desired,
      policies: [readPolicy, policyState('Old', write)],
      groups: [...desired.groups, groupState('Gone')],
    })
    const plain = diff(actual, desired)
    expect(plain.changes).toEqual([])
    expect(plain.notes.map((note) => [note.kind, note.subject])).toEqual([
      ['unpruned', 'policy Old'],
      ['unpruned', 'group Gone'],
    ])
    expect(diff(actual, desired, { prune: true }).changes.map((change) => change.kind)).toEqual([
      'delete-group',
      'delete-policy',
    ])
  })

  it('leaves an owned policy that somebody outside uses, and says who', () => {
    const old = policyState('Old', write)
    const user = { ...userState('guest'), attachedPolicies: [old.arn] }
    const plan = diff(
      accountState({ ...desired, policies: [readPolicy, old], users: [...desired.users, user] }),
      desired,
      { prune: true },
    )
    expect(plan.changes).toEqual([])
    expect(plan.notes).toMatchObject([{ kind: 'foreign-use', subject: 'policy Old' }])
    expect(plan.notes[0]?.message).toContain('user guest')
  })

  it('refuses a name that stands outside the owned path, in any case of letters', () => {
    const actual = accountState({
      groups: [groupState('READER', [], '/')],
      policies: [policyState('read', read, '/team/')],
    })
    expect(
      diff(actual, desired)
        .notes.filter((note) => note.kind === 'name-taken')
        .map((note) => note.subject),
    ).toEqual(['policy Read', 'group Reader'])
  })

  it('shows foreign members and leaves them, unless the group is exclusive', () => {
    const actual = accountState({ ...desired, users: [...desired.users, userState('guest', ['Reader'])] })
    expect(diff(actual, desired)).toMatchObject({
      changes: [],
      notes: [{ kind: 'foreign-member', subject: 'group Reader' }],
    })
    const exclusive = { ...desired, ownership: { ...ownership, exclusiveGroups: ['Reader'] } }
    expect(diff(actual, exclusive).changes).toMatchObject([
      { kind: 'remove-member', before: { user: 'guest', group: 'Reader' } },
    ])
  })

  it('makes room first where a group is at its ten policies', () => {
    const old = Array.from({ length: 10 }, (_, index) => policyState(`Old${index}`, write))
    const actual = accountState({
      policies: old,
      groups: [
        groupState(
          'Reader',
          old.map((policy) => policy.arn),
        ),
      ],
    })
    let held = 10
    for (const change of diff(actual, desired).changes) {
      if (change.kind === 'attach-policy') held++
      if (change.kind === 'detach-policy') held--
      expect(held).toBeLessThanOrEqual(10)
    }
  })

  it('makes room first for a guard, too', () => {
    const guard = policyState('Guard', {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
    })
    const old = Array.from({ length: 10 }, (_, index) => policyState(`Old${index}`, write))
    const actual = accountState({
      policies: old,
      groups: [
        groupState(
          'Reader',
          old.map((policy) => policy.arn),
        ),
      ],
    })
    const wanted = accountState({ policies: [guard], groups: [groupState('Reader', [guard.arn])], ownership })
    const kinds = diff(actual, wanted).changes.map((change) => change.kind)
    expect(kinds.indexOf('detach-policy')).toBeLessThan(kinds.indexOf('attach-policy'))
  })

  it('waits for the first sign-in where a role asks for it, and takes nothing from who has it', () => {
    const later = accountState({ ...desired, users: [{ ...userState('mary', ['Reader']), afterSignIn: ['Reader'] }] })
    const waiting = diff(accountState(), later)
    expect(waiting.changes.map((change) => change.kind)).not.toContain('add-member')
    expect(waiting.notes).toMatchObject([{ kind: 'waits-for-sign-in', subject: 'group Reader' }])
    const signedIn = diff(accountState(), later, { signedIn: new Set(['mary']) })
    expect(signedIn.changes.map((change) => change.kind)).toContain('add-member')
    expect(diff(accountState({ ...desired }), later)).toMatchObject({ changes: [], notes: [] })
  })

  it('notes what AWS has changed in its own policies, and changes nothing', () => {
    const aws = (document: PolicyDocument, version: string): ReturnType<typeof policyState> => ({
      ...policyState('Theirs', document, '/'),
      arn: 'arn:aws:iam::aws:policy/Theirs',
      defaultVersionId: version,
      versions: [{ versionId: version, document }],
    })
    const groups = [groupState('Reader', ['arn:aws:iam::aws:policy/Theirs'])]
    const pinned = accountState({ policies: [aws(read, 'v1')], groups, ownership })
    const plan = diff(accountState({ policies: [aws(write, 'v2')], groups }), pinned)
    expect(plan.changes).toEqual([])
    expect(plan.notes[0]?.message).toContain('allows s3:PutObject in addition and does not allow s3:GetObject any more')
  })

  it('tells the quotas of the account and of what it changes, and of nothing that it leaves alone', () => {
    const more = accountState({
      ...desired,
      policies: [readPolicy, policyState('Write', write)],
      users: [userState('mary', ['Reader']), userState('ana', ['Reader'])],
    })
    const subjects = ({ quotas }: Plan): readonly string[] =>
      quotas.map(({ quota, subject }) => `${quota} of ${subject}`)
    const account = ['groups of the account', 'customer managed policies of the account', 'users of the account']
    expect(subjects(diff(desired, desired))).toEqual(account)
    expect(subjects(diff(desired, more))).toEqual([...account, 'characters of policy Write', 'groups of user ana'])
    expect(
      diff(desired, more)
        .quotas.slice(0, 3)
        .map(({ used }) => used),
    ).toEqual([1, 2, 2])
  })

  it('carries the fingerprint of what it was made from, in its JSON too', () => {
    const plan = diff(desired, desired)
    expect(plan.from).toBe(fingerprint(desired))
    expect(JSON.parse(JSON.stringify(plan))).toMatchObject({ version: 1, from: fingerprint(desired) })
  })

  it('refuses another account', () => {
    expect(() => diff({ ...accountState(), accountId: '444455556666' }, desired)).toThrow(
      expect.objectContaining({ code: 'wrong-account' }),
    )
  })
})

describe('the laws of diff', () => {
  const owned = states({ path: ownedPath, prefix: 'Own', owned: true })
  const foreign = states({ path: '/team/', prefix: 'Foreign', owned: false })
  const there = states({ path: ownedPath, prefix: 'Own', owned: false })

  it('finds nothing between a state and itself', () => {
    fc.assert(
      fc.property(owned, (state) => diff(state, state).changes.length === 0),
      { numRuns: 50 },
    )
  })

  it('has nothing left to do after its own changes', () => {
    fc.assert(
      fc.property(there, foreign, owned, fc.boolean(), (before, others, wanted, prune) => {
        const actual = together(before, others)
        const after = applyToState(actual, diff(actual, wanted, { prune }).changes)
        expect(diff(after, wanted, { prune }).changes).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('never changes what is foreign', () => {
    fc.assert(
      fc.property(there, foreign, owned, fc.boolean(), (before, others, wanted, prune) => {
        const actual = together(before, others)
        const after = applyToState(actual, diff(actual, wanted, { prune }).changes)
        const outside = (path: string): boolean => !path.startsWith(ownedPath)
        expect(after.groups.filter((group) => outside(group.path))).toEqual(
          actual.groups.filter((group) => outside(group.path)),
        )
        expect(after.policies.filter((policy) => outside(policy.path))).toEqual(
          actual.policies.filter((policy) => outside(policy.path)),
        )
        for (const user of actual.users) {
          const foreignGroups = user.groups.filter((name) => name.startsWith('Foreign'))
          expect(
            after.users.find((one) => one.name === user.name)?.groups.filter((name) => name.startsWith('Foreign')),
          ).toEqual(foreignGroups)
        }
      }),
      { numRuns: 200 },
    )
  })
})
