/** A value that IAM accepts where a condition compares: numbers and booleans are as good as their spelling. */
export type ConditionValue = string | number | boolean

/** `{ operator: { key: value or values } }`, as IAM writes it. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, ConditionValue | readonly ConditionValue[]>>>>

/** Who a trust or resource policy speaks of: `"*"`, or principals by kind. */
export type Principal = '*' | Readonly<Record<string, string | readonly string[]>>

/** One statement in IAM's own JSON shape. Exactly one of Action and NotAction, and at most one of Resource and NotResource, is present. */
export interface Statement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal?: Principal
  readonly NotPrincipal?: Principal
  readonly Action?: string | readonly string[]
  readonly NotAction?: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly NotResource?: string | readonly string[]
  readonly Condition?: Conditions
}

/** A policy document in IAM's own JSON shape. See "Grammar of the IAM JSON policy language" in the IAM User Guide. */
export interface PolicyDocument {
  readonly Version?: '2012-10-17' | '2008-10-17'
  readonly Id?: string
  readonly Statement: Statement | readonly Statement[]
}
