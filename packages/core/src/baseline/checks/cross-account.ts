import type { RoleState } from '../../account/account-state.ts'
import { asList } from '../../policy/as-list.ts'
import type { Conditions } from '../../policy/document.ts'
import { BEST_PRACTICES, type BaselineCheck, type FoundFact, verdictOf } from '../baseline-check.ts'
import { canSignIn } from '../credentials.ts'
import { accountOfPrincipal, otherAccounts } from '../trusted.ts'

/** Names that several people, or another company, use together. */
const SHARED =
  /(?:^|[^a-z])(?:shared|common|team|group|partner|vendor|external|extern|supplier|contractor|consultant|client|customer|guest|cross-?account)(?:[^a-z]|$)|\d{12}/i

export const crossAccountRoles: BaselineCheck = {
  id: 'cross-account-roles',
  code: 'RW-BASE-CROSS-ACCOUNT',
  severity: 'warning',
  title: 'other accounts come in by roles, not by shared users',
  explanation:
    'A role with narrow rights that trusts the other account needs no key to be made, delivered and rotated; and each person there can be told apart.',
  source: {
    document: BEST_PRACTICES,
    section: 'Use roles rather than user credentials to grant cross-account access',
  },
  unseen:
    'IAM does not show who knows a password. Told are users with credentials whose name says that several use them, and roles that trust everybody or an account that is not the company’s without an external id.',
  mend: {
    by: 'person',
    steps: [
      'Make a role that trusts the other account, with the rights that the work needs; ask a third party for an external id.',
      'Let the administrator there allow `sts:AssumeRole` on it to the people who need it.',
      'Offboard the shared user: `rolewright people offboard <user>`.',
    ],
  },
  judge: ({ credentials, state, ownAccounts }) => {
    const shared = credentials
      .filter((one) => SHARED.test(one.user) && canSignIn(one))
      .map(({ user }): FoundFact => ({
        message: `the user \`${user}\` is named as if several people shared its credentials`,
        path: `user ${user}`,
      }))
    const open = state.roles.flatMap((role) => openTrust(role, ownAccounts))
    const ready = state.roles.filter((role) => otherAccounts(role).length > 0).length
    return verdictOf(
      [...shared, ...open],
      `No user looks shared; ${ready} role${ready === 1 ? ' trusts' : 's trust'} other accounts.`,
    )
  },
}

function openTrust(role: RoleState, ownAccounts: readonly string[]): readonly FoundFact[] {
  return asList(role.trustPolicy.Statement).flatMap((statement): FoundFact[] => {
    const { Effect, Principal, Condition } = statement
    if (Effect !== 'Allow' || Principal === undefined) return []
    const principals = Principal === '*' ? ['*'] : asList(Principal['AWS'])
    const path = `role ${role.name}`
    if (principals.includes('*') && Condition === undefined)
      return [{ message: `the role \`${role.name}\` can be assumed by anybody in AWS`, path }]
    const foreign = principals.flatMap((one) => accountOfPrincipal(one) ?? []).find((one) => !ownAccounts.includes(one))
    if (foreign === undefined || hasKey(Condition, 'sts:externalid')) return []
    return [{ message: `the role \`${role.name}\` trusts the foreign account ${foreign} without an external id`, path }]
  })
}

const hasKey = (conditions: Conditions | undefined, key: string): boolean =>
  Object.values(conditions ?? {}).some((keys) => Object.keys(keys).some((each) => each.toLowerCase() === key))
