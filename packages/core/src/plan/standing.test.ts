import { describe, expect, it } from 'vitest'
import { endingAt } from '../people/grant-end.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { awaitedUsers } from './awaited-users.ts'
import { diff } from './diff.ts'
import { brokenGuards } from './guards.ts'
import { accountState, groupState, ownedPath, policyState, userState } from './states.testing.ts'

const read: PolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] }
const end = new Date('2026-06-01T12:00:00Z')
const before = new Date('2026-06-01T11:59:59Z')
const ownership = { path: ownedPath, exclusiveGroups: [] }
const grantFolder = `${ownedPath}grant/rescuer/ana/`

const copy = policyState('Grant-1-1', { Version: '2012-10-17', Statement: endingAt([read], end) ?? [] }, grantFolder)
const grant = groupState('Grant-1', [copy.arn], grantFolder)
const reader = groupState('Reader')
const desired = accountState({
  groups: [reader],
  users: [userState('ana', ['Reader']), userState('ben', ['Reader'])],
  ownership,
})
const withGrant = accountState({
  groups: [reader, grant],
  policies: [copy],
  users: [userState('ana', ['Grant-1', 'Reader']), userState('ben', ['Reader'])],
})

describe('temporary access', () => {
  it('is no difference while it lasts', () => {
    expect(diff(withGrant, desired, { now: before, prune: true })).toMatchObject({ changes: [], notes: [] })
    expect(diff(withGrant, desired)).toMatchObject({ changes: [], notes: [] })
  })

  it('goes with its end, without pruning and without counting as a loss', () => {
    const plan = diff(withGrant, desired, { now: end })
    expect(plan.changes.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['remove-member', 'the access was for a time, which has ended'],
      ['detach-policy', 'no task of the role needs it'],
      ['delete-group', 'what it was for has ended'],
      ['delete-policy', 'what it was for has ended'],
    ])
    expect(plan.people).toMatchObject({ losing: [], planned: ['ana'] })
    expect(brokenGuards(plan, { maxLoss: { people: 0 } })).toEqual([])
  })

  it('goes with its end for somebody who is not in the model any more, too', () => {
    const gone = { ...desired, users: [userState('ben', ['Reader'])] }
    expect(diff(withGrant, gone, { now: before }).notes).toMatchObject(
      [
        { kind: 'foreign-member', subject: 'group Reader' },
        { kind: 'foreign-member', subject: 'group Grant-1' },
      ].toSorted((a, b) => (a.subject < b.subject ? -1 : 1)),
    )
    expect(diff(withGrant, gone, { now: end }).changes.map(({ kind }) => kind)).toContain('remove-member')
  })

  it('is not believed by its name: what does not end is left to pruning', () => {
    const open = { ...copy, versions: [{ versionId: 'v1', document: read }] }
    const plan = diff({ ...withGrant, policies: [open] }, desired, { now: end })
    expect(plan.changes.map(({ kind }) => kind)).toEqual(['remove-member'])
    expect(plan.notes.map(({ kind, subject }) => [kind, subject])).toEqual([
      ['unpruned', 'policy Grant-1-1'],
      ['unpruned', 'group Grant-1'],
    ])
  })

  it('that was stopped on its way leaves nothing', () => {
    const bare = { ...withGrant, groups: [reader, groupState('Grant-1', [], grantFolder)], users: desired.users }
    expect(diff(bare, desired, { now: before }).changes.map(({ kind }) => kind)).toEqual([
      'delete-group',
      'delete-policy',
    ])
  })
})

describe('a break-glass role', () => {
  it('stands in no plan, with its own policies, and what stands of it is not wanted', () => {
    const [own, shared] = [policyState('Own', read), policyState('Shared', read)]
    const all = accountState({
      groups: [groupState('Rescuer', [own.arn, shared.arn]), groupState('Reader', [shared.arn])],
      policies: [own, shared],
      ownership: { ...ownership, breakGlass: ['Rescuer'] },
    })
    expect(diff(accountState(), all).changes.map(({ kind, after }) => [kind, after])).toMatchObject([
      ['create-policy', { name: 'Shared' }],
      ['create-group', { name: 'Reader' }],
      ['attach-policy', { group: 'Reader' }],
    ])
    expect(diff(accountState({ groups: all.groups, policies: all.policies }), all).notes).toMatchObject([
      { kind: 'unpruned', subject: 'policy Own' },
      { kind: 'unpruned', subject: 'group Rescuer' },
    ])
  })
})

describe('enrolment', () => {
  const folder = `${ownedPath}enrolment/`
  const policy = policyState('EnrolOwnCredentials-test', read, folder)
  const group = groupState('Enrolment-test', [policy.arn], folder)
  const first = accountState({
    groups: [group, reader],
    policies: [policy],
    users: [{ ...userState('ana', ['Reader']), afterSignIn: ['Reader'] }],
    ownership,
  })
  const enrolled = accountState({ ...first, users: [userState('ana', ['Enrolment-test'])] })

  it('holds who waits for the first sign-in, until then', () => {
    const added = diff(accountState(), first, { signedIn: new Set() }).changes.filter(
      ({ kind }) => kind === 'add-member',
    )
    expect(added.map(({ after }) => after)).toEqual([{ group: 'Enrolment-test', user: 'ana' }])
    const waiting = diff(enrolled, first, { signedIn: new Set() })
    expect(waiting.changes).toEqual([])
    expect(waiting.notes).toMatchObject([{ kind: 'waits-for-sign-in', subject: 'group Reader' }])
    expect(awaitedUsers(enrolled, first)).toEqual(['ana'])
    const signedIn = diff(enrolled, first, { signedIn: new Set(['ana']) })
    expect(signedIn.changes.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['add-member', 'the person has this role'],
      ['remove-member', 'the person has signed in'],
    ])
    expect(signedIn.people.losing).toEqual([])
  })

  it('stands beside a model that has none as long as somebody in it is waited for', () => {
    const plain = accountState({ groups: [reader], users: [userState('ana', ['Reader'])], ownership })
    const actual = accountState({
      groups: [group, reader],
      policies: [policy],
      users: [userState('ana', ['Enrolment-test', 'Reader'])],
    })
    const waiting = diff(actual, plain, { signedIn: new Set(), prune: true })
    expect(waiting.changes).toEqual([])
    expect(waiting.notes).toMatchObject([{ kind: 'waits-for-sign-in', subject: 'group Enrolment-test' }])
    expect(diff(actual, plain, { signedIn: new Set(['ana']) }).changes.map(({ kind }) => kind)).toEqual([
      'remove-member',
      'detach-policy',
      'delete-group',
      'delete-policy',
    ])
  })
})
