import type { AccountState, UserState } from '../account/account-state.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'

/** What was given up in a review: losing it is no surprise. */
export interface AgreedRemoval {
  /** ARN of a policy: for whoever holds it. */
  readonly policy?: string
  /** Names of groups: for their members. */
  readonly groups?: readonly string[]
  /** Names of users: for them alone. */
  readonly users?: readonly string[]
  /** Allows all that was given up. */
  readonly statement: Statement
}

/**
 * A state in which everybody has back what was given up of theirs, by what they held before: who has lost something still, has lost what nobody
 * gave up.
 */
export function withAgreedBack(
  after: AccountState,
  given: { readonly before: AccountState; readonly agreed: readonly AgreedRemoval[] },
): AccountState {
  const { before, agreed } = given
  if (agreed.length === 0) return after
  const groups = new Map(before.groups.map((group) => [group.name, group.attachedPolicies]))
  const users = new Map(before.users.map((user) => [user.name, user]))
  const documents = new Map<string, PolicyDocument>()
  return {
    ...after,
    users: after.users.map((user) => {
      const was = users.get(user.name)
      const mine = was === undefined ? [] : agreed.filter((one) => concerns(one, was, groups))
      if (mine.length === 0) return user
      const key = mine.map((one) => agreed.indexOf(one)).join()
      // The same document for all who gave up the same: comparisons are remembered by it.
      const document = documents.get(key) ?? { Statement: mine.map(({ statement }) => statement) }
      documents.set(key, document)
      return { ...user, inlinePolicies: [...user.inlinePolicies, { name: 'given-up', document }] }
    }),
  }
}

function concerns(
  { policy, groups, users }: AgreedRemoval,
  user: UserState,
  attached: ReadonlyMap<string, readonly string[]>,
): boolean {
  if (users?.includes(user.name) === true) return true
  if (groups?.some((group) => user.groups.includes(group)) === true) return true
  if (policy === undefined) return false
  return (
    user.attachedPolicies.includes(policy) ||
    user.groups.some((group) => attached.get(group)?.includes(policy) === true)
  )
}
