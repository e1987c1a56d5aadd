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
  const [was, is] = [accessOf(before), accessOf(after)]
  const compare = rememberComparisons()
  return (['group', 'user', 'role'] as const).flatMap((kind) =>
    [...new Set([...was[kind].keys(), ...is[kind].keys()])].toSorted().flatMap((name): readonly AccessChange[] => {
      const compared = compare(was[kind].get(name)?.() ?? nothing, is[kind].get(name)?.() ?? nothing)
      return compared === null ? [] : [{ principal: { kind, name }, ...compared }]
    }),
  )
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
