import { errorChecks } from './error-checks.ts'
import { securityWarningChecks } from './security-warning-checks.ts'
import { suggestionChecks } from './suggestion-checks.ts'
import { warningChecks } from './warning-checks.ts'

/** How AWS grades a finding of ValidatePolicy. */
export type FindingType = 'ERROR' | 'SECURITY_WARNING' | 'WARNING' | 'SUGGESTION'

interface Check {
  readonly type: FindingType
  /** What the check finds, for the reference page. */
  readonly finds: string
  /** The next thing to do: the hint of a finding that has no better one. */
  readonly mend: string
}

/** The issue codes that `lintPolicy` reports: one of AWS's policy check reference each. */
export type CoveredCode =
  | keyof typeof errorChecks
  | keyof typeof securityWarningChecks
  | keyof typeof warningChecks
  | keyof typeof suggestionChecks

/** What each reported code means and how to mend it. Follows the policy check reference of IAM Access Analyzer, in our own words. */
export const coveredChecks: Readonly<Record<CoveredCode, Check>> = {
  ...errorChecks,
  ...securityWarningChecks,
  ...warningChecks,
  ...suggestionChecks,
}
