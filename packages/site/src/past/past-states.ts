import {
  type AccountState,
  type AuditEntry,
  defaultDocument,
  type GroupState,
  type PolicyState,
} from '@rolewright/core'
import type { SiteHistory, SiteInput } from '../site-input.ts'
import { accessOf, type ServiceAccess } from '../view/access.ts'
import { textField } from '../view/entry-fields.ts'
import { historiesOf } from '../view/runs.ts'

/** One account as a run left it: what each group of the model allowed, and who was in it. */
export interface PastState {
  /** Id of the account; empty where the history is not of one alone. */
  readonly account: string
  /** ISO date. */
  readonly at: string
  /** The entry that names the state. */
  readonly entry: AuditEntry
  /** By the group's name; groups with the same policies share the same list. */
  readonly groups: ReadonlyMap<string, readonly ServiceAccess[]>
  /** By the user's name: its groups among those. */
  readonly users: ReadonlyMap<string, readonly string[]>
}

/** Something that the history can't tell about a time. */
export interface PastGap {
  readonly account: string
  readonly at: string
  readonly entry: AuditEntry
  /** `missing`: the state is not there; `unreadable`: it is, and is none. */
  readonly kind: 'missing' | 'unreadable'
}

/** What the stored states say, oldest first. */
export interface Past {
  readonly states: readonly PastState[]
  readonly gaps: readonly PastGap[]
}

/** Nothing is known of the past. */
export const noPast: Past = { states: [], gaps: [] }

/** Reads the states that the history names, one after the other, and keeps of each what pages show. */
export async function readPast(input: SiteInput): Promise<Past> {
  const states: PastState[] = []
  const gaps: PastGap[] = []
  const accessOfGroup = rememberAccess()
  for (const history of historiesOf(input)) {
    for (const entry of appliedEntries(history)) {
      const place = { account: history.account ?? '', at: entry.at, entry }
      const hash = textField(entry.data, 'state')
      const stored = hash === '' ? undefined : await history.stateOf?.(hash)
      if (stored === undefined) {
        gaps.push({ ...place, kind: 'missing' })
        continue
      }
      const reduced = reduce(stored, { isOfModel: groupsOfModel(input, history), accessOfGroup })
      if (reduced === undefined) gaps.push({ ...place, kind: 'unreadable' })
      else states.push({ ...place, ...reduced })
    }
  }
  return { states: states.toSorted(byTime), gaps: gaps.toSorted(byTime) }
}

function appliedEntries({ entries }: SiteHistory): readonly AuditEntry[] {
  return entries.filter((entry) => entry.kind === 'applied').toSorted(byId)
}

/**
 * Which groups of the past the model means: those under its path, and what lay elsewhere and is named by its ARN, imported or adopted, since an
 * adopted group was there before it was moved. Every group where that is not known.
 */
function groupsOfModel({ states }: SiteInput, { account }: SiteHistory): (group: GroupState) => boolean {
  const ownership = states.find((one) => one.account.id === account)?.state.ownership
  if (ownership === undefined) return () => true
  const named = new Set([...(ownership.foreign ?? []), ...(ownership.adopted ?? [])])
  return ({ path, arn }) => path.startsWith(ownership.path) || named.has(arn)
}

/** What a group's policies allow; from one state to the next hardly a group changes, so it is worked out once. */
type AccessOfGroup = (group: GroupState, policies: ReadonlyMap<string, PolicyState>) => readonly ServiceAccess[]

function rememberAccess(): AccessOfGroup {
  const known = new Map<string, readonly ServiceAccess[]>()
  return (group, policies) => {
    const attached = group.attachedPolicies.flatMap((arn) => policies.get(arn) ?? [])
    const key = JSON.stringify([attached.map(inForce), group.inlinePolicies])
    const found =
      known.get(key) ??
      accessOf([
        ...attached.flatMap((policy) => defaultDocument(policy) ?? []),
        ...group.inlinePolicies.map((policy) => policy.document),
      ])
    known.set(key, found)
    return found
  }
}

/** What tells one document of a policy from every other: IAM never changes a version once it is made. */
function inForce(policy: PolicyState): unknown {
  const version = policy.versions.find(({ versionId }) => versionId === policy.defaultVersionId)
  return version?.createdAt === undefined ? [policy.arn, version] : [policy.arn, version.versionId, version.createdAt]
}

/** Undefined for what is no state: the file may be damaged, and then the page says so. */
function reduce(
  stored: unknown,
  given: { readonly isOfModel: (group: GroupState) => boolean; readonly accessOfGroup: AccessOfGroup },
): Pick<PastState, 'groups' | 'users'> | undefined {
  if (!isState(stored)) return undefined
  try {
    const policies = new Map(stored.policies.map((policy) => [policy.arn, policy]))
    const owned = stored.groups.filter(given.isOfModel)
    const names = new Set(owned.map((group) => group.name))
    return {
      groups: new Map(owned.map((group) => [group.name, given.accessOfGroup(group, policies)])),
      users: new Map(
        stored.users.flatMap((user) => {
          const groups = user.groups.filter((name) => names.has(name))
          return groups.length === 0 ? [] : [[user.name, groups] as const]
        }),
      ),
    }
  } catch {
    return undefined
  }
}

// Its parts are looked at by `reduce`, which takes whatever goes wrong there for a damaged state.
function isState(value: unknown): value is AccountState {
  if (typeof value !== 'object' || value === null) return false
  return ['groups', 'policies', 'users'].every((part) => part in value && Array.isArray(Reflect.get(value, part)))
}

function byTime(a: { readonly at: string }, b: { readonly at: string }): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0
}

function byId(a: AuditEntry, b: AuditEntry): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
