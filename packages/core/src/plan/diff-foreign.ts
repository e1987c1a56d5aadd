import type { AccountState, GroupState, PolicyState } from '../account/account-state.ts'
import { defaultDocument } from '../account/documents.ts'
import { policiesEqual } from '../policy/print/policies-equal.ts'
import { policyNameOf } from './order.ts'
import type { PlanNote } from './plan.ts'

const TOLD = 5

/** Who is to become a member of a group and who to leave it, by the group's name: people of the model that the account has. */
export type MembersApart = ReadonlyMap<
  string,
  { readonly missing: readonly string[]; readonly extra: readonly string[] }
>

/** Where people of the model are not in the foreign groups that their roles say. */
export function membersApart(actual: AccountState, desired: AccountState): MembersApart {
  const foreign = new Set(desired.ownership?.foreign)
  const groups = new Set(desired.groups.filter(({ arn }) => foreign.has(arn)).map(({ name }) => name))
  const apart = new Map<string, { missing: string[]; extra: string[] }>()
  if (groups.size === 0) return apart
  const of = (group: string): { missing: string[]; extra: string[] } => {
    const there = apart.get(group) ?? { missing: [], extra: [] }
    apart.set(group, there)
    return there
  }
  const people = new Map(desired.users.map((user) => [user.name.toLowerCase(), new Set(user.groups)]))
  for (const user of actual.users) {
    const wanted = people.get(user.name.toLowerCase())
    if (wanted === undefined) continue
    const held = new Set(user.groups)
    for (const group of wanted) if (groups.has(group) && !held.has(group)) of(group).missing.push(user.name)
    for (const group of held) if (groups.has(group) && !wanted.has(group)) of(group).extra.push(user.name)
  }
  return apart
}

/** What of a foreign group is not as the model says, in one note; nothing where it is the same. `there` is what has its name. */
export function foreignGroupNotes(given: {
  readonly group: GroupState
  readonly there: GroupState | undefined
  readonly apart: MembersApart
}): readonly PlanNote[] {
  const { group, there, apart } = given
  if (there === undefined || there.arn !== group.arn) return [notWhereSaid('group', group, there)]
  const has = new Set(there.attachedPolicies)
  const wants = new Set(group.attachedPolicies)
  const members = apart.get(group.name)
  return differences('group', group, [
    ['the model attaches', group.attachedPolicies.filter((arn) => !has.has(arn)).map(policyNameOf)],
    ['the model does not attach', there.attachedPolicies.filter((arn) => !wants.has(arn)).map(policyNameOf)],
    ['inline in the group', there.inlinePolicies.map(({ name }) => name)],
    ['people to become members', members?.missing ?? []],
    ['people to leave', members?.extra ?? []],
  ])
}

/** Whether a foreign policy's document is not the model's, in one note. */
export function foreignPolicyNotes(policy: PolicyState, there: PolicyState | undefined): readonly PlanNote[] {
  if (there === undefined || there.arn !== policy.arn) return [notWhereSaid('policy', policy, there)]
  const [wanted, current] = [defaultDocument(policy), defaultDocument(there)]
  if (wanted === undefined || current === undefined || policiesEqual(wanted, current)) return []
  return [leftAsItIs('policy', policy.name, 'its document is not the model’s')]
}

function differences(
  kind: 'group' | 'policy',
  { name }: { readonly name: string },
  parts: readonly (readonly [what: string, names: readonly string[]])[],
): readonly PlanNote[] {
  const told = parts.flatMap(([what, names]) => (names.length === 0 ? [] : [`${what}: ${some(names)}`]))
  return told.length === 0 ? [] : [leftAsItIs(kind, name, told.join('; '))]
}

function notWhereSaid(
  kind: 'group' | 'policy',
  wanted: { readonly name: string; readonly arn: string },
  there: { readonly arn: string } | undefined,
): PlanNote {
  return {
    kind: 'not-adopted',
    subject: `${kind} ${wanted.name}`,
    message: `\`${wanted.arn}\` is not there${there === undefined ? '' : `, but \`${there.arn}\` is`}: mend \`foreign\` of the account, or the model`,
  }
}

function leftAsItIs(kind: 'group' | 'policy', name: string, what: string): PlanNote {
  return {
    kind: 'not-adopted',
    subject: `${kind} ${name}`,
    message: `${what}; left as it is until \`rolewright adopt ${kind} ${name}\``,
  }
}

function some(names: readonly string[]): string {
  const first = names.slice(0, TOLD).join(', ')
  return names.length > TOLD ? `${first} and ${names.length - TOLD} more` : first
}
