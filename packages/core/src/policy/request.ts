/** A context value: an array is multi-valued, a scalar single, `[]` absent. */
export type ContextValue = string | number | boolean | readonly (string | number | boolean)[]

/** Condition keys to values; keys are compared without regard to case. */
export type RequestContext = Readonly<Record<string, ContextValue>>

/** One call that somebody makes: the action, the ARN it acts on, and what the caller brings along. */
export interface Request {
  /** `service:Action`, without wildcards; case does not matter. */
  readonly action: string
  /** The ARN acted on, or `*` where the action has no resource. */
  readonly resource: string
  readonly context?: RequestContext
}

/** Where a statement stands: the document's position in the list given, and the statement's position in the document, both from 0. */
export interface StatementRef {
  readonly document: number
  readonly statement: number
  readonly sid?: string
  /** Set when the statement stands in a permissions boundary: `document` then counts the boundaries. */
  readonly boundary?: true
}

/** A statement that came close to allowing, and the first thing in it that did not fit. */
export interface NearMiss {
  readonly statement: StatementRef
  readonly failed: 'action' | 'resource' | 'condition' | 'boundary'
  /** One line for a person: which resource pattern, or which condition operator and key, and what the request had. */
  readonly detail: string
}

/** What IAM answers: the effect, the statements that made it, and for an implicit denial what came closest. */
export interface Decision {
  readonly effect: 'allow' | 'explicit-deny' | 'implicit-deny'
  readonly because: readonly StatementRef[]
  readonly closest?: readonly NearMiss[]
}
