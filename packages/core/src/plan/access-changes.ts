import type { AccountState } from '../account/account-state.ts'
import { type DocumentFinder, documentFinder } from '../account/documents.ts'
import { isAwsManaged } from '../account/is-aws-managed.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { compareAccess, type ComparedAccess, type EffectiveAccess } from './compare-access.ts'
import type { AccessChange } from './plan.ts'

/**
 * What each group, each user and each IAM role may do after that they might not before, and the reverse; those for whom nothing
 * changes are left out. By identity policies and boundaries: what resources or the organization say is not looked at.
 */
export function accessChanges(before: AccountState, after: AccountState): readonly AccessChange[] {
  if (before === after) return []
  const concerned = concernedBy(before, after)
  const [was, is] = [accessOf(before), accessOf(after)]
  const compare = rememberComparisons()
  return (['group', 'user', 'role'] as const).flatMap((kind) =>
    [...new Set([...was[kind].keys(), ...is[kind].keys()])].toSorted().flatMap((name): readonly AccessChange[] => {
      if (!concerned[kind](name)) return []
      const compared = compare(was[kind].get(name)?.() ?? nothing, is[kind].get(name)?.() ?? nothing)
      return compared === null ? [] : [{ principal: { kind, name }, ...compared }]
    }),
  )
}

type Kind = AccessChange['principal']['kind']
type Holder = AccountState['groups'][number] | AccountState['roles'][number] | AccountState['users'][number]

/**
 * Whom the difference between two states can concern at all. What a change leaves alone is the same object in both, so that most of an
 * account is told apart without looking into it.
 */
function concernedBy(before: AccountState, after: AccountState): Readonly<Record<Kind, (name: string) => boolean>> {
  const policies = differing(before.policies, after.policies, ({ arn }) => arn)
  const holdsOne = ({ attachedPolicies, ...more }: Holder): boolean =>
    attachedPolicies.some((arn) => policies.has(arn)) ||
    ('permissionsBoundary' in more && more.permissionsBoundary !== undefined && policies.has(more.permissionsBoundary))
  const named = <T extends Holder>(was: readonly T[], is: readonly T[], also: (holder: T) => boolean): Set<string> => {
    const names = differing(was, is, ({ name }) => name)
    for (const holder of is) if (holdsOne(holder) || also(holder)) names.add(holder.name)
    return names
  }
  const groups = named(before.groups, after.groups, () => false)
  const users = named(before.users, after.users, (user) => user.groups.some((name) => groups.has(name)))
  const roles = named(before.roles, after.roles, () => false)
  return { group: (name) => groups.has(name), user: (name) => users.has(name), role: (name) => roles.has(name) }
}

/** Keys of what only one of two lists has, or what is another object in the other. */
function differing<T>(was: readonly T[], is: readonly T[], keyOf: (one: T) => string): Set<string> {
  const earlier = new Map(was.map((one) => [keyOf(one), one]))
  const keys = new Set<string>()
  for (const one of is) {
    const key = keyOf(one)
    if (earlier.get(key) !== one) keys.add(key)
    earlier.delete(key)
  }
  for (const key of earlier.keys()) keys.add(key)
  return keys
}

const nothing: EffectiveAccess = { documents: [], unknown: [] }

type ByName = ReadonlyMap<string, () => EffectiveAccess>

function accessOf(state: AccountState): Readonly<Record<AccessChange['principal']['kind'], ByName>> {
  const finder = documentFinder(state)
  return {
    group: new Map(state.groups.map((group) => [group.name, () => finder.ofGroup(group)])),
    user: new Map(state.users.map((user) => [user.name, () => bounded(finder.ofUser(user), user, finder)])),
    role: new Map(state.roles.map((role) => [role.name, () => bounded(finder.ofGroup(role), role, finder)])),
  }
}

function bounded(
  access: EffectiveAccess,
  { permissionsBoundary: arn }: { readonly permissionsBoundary?: string },
  finder: DocumentFinder,
): EffectiveAccess {
  if (arn === undefined) return access
  const boundary = finder.ofPolicy(arn)
  if (boundary !== undefined) return { ...access, boundary }
  // AWS's own policies are listed where they are in use, and no plan changes one: without its document it bounds as before.
  return isAwsManaged(arn) ? access : { ...access, unknown: [...access.unknown, arn] }
}

/** Many people hold the same documents; each pair of sets is compared once. Null where nothing changes. */
function rememberComparisons(): (was: EffectiveAccess, is: EffectiveAccess) => ComparedAccess | null {
  const numbers = new Map<PolicyDocument | string, number>()
  const known = new Map<string, ComparedAccess | null>()
  const numberOf = (part: PolicyDocument | string): number => {
    const number = numbers.get(part) ?? numbers.size
    numbers.set(part, number)
    return number
  }
  const keyOf = ({ documents, unknown, boundary }: EffectiveAccess): string => {
    const parts = [...documents, ...unknown].map(numberOf).toSorted((a, b) => a - b)
    return `${parts.join(',')}|${boundary === undefined ? '' : numberOf(boundary)}`
  }
  return (was, is) => {
    const [wasKey, isKey] = [keyOf(was), keyOf(is)]
    if (wasKey === isKey) return null
    const key = `${wasKey}>${isKey}`
    const earlier = known.get(key)
    if (earlier !== undefined) return earlier
    const made = compareAccess(was, is)
    known.set(key, made)
    return made
  }
}
