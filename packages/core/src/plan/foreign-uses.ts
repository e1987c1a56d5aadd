import type { AccountState } from '../account/account-state.ts'
import type { Owned } from './owned.ts'
import type { NotedPrincipal } from './plan.ts'

/** Everything outside the model that holds a policy, by the policy's ARN: users, roles, foreign groups, and boundaries. */
export function foreignUses(actual: AccountState, owned: Owned): ReadonlyMap<string, readonly NotedPrincipal[]> {
  const uses = new Map<string, NotedPrincipal[]>()
  const note = (arn: string, principal: NotedPrincipal): void => {
    const there = uses.get(arn)
    if (there === undefined) uses.set(arn, [principal])
    else there.push(principal)
  }
  const holders = [
    ['group', actual.groups.filter((group) => !owned.group(group))],
    ['user', actual.users],
    ['role', actual.roles],
  ] as const
  for (const [kind, all] of holders) {
    for (const { name, attachedPolicies } of all) {
      for (const arn of attachedPolicies) note(arn, { kind, name, by: 'attachment' })
    }
  }
  const bound = [
    ['user', actual.users],
    ['role', actual.roles],
  ] as const
  for (const [kind, all] of bound) {
    for (const { name, permissionsBoundary: arn } of all) {
      if (arn !== undefined) note(arn, { kind, name, by: 'boundary' })
    }
  }
  return uses
}

const words = { group: 'group', user: 'user', role: 'IAM role' } as const

/** Users of a policy, for a person. */
export function usesInWords(users: readonly NotedPrincipal[]): string {
  return users
    .map(({ kind, name, by }) => (by === 'boundary' ? `the boundary of ${name}` : `${words[kind]} ${name}`))
    .join(', ')
}
