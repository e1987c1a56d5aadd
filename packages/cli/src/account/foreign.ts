import { type AccountState, isAwsManaged } from '@rolewright/core'

/** Names of what is in an account and does not belong to the model, sorted; nothing of it is ever changed by `apply`. */
export interface Foreign {
  readonly groups: readonly string[]
  readonly policies: readonly string[]
  readonly users: readonly string[]
  readonly roles: readonly string[]
}

/** What of `actual` lies outside the owned path, and the users that are nobody of the model. */
export function foreignIn(actual: AccountState, desired: AccountState): Foreign {
  const { path, adopted = [] } = desired.ownership ?? {}
  const owned = (entity: { readonly path: string; readonly arn: string }): boolean =>
    path !== undefined && (entity.path.startsWith(path) || adopted.includes(entity.arn))
  const people = new Set(desired.users.map((user) => user.name.toLowerCase()))
  return {
    groups: names(actual.groups.filter((group) => !owned(group))),
    policies: names(actual.policies.filter((policy) => !owned(policy) && !isAwsManaged(policy.arn))),
    users: names(actual.users.filter((user) => !people.has(user.name.toLowerCase()))),
    roles: names(actual.roles),
  }
}

function names(entities: readonly { readonly name: string }[]): readonly string[] {
  return entities.map((entity) => entity.name).toSorted()
}
