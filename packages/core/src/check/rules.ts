import { breakGlassMember } from './break-glass-member.ts'
import { changedByAws } from './changed-by-aws.ts'
import { conditionKey } from './condition-key.ts'
import { escalationPaths } from './escalation-paths.ts'
import { giantPolicy } from './giant-policy.ts'
import { identicalPolicies } from './identical-policies.ts'
import { memberLimits } from './member-limits.ts'
import { mutuallyExclusiveRoles } from './mutually-exclusive-roles.ts'
import { openPassRole } from './open-pass-role.ts'
import { permissionWildcard } from './permission-wildcard.ts'
import { policyLint } from './policy-lint.ts'
import { quotaPressure } from './quota-pressure.ts'
import { resourceType } from './resource-type.ts'
import { retiredAction } from './retired-action.ts'
import type { Rule } from './rule.ts'
import { separateActions } from './separate-actions.ts'
import { technologyName } from './technology-name.ts'
import { thinJustification } from './thin-justification.ts'
import { unknownAction } from './unknown-action.ts'
import { unusedDefinition } from './unused-definition.ts'
import { unusedRole } from './unused-role.ts'

/** Every rule of `check`, in the order of its findings. */
export const rules: readonly Rule[] = [
  unknownAction,
  retiredAction,
  resourceType,
  conditionKey,
  policyLint,
  openPassRole,
  permissionWildcard,
  giantPolicy,
  identicalPolicies,
  escalationPaths,
  mutuallyExclusiveRoles,
  separateActions,
  memberLimits,
  breakGlassMember,
  technologyName,
  thinJustification,
  unusedRole,
  unusedDefinition,
  changedByAws,
  quotaPressure,
]
