import type { FindingType } from './covered-checks.ts'

interface Uncovered {
  readonly type: FindingType
  /** Why `lintPolicy` does not report it. */
  readonly why: string
}

const scp = 'service control policies are not read by Rolewright'
const rcp = 'resource control policies are not read by Rolewright'
const resourcePolicy = 'concerns resource policies, which are not read by Rolewright'
const undocumented = 'the reference does not say which keys or values it applies to'

function uncovered(type: FindingType, why: string): Uncovered {
  return { type, why }
}

/** The codes of AWS's policy check reference that `lintPolicy` does not report, each with the reason. */
export const uncoveredChecks: Readonly<Record<string, Uncovered>> = {
  ALLOW_WITH_NOT_PRINCIPAL: uncovered('SECURITY_WARNING', resourcePolicy),
  DEPRECATED_GLOBAL_CONDITION_KEY: uncovered('WARNING', undocumented),
  FEDERATED_PRINCIPAL_NOT_SUPPORTED: uncovered('ERROR', resourcePolicy),
  INVALID_ARN_REGION: uncovered(
    'ERROR',
    'needs the table of which service runs in which Region, which is not in the catalogue',
  ),
  INVALID_KMS_KEY_VALUE: uncovered('ERROR', undocumented),
  IRRELEVANT_CONDITION_KEY_IN_POLICY: uncovered('SUGGESTION', undocumented),
  MISSING_ACTION_FOR_CONDITION_KEY: uncovered('ERROR', undocumented),
  POLICY_SIZE_EXCEEDS_RCP_QUOTA: uncovered('ERROR', rcp),
  POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA: uncovered('WARNING', resourcePolicy),
  POLICY_SIZE_EXCEEDS_SCP_QUOTA: uncovered('ERROR', scp),
  RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY: uncovered('WARNING', rcp),
  RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY: uncovered('WARNING', rcp),
  RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK: uncovered('WARNING', rcp),
  RCP_SYNTAX_ERROR_ACTION: uncovered('ERROR', rcp),
  RCP_SYNTAX_ERROR_ALLOW: uncovered('ERROR', rcp),
  RCP_SYNTAX_ERROR_NOTACTION: uncovered('ERROR', rcp),
  RCP_SYNTAX_ERROR_PRINCIPAL: uncovered('ERROR', rcp),
  RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL: uncovered('SUGGESTION', undocumented),
  RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL: uncovered('SECURITY_WARNING', resourcePolicy),
  SCP_SYNTAX_ERROR_ACTION_WILDCARD: uncovered('ERROR', scp),
  SCP_SYNTAX_ERROR_PRINCIPAL: uncovered('ERROR', scp),
  UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL: uncovered('ERROR', undocumented),
  UNSUPPORTED_RESOURCE_ARN_IN_POLICY: uncovered('ERROR', resourcePolicy),
  VARIABLE_USAGE_TOO_PERMISSIVE: uncovered('ERROR', undocumented),
  WILDCARD_USAGE_TOO_PERMISSIVE: uncovered('ERROR', undocumented),
}
