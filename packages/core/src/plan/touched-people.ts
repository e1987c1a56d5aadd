import type { AccountState } from '../account/account-state.ts'
import { isPassing } from '../people/own-paths.ts'
import { accessChanges } from './access-changes.ts'
import { type AgreedRemoval, withAgreedBack } from './agreed-removal.ts'
import { applyToState } from './apply-to-state.ts'
import type { Owned } from './owned.ts'
import type { AccessChange, Change, TouchedPeople } from './plan.ts'

/** Whom the changes touch. What ends by a date of the model, or was given up in a review, is planned and told apart from a loss. */
export function touchedPeople(given: {
  readonly actual: AccountState
  readonly desired: AccountState
  readonly changes: readonly Change[]
  readonly access: readonly AccessChange[]
  readonly owned: Owned
  readonly agreed?: readonly AgreedRemoval[] | undefined
}): TouchedPeople {
  const { actual, desired, changes, access, owned, agreed = [] } = given
  const ofPeople = access.filter(({ principal }) => principal.kind === 'user')
  const losing = namesOf(ofPeople.filter(mayLose))
  const planned = losing.length === 0 ? [] : byDate(changes, actual, desired)
  const onlyPlanned = losingOnly({ actual, changes, planned, agreed, losing })
  const ownedGroups = new Set(actual.groups.filter((group) => owned.group(group)).map((group) => group.name))
  return {
    total: actual.users.filter((user) => user.groups.some((group) => ownedGroups.has(group))).length,
    gaining: namesOf(ofPeople.filter((change) => change.relation !== 'narrower')),
    losing: losing.filter((name) => !onlyPlanned.has(name)),
    planned: losing.filter((name) => onlyPlanned.has(name)),
  }
}

function byDate(changes: readonly Change[], actual: AccountState, desired: AccountState): readonly Change[] {
  const ended = new Map(desired.users.map((user) => [user.name.toLowerCase(), user.endedGroups ?? []]))
  const passing = passingGroups(actual, desired)
  return changes.filter((change) => {
    if (change.kind === 'detach-policy') return passing.has(change.before.group)
    if (change.kind === 'delete-policy' || change.kind === 'delete-group')
      return isPassingIn(change.before.path, desired)
    if (change.kind !== 'remove-member') return false
    const { user, group } = change.before
    return passing.has(group) || ended.get(user.toLowerCase())?.includes(group) === true
  })
}

/** Groups of temporary access and of enrolment: leaving them is what they are for. */
function passingGroups(actual: AccountState, desired: AccountState): ReadonlySet<string> {
  return new Set(actual.groups.filter(({ path }) => isPassingIn(path, desired)).map(({ name }) => name))
}

function isPassingIn(path: string, { ownership }: AccountState): boolean {
  return ownership !== undefined && isPassing(path, ownership.path)
}

/** Of those who lose, the ones who would lose nothing if what was planned or given up went on. */
function losingOnly(given: {
  readonly actual: AccountState
  readonly changes: readonly Change[]
  readonly planned: readonly Change[]
  readonly agreed: readonly AgreedRemoval[]
  readonly losing: readonly string[]
}): ReadonlySet<string> {
  const { actual, changes, agreed, losing } = given
  if (given.planned.length + agreed.length === 0 || losing.length === 0) return new Set()
  const planned = new Set(given.planned)
  const concerned = new Set(losing)
  const before = { ...actual, users: actual.users.filter((user) => concerned.has(user.name)), roles: [] }
  const after = applyToState(
    before,
    changes.filter((change) => !planned.has(change) && change.kind !== 'create-user'),
  )
  const stillLosing = new Set(
    namesOf(
      accessChanges(before, withAgreedBack(after, { before, agreed })).filter(
        (change) => change.principal.kind === 'user' && mayLose(change),
      ),
    ),
  )
  return new Set(losing.filter((name) => !stillLosing.has(name)))
}

function mayLose(change: AccessChange): boolean {
  return change.relation !== 'wider'
}

function namesOf(access: readonly AccessChange[]): readonly string[] {
  return access.map(({ principal }) => principal.name).toSorted()
}
