import { findPolicy } from './lookup.ts'
import { groupsOf } from './members.ts'
import type { Account } from './state/account.ts'
import type { InlinePolicy, StoredPolicy, StoredUser } from './state/entities.ts'

interface Holder {
  readonly attachedPolicies: readonly string[]
  readonly inlinePolicies: readonly InlinePolicy[]
}

/** The texts of a holder's own documents: inline ones, and the default versions of attached ones. */
export function documentsOf(account: Account, holder: Holder): string[] {
  const attached = holder.attachedPolicies.flatMap((arn) => findPolicy(account, arn) ?? [])
  return [...holder.inlinePolicies.map(({ document }) => document), ...attached.map(defaultDocument)]
}

/** The texts of all documents that give a user rights: its own and those of its groups. */
export function documentsOfUser(account: Account, user: StoredUser): string[] {
  return [user, ...groupsOf(account, user)].flatMap((holder) => documentsOf(account, holder))
}

/** The document that counts. */
export const defaultDocument = (policy: StoredPolicy): string =>
  policy.versions.find(({ id }) => id === policy.defaultVersion)?.document ?? ''
