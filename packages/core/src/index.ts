export type {
  AccountState,
  GroupState,
  InlinePolicy,
  Ownership,
  PolicyState,
  PolicyVersion,
  RoleState,
  Tags,
  UserState,
} from './account/account-state.ts'
export { defaultDocument, documentFinder, type DocumentFinder, type EffectiveDocuments } from './account/documents.ts'
export { fingerprint } from './account/fingerprint.ts'
export { isAwsManaged } from './account/is-aws-managed.ts'
export { type QuotaUse, quotaUse } from './account/quota-use.ts'
export { quotas } from './account/quotas.ts'
export * from './audit/index.ts'
export * from './baseline/index.ts'
export { check } from './check/check.ts'
export type { ChangeByAws, CheckOptions, DefinedPlace, Rule as CheckRule } from './check/rule.ts'
export { rules } from './check/rules.ts'
export { type AwsManagedDocuments, type AwsManagedLock, parseAwsManagedLock } from './compile/aws-managed-lock.ts'
export { compile, type CompileOptions } from './compile/compile.ts'
export { enrolment } from './compile/enrolment.ts'
export { heldRoles } from './compile/memberships.ts'
export type { DefinedStatement, SourceMap, StatementSource } from './compile/source-map.ts'
export { type ChangedLine, changedLines } from './text/changed-lines.ts'
export { csv } from './text/csv.ts'
export { codeBlock, codeSpan, markdownText } from './text/markdown-text.ts'
export * from './define/index.ts'
export type { CodeEntry } from './diagnostic/code-entry.ts'
export { codes } from './diagnostic/codes.ts'
export type { Finding, Severity } from './diagnostic/finding.ts'
export { nearest } from './diagnostic/nearest.ts'
export { RolewrightError } from './diagnostic/rolewright-error.ts'
export { visibleText } from './diagnostic/visible-text.ts'
export * from './explain/index.ts'
export * from './model/index.ts'
export * from './people/index.ts'
export { applyToState } from './plan/apply-to-state.ts'
export { LOCK_SUBJECT, lockPath } from './plan/apply-lock.ts'
export { awaitedUsers } from './plan/awaited-users.ts'
export { changeStatus, type ChangeStatus } from './plan/change-status.ts'
export { diff, type DiffOptions } from './plan/diff.ts'
export { addsDeny, policyNameOf, subjectOf } from './plan/order.ts'
export { awsCliScript } from './plan/aws-cli-script.ts'
export { brokenGuards, type BrokenGuard, type GuardOptions, type MaxLoss } from './plan/guards.ts'
export { type ActingCaller, lockOut } from './plan/lock-out.ts'
export type * from './plan/plan.ts'
export { parsePlan, planSchema } from './plan/plan-schema.ts'
export { rollbackPlan, RollbackRefused } from './plan/rollback.ts'
export { oldestSpare } from './plan/planned-calls.ts'
export * from './policy/index.ts'
export * from './review/index.ts'
