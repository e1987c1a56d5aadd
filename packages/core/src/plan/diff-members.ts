import type { AccountState, UserState } from '../account/account-state.ts'
import { finderByName } from '../account/finder-by-name.ts'
import { enrolmentPath } from '../people/own-paths.ts'
import type { DiffOptions } from './diff.ts'
import type { Owned } from './owned.ts'
import type { Change, PlanNote } from './plan.ts'

/** Missing users, and memberships of owned groups. Users are never deleted here, and other groups of theirs are not looked at. */
export function diffMembers(given: {
  actual: AccountState
  desired: AccountState
  owned: Owned
  options: DiffOptions
  ended: ReadonlySet<string>
}): { readonly changes: readonly Change[]; readonly notes: readonly PlanNote[] } {
  const changes: Change[] = []
  const notes: PlanNote[] = []
  const actualUser = finderByName(given.actual.users)
  const modelled = new Set<UserState>()
  const foreign = new Set(given.desired.ownership?.foreign)
  const wantedGroups = new Set(given.desired.groups.filter(({ arn }) => !foreign.has(arn)).map(({ name }) => name))
  const foreignGroups = new Set(given.desired.groups.filter(({ arn }) => foreign.has(arn)).map(({ name }) => name))
  const ownedGroups = new Set([
    ...wantedGroups,
    ...given.actual.groups.filter((group) => given.owned.group(group)).map((group) => group.name),
  ])
  const { ownership } = given.desired
  const endedGroups = new Set(given.actual.groups.filter(({ arn }) => given.ended.has(arn)).map(({ name }) => name))
  const enrolment = ownership && given.desired.groups.find(({ path }) => path === enrolmentPath(ownership.path))?.name
  for (const wanted of given.desired.users) {
    const there = actualUser(wanted.name)
    if (there === undefined) {
      changes.push({
        kind: 'create-user',
        before: null,
        after: { ...wanted, groups: [] },
        reason: 'the model has this person, the account does not',
      })
    }
    const user = there?.name ?? wanted.name
    if (there !== undefined) modelled.add(there)
    const held = there?.groups ?? []
    const unsigned = given.options.signedIn?.has(user) !== true
    const waits = unsigned && wanted.afterSignIn?.some((group) => !held.includes(group)) === true
    const enrols = enrolment !== undefined && (waits || (unsigned && held.includes(enrolment)))
    if (enrols && !held.includes(enrolment)) {
      const reason = 'to set a password and enrol an MFA device'
      changes.push({ kind: 'add-member', before: null, after: { group: enrolment, user }, reason })
    } else if (enrols && !waits) {
      const message = `\`${user}\` is still waited for: no sign-in yet, or the first password not changed`
      notes.push({ kind: 'waits-for-sign-in', subject: `group ${enrolment}`, message })
    }
    for (const group of wanted.groups) {
      if (held.includes(group) || foreignGroups.has(group)) continue
      if (wanted.afterSignIn?.includes(group) === true && unsigned) {
        const message = `\`${user}\` gets this role after the first sign-in, when the password has been changed`
        notes.push({ kind: 'waits-for-sign-in', subject: `group ${group}`, message })
        continue
      }
      changes.push({ kind: 'add-member', before: null, after: { group, user }, reason: 'the person has this role' })
    }
    for (const group of held) {
      if (!ownedGroups.has(group) || (group === enrolment ? enrols : wanted.groups.includes(group))) continue
      changes.push({
        kind: 'remove-member',
        before: { group, user },
        after: null,
        reason:
          group === enrolment
            ? 'the person has signed in'
            : endedGroups.has(group)
              ? 'the access was for a time, which has ended'
              : wanted.endedGroups?.includes(group) === true
                ? 'the role has ended by its date'
                : 'the person does not have this role',
      })
    }
  }
  const exclusive = new Set(given.desired.ownership?.exclusiveGroups.filter((group) => wantedGroups.has(group)))
  for (const user of given.actual.users) {
    if (modelled.has(user)) continue
    for (const group of user.groups.filter((name) => ownedGroups.has(name))) {
      const goes = (given.options.prune === true && !wantedGroups.has(group)) || endedGroups.has(group)
      if (exclusive.has(group) || goes) {
        const reason = exclusive.has(group) ? 'only people of the model may be in this group' : 'the group is deleted'
        changes.push({ kind: 'remove-member', before: { group, user: user.name }, after: null, reason })
      } else {
        notes.push({
          kind: 'foreign-member',
          subject: `group ${group}`,
          message: `\`${user.name}\` is a member, but not a person of the model; left as it is`,
          principals: [{ kind: 'user', name: user.name, by: 'membership' }],
        })
      }
    }
  }
  return { changes, notes }
}
