export { asList } from './as-list.ts'
export type {
  AccessLevel,
  ActionResource,
  CatalogAction,
  CatalogService,
  ConditionKey,
  ConditionType,
  ResourceType,
} from '../catalog/index.ts'
export {
  catalogDate,
  findAction,
  findConditionKey,
  findService,
  globalConditionKeys,
  servicePrefixes,
} from '../catalog/index.ts'
export type { Conditions, ConditionValue, PolicyDocument, Principal, Statement } from './document.ts'
export type { ActionSet } from '../catalog/index.ts'
export { actionNames } from './match/action-patterns.ts'
export { allowedActions, allowedActionSet, type AllowedActionsOptions } from './evaluate/allowed-actions.ts'
export { expandActions } from './match/expand-actions.ts'
export { canActOn } from './match/fitting-actions.ts'
export { coversGlob } from './match/glob.ts'
export { globsOverlap } from './match/globs-overlap.ts'
export { comparePolicies, type PolicyComparison, type UndecidedPair } from './compare/compare-policies.ts'
export { canonicalPolicy } from './print/canonical-policy.ts'
export { createEvaluator, type Evaluator, type EvaluatorOptions } from './evaluate/create-evaluator.ts'
export type { PolicyKind } from './parse/check-statement.ts'
export { minimizePolicy, type MinimizeOptions } from './minimize/minimize-policy.ts'
export { parsePolicy, type ParseOptions } from './parse/parse-policy.ts'
export { policiesEqual } from './print/policies-equal.ts'
export { policySize } from './print/policy-size.ts'
export { printPolicy } from './print/print-policy.ts'
export { sameDocument } from './print/same-document.ts'
export { PolicyError } from './policy-error.ts'
export type { ContextValue, Decision, NearMiss, Request, RequestContext, StatementRef } from './request.ts'
export { lintPolicy, type LintOptions } from './lint/lint-policy.ts'
export type { LintKind } from './lint/statement-view.ts'
export type { ActionEvidence, KeptEvidence } from './narrow/narrow-actions.ts'
export {
  type KeptPart,
  type NarrowedPolicy,
  type NarrowedStatement,
  narrowPolicy,
  narrowStatement,
  type RemovedPart,
} from './narrow/narrow-policy.ts'
export type { NarrowOptions, UsageEvidence } from './narrow/usage-evidence.ts'
export type { EscalationCategory, EscalationPath, PathStep } from './escalation/escalation-path.ts'
export { escalationPaths } from './escalation/escalation-paths.ts'
export type { Escalation, EscalationStep } from './escalation/escalation.ts'
export { type EscalationOptions, findEscalations } from './escalation/find-escalations.ts'
