import type { AccountState } from '../account/account-state.ts'
import type { AwsManagedDocuments } from '../compile/aws-managed-lock.ts'
import type { SourceMap } from '../compile/source-map.ts'
import type { AccountDefinition, Model } from '../define/definitions.ts'
import type { Finding, Severity } from '../diagnostic/finding.ts'

/** What `check` is told besides the model. */
export interface CheckOptions {
  readonly now: Date
  readonly awsManaged: AwsManagedDocuments
  /** Where owned groups and policies lie; `/rolewright/<model id>/` unless given. */
  readonly path?: string
}

/** One account as it would be compiled. */
export interface CompiledAccount {
  readonly account: AccountDefinition
  readonly state: AccountState
  readonly sources: SourceMap
}

/** What rules look at: the model, and its accounts as far as they compile. */
export interface CheckContext {
  readonly model: Model
  readonly now: Date
  readonly accounts: readonly CompiledAccount[]
}

/** What a rule finds at one place; code and severity are the rule's, unless the place has its own. */
export interface RuleFinding {
  readonly message: string
  readonly path: string
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
