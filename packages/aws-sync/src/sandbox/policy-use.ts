import { isAwsArn } from './aws-managed-policies.ts'
import type { Account } from './state/account.ts'

/** How many users, groups and roles hold each managed policy, and how many it bounds. */
export interface PolicyUse {
  attachments(arn: string): number
  boundaries(arn: string): number
  /** Whether any of AWS's own policies is in use at all. */
  readonly usesAwsPolicies: boolean
}

/** Nothing holds what was only just made. */
export const unused: PolicyUse = { attachments: () => 0, boundaries: () => 0, usesAwsPolicies: false }

/** Counts over the whole account at once, for the answers that tell of many policies. */
export function policyUse(account: Account): PolicyUse {
  const attachments = new Map<string, number>()
  const boundaries = new Map<string, number>()
  const bounded = [...account.users.all(), ...account.roles.all()]
  for (const { attachedPolicies } of [...bounded, ...account.groups.all()]) {
    for (const arn of attachedPolicies) attachments.set(arn, (attachments.get(arn) ?? 0) + 1)
  }
  for (const { permissionsBoundary: arn } of bounded) {
    if (arn !== undefined) boundaries.set(arn, (boundaries.get(arn) ?? 0) + 1)
  }
  return {
    attachments: (arn) => attachments.get(arn) ?? 0,
    boundaries: (arn) => boundaries.get(arn) ?? 0,
    usesAwsPolicies: [...attachments.keys(), ...boundaries.keys()].some((arn) => isAwsArn(arn)),
  }
}
