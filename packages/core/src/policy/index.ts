export type { Conditions, ConditionValue, PolicyDocument, Principal, Statement } from './document.ts'
export { PolicyError } from './policy-error.ts'
export type { ContextValue, Decision, NearMiss, Request, RequestContext, StatementRef } from './request.ts'
