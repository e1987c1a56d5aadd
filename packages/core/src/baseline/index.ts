export type {
  AccountFacts,
  CredentialFacts,
  KeyFacts,
  PasswordPolicy as AccountPasswordPolicy,
} from './account-facts.ts'
export type { BaselineCheck, Mend, Verdict } from './baseline-check.ts'
export { type BaselineEntry, baselineEntry, parseBaselineEntry } from './baseline-entry.ts'
export { baselineChecks } from './baseline-checks.ts'
export { type BaselineReport, baselineReport, type BaselineResult, type BaselineScore } from './baseline-report.ts'
export { ADMINISTRATORS_GROUP, administratorGroups, IAM_FULL_ACCESS } from './checks/administrators.ts'
export { mendableChecks, type MendCall, type MendOptions, type MendPlan, mendPlan } from './mend-plan.ts'
export { defaultPasswordPolicy, strengthenedPasswordPolicy } from './password-policy.ts'
export { type BootstrapCall, type BootstrapOptions, bootstrapPlan, type BootstrapStep } from './bootstrap-plan.ts'
