import type { RoleState } from '../account/account-state.ts'
import { asList } from '../policy/as-list.ts'

/** Principals of one kind that a role's trust policy lets in. */
export function trustedBy({ trustPolicy }: RoleState, kind: 'AWS' | 'Service' | 'Federated'): readonly string[] {
  return asList(trustPolicy.Statement).flatMap(({ Effect, Principal }) => {
    if (Effect !== 'Allow' || Principal === undefined) return []
    if (Principal === '*') return kind === 'AWS' ? ['*'] : []
    return asList(Principal[kind])
  })
}

/** Twelve digits of a principal's account; nothing for `*` and for ids of principals that were deleted. */
export function accountOfPrincipal(principal: string): string | undefined {
  return /^(\d{12})$/.exec(principal)?.[1] ?? /^arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1]
}

/** The other accounts that a role trusts, each once. */
export function otherAccounts(role: RoleState): readonly string[] {
  const here = role.arn.split(':')[4]
  const accounts = trustedBy(role, 'AWS').flatMap((principal) => accountOfPrincipal(principal) ?? [])
  return [...new Set(accounts)].filter((account) => account !== here)
}
