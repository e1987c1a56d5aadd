import type { BaselineCheck } from './baseline-check.ts'
import { accountAlias, passwordPolicy } from './checks/account-settings.ts'
import {
  administratorMfa,
  administratorPassword,
  administratorsGroup,
  administratorSignedIn,
  administratorUser,
} from './checks/administrators.ts'
import { keyRotation, passwordAge, privilegedMfa, unusedCredentials } from './checks/credentials.ts'
import { federation, severalAccounts } from './checks/federation.ts'
import { instanceRoles, longLivedKeys } from './checks/machine-keys.ts'
import { crossAccountRoles } from './checks/cross-account.ts'
import { usersInGroups } from './checks/memberships.ts'
import { granularPolicies } from './checks/granular-policies.ts'
import { groupNames } from './checks/group-names.ts'
import { conditions, inlinePolicies, userPolicies } from './checks/policies.ts'
import { rootKeys, rootMfa, rootUse } from './checks/root-user.ts'

/**
 * Every line of the best-practices document as a check, in the document's order of urgency: the eight steps of a new account, then the
 * practices, then growth.
 */
export const baselineChecks: readonly BaselineCheck[] = [
  rootMfa,
  rootKeys,
  accountAlias,
  passwordPolicy,
  administratorsGroup,
  administratorUser,
  administratorPassword,
  administratorMfa,
  administratorSignedIn,
  rootUse,
  groupNames,
  usersInGroups,
  unusedCredentials,
  privilegedMfa,
  keyRotation,
  passwordAge,
  longLivedKeys,
  inlinePolicies,
  userPolicies,
  granularPolicies,
  instanceRoles,
  crossAccountRoles,
  conditions,
  federation,
  severalAccounts,
]
