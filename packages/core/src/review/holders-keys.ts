import type { AccountState } from '../account/account-state.ts'

/** Who holds a policy, by a group or directly, each under the name that `principalKey` gives. */
export function holdersKeys(state: AccountState, policyArn: string): readonly string[] {
  const groups = new Set(
    state.groups.filter((group) => group.attachedPolicies.includes(policyArn)).map((group) => group.name),
  )
  const holds = (holder: { readonly attachedPolicies: readonly string[] }): boolean =>
    holder.attachedPolicies.includes(policyArn)
  return [
    ...state.users.filter((user) => holds(user) || user.groups.some((group) => groups.has(group))).map(userKey),
    ...state.roles.filter(holds).map(({ name }) => `role ${name}`.toLowerCase()),
  ]
}

/** The members of a group, as {@link holdersKeys}. */
export function memberKeys(state: AccountState, group: string): readonly string[] {
  return state.users.filter((user) => user.groups.includes(group)).map(userKey)
}

const userKey = ({ name }: { readonly name: string }): string => `user ${name}`.toLowerCase()
