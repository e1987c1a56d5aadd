import type { AccountState } from '../account/account-state.ts'
import { allowedActions, describeActions } from '../account/allowed-actions.ts'
import { documentFinder, type EffectiveDocuments } from '../account/documents.ts'
import { subtract } from '../catalog/action-set.ts'
import { comparePolicies } from '../policy/compare/compare-policies.ts'
import type { PolicyDocument } from '../policy/document.ts'
import type { AccessChange } from './plan.ts'

type Comparison = Omit<AccessChange, 'principal'>

/**
 * What each group and each user may do after that they might not before, and the reverse; those for whom nothing changes are left
 * out. Identity policies only: boundaries, and what resources or the organization say, are not looked at.
 */
export function accessChanges(before: AccountState, after: AccountState): readonly AccessChange[] {
  const old = documentFinder(before)
  const fresh = documentFinder(after)
  const compare = rememberComparisons()
  const none: EffectiveDocuments = { documents: [], unknown: [] }
  const changes: AccessChange[] = []
  const add = (principal: AccessChange['principal'], was: EffectiveDocuments, is: EffectiveDocuments): void => {
    const comparison = compare(was, is)
    if (comparison !== null) changes.push({ principal, ...comparison })
  }
  const oldGroups = new Map(before.groups.map((group) => [group.name, group]))
  const newGroups = new Map(after.groups.map((group) => [group.name, group]))
  for (const name of names(oldGroups, newGroups)) {
    const was = oldGroups.get(name)
    const is = newGroups.get(name)
    add(
      { kind: 'group', name },
      was === undefined ? none : old.ofGroup(was),
      is === undefined ? none : fresh.ofGroup(is),
    )
  }
  const oldUsers = new Map(before.users.map((user) => [user.name, user]))
  const newUsers = new Map(after.users.map((user) => [user.name, user]))
  for (const name of names(oldUsers, newUsers)) {
    const was = oldUsers.get(name)
    const is = newUsers.get(name)
    add({ kind: 'user', name }, was === undefined ? none : old.ofUser(was), is === undefined ? none : fresh.ofUser(is))
  }
  return changes
}

function names(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].toSorted()
}

/** Many people hold the same documents; each pair of sets is compared once. Null where nothing changes. */
function rememberComparisons(): (was: EffectiveDocuments, is: EffectiveDocuments) => Comparison | null {
  const numbers = new Map<PolicyDocument | string, number>()
  const known = new Map<string, Comparison | null>()
  const numberOf = (part: PolicyDocument | string): number => {
    const number = numbers.get(part) ?? numbers.size
    numbers.set(part, number)
    return number
  }
  const keyOf = (effective: EffectiveDocuments): string =>
    [...effective.documents, ...effective.unknown]
      .map(numberOf)
      .toSorted((a, b) => a - b)
      .join(',')
  return (was, is) => {
    const [wasKey, isKey] = [keyOf(was), keyOf(is)]
    if (wasKey === isKey) return null
    const key = `${wasKey}>${isKey}`
    const earlier = known.get(key)
    if (earlier !== undefined) return earlier
    const made = compareDocuments(was, is)
    known.set(key, made)
    return made
  }
}

function compareDocuments(was: EffectiveDocuments, is: EffectiveDocuments): Comparison | null {
  const { relation, gained, lost, undecided } = comparePolicies(was.documents, is.documents)
  const unsure = (undecided?.length ?? 0) > 0 || was.unknown.length > 0 || is.unknown.length > 0
  if (relation === 'equal' && !unsure) return null
  const [allowedBefore, allowedAfter] = [allowedActions(was.documents), allowedActions(is.documents)]
  return {
    relation: unsure || relation === 'equal' ? 'undecided' : relation,
    gainedActions: describeActions(subtract(allowedAfter, allowedBefore)),
    lostActions: describeActions(subtract(allowedBefore, allowedAfter)),
    gained,
    lost,
  }
}
