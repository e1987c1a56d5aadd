import type { AccountState } from '../account/account-state.ts'
import type { AwsManagedDocuments } from '../compile/aws-managed-lock.ts'
import type { SourceMap } from '../compile/source-map.ts'
import type { AccountDefinition, Model } from '../define/definitions.ts'
import type { Finding, Severity } from '../diagnostic/finding.ts'

/** What `check` is told besides the model. */
export interface CheckOptions {
  readonly now: Date
  readonly awsManaged: AwsManagedDocuments
  /** The id of the one account to look into; all of them unless given. What the model says of the others still counts as said. */
  readonly account?: string
  /** Where owned groups and policies lie; `/rolewright/<model id>/` unless given. */
  readonly path?: string
  /** Where the source defines what, if it was read: a definition that the model does not reach is told. */
  readonly defined?: readonly DefinedPlace[]
  /** What a plan notes of AWS managed policies, if an account was read: each change since they were pinned is told. */
  readonly changedByAws?: readonly ChangeByAws[]
}

/** A definition in the source, by the policy's name or the id of anything else. */
export interface DefinedPlace {
  readonly kind: 'policy' | 'task' | 'role' | 'person' | 'account'
  readonly name: string
  readonly file: string
  readonly line: number
}

/** An AWS managed policy that is not as it was pinned. */
export interface ChangeByAws {
  /** `policy ReadOnlyAccess`. */
  readonly subject: string
  readonly message: string
}

/** One account as it would be compiled. */
export interface CompiledAccount {
  readonly account: AccountDefinition
  readonly state: AccountState
  readonly sources: SourceMap
}

/** What rules look at: the model, its accounts as far as they compile, and what only the outside knows. */
export interface CheckContext {
  readonly model: Model
  readonly now: Date
  readonly accounts: readonly CompiledAccount[]
  readonly defined: readonly DefinedPlace[]
  readonly changedByAws: readonly ChangeByAws[]
}

/** What a rule finds at one place; code and severity are the rule's, unless the place has its own. */
export interface RuleFinding {
  readonly message: string
  readonly path: string
  readonly account?: string
  readonly hint?: string
  readonly severity?: Severity
  readonly code?: string
}

/** One thing that `check` looks for, with the words of its page in the reference. */
export interface Rule {
  /** `RW-…`, never reused. */
  readonly code: string
  readonly severity: Severity
  /** Half a line: what is wrong. */
  readonly title: string
  /** Why it matters. */
  readonly explanation: string
  /** What to do. */
  readonly mend: string
  readonly find: (context: CheckContext) => readonly RuleFinding[]
}

/** A finding of a rule, complete. */
export function findingOf(rule: Rule, found: RuleFinding): Finding {
  return { code: rule.code, severity: rule.severity, hint: rule.mend, ...found }
}
