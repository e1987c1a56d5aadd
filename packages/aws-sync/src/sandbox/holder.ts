import { AwsError } from './aws-error.ts'
import { groupNamed, roleNamed, userNamed } from './lookup.ts'
import { quotas } from './quotas.ts'
import type { Account } from './state/account.ts'
import type { InlinePolicy } from './state/entities.ts'

/** Who can hold policies. */
export type HolderKind = 'group' | 'role' | 'user'

interface Policies {
  readonly attachedPolicies: readonly string[]
  readonly inlinePolicies: readonly InlinePolicy[]
}

/** A group, role or user, with how to replace its policies. */
export interface Holder extends Policies {
  readonly kind: HolderKind
  readonly id: string
  readonly name: string
  readonly replace: (changed: Partial<Policies>) => void
}

/** The group, role or user of this name. */
export function holderNamed(account: Account, kind: HolderKind, name: string | undefined): Holder {
  if (kind === 'group') {
    const group = groupNamed(account, name)
    return { ...group, kind, replace: (changed) => account.groups.put({ ...group, ...changed }) }
  }
  if (kind === 'user') {
    const user = userNamed(account, name)
    return { ...user, kind, replace: (changed) => account.users.put({ ...user, ...changed }) }
  }
  const role = roleNamed(account, name)
  return { ...role, kind, replace: (changed) => account.roles.put({ ...role, ...changed }) }
}

/** A role under AWS's own path is changed by its service alone. */
export function refuseServiceLinked(role: { readonly name: string; readonly path: string }): void {
  if (!role.path.startsWith('/aws-service-role/')) return
  throw new AwsError(
    'UnmodifiableEntity',
    `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`,
  )
}

/** What each kind of holder may hold. */
export const holderLimits: Readonly<Record<HolderKind, { attached: number; quota: string; inline: number }>> = {
  group: { attached: quotas.attachedPoliciesPerGroup, quota: 'PoliciesPerGroup', inline: quotas.groupPolicySize },
  role: { attached: quotas.attachedPoliciesPerRole, quota: 'PoliciesPerRole', inline: quotas.rolePolicySize },
  user: { attached: quotas.attachedPoliciesPerUser, quota: 'PoliciesPerUser', inline: quotas.userPolicySize },
}
