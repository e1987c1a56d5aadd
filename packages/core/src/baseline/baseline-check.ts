import type { Finding, Severity } from '../diagnostic/finding.ts'
import type { AccountFacts } from './account-facts.ts'

/** Who does what mends a check: the command itself, another command, or a person. */
export type Mend =
  | {
      readonly by: 'baseline'
      /** What `baseline --mend <check>` does, in a sentence. */
      readonly does: string
    }
  | { readonly by: 'command'; readonly command: string; readonly does: string }
  | { readonly by: 'person'; readonly steps: readonly string[] }

/** What a check finds at one place; code and severity are the check's. */
export interface FoundFact {
  readonly message: string
  readonly path: string
  readonly hint?: string
}

/** What a check finds out: that all is well, what is not, or that IAM does not show it. */
export type Verdict =
  | { readonly kind: 'passed'; readonly says: string }
  | { readonly kind: 'failed'; readonly found: readonly [FoundFact, ...FoundFact[]] }
  | { readonly kind: 'unseen'; readonly says: string }

/** One line of the best-practices document, as a question to an account. */
export interface BaselineCheck {
  /** What `--mend` takes: `root-mfa`. */
  readonly id: string
  /** `RW-BASE-…`, never reused. */
  readonly code: string
  readonly severity: Severity
  /** Half a line: what is wanted. */
  readonly title: string
  /** Why it matters. */
  readonly explanation: string
  readonly source: { readonly document: string; readonly section: string }
  /** What IAM does not show, so that a pass does not prove it; empty where all can be seen. */
  readonly unseen: string
  readonly mend: Mend
  readonly judge: (facts: AccountFacts) => Verdict
}

/** AWS's solution brief about first steps with IAM. */
export const BEST_PRACTICES = 'AWS Identity and Access Management best practices (AWS Solution Brief)'

/** `passed` with a sentence unless something was found. */
export function verdictOf(found: readonly FoundFact[], passed: string): Verdict {
  const [first, ...rest] = found
  return first === undefined ? { kind: 'passed', says: passed } : { kind: 'failed', found: [first, ...rest] }
}

/** A finding of a check, complete. */
export function baselineFinding(check: BaselineCheck, found: FoundFact): Finding {
  return { code: check.code, severity: check.severity, hint: hintOf(check.mend, check.id), ...found }
}

function hintOf(mend: Mend, id: string): string {
  switch (mend.by) {
    case 'baseline':
      return `run \`rolewright baseline --mend ${id}\`, which shows what it does and asks`
    case 'command':
      return `run \`${mend.command}\`, which ${mend.does}`
    case 'person':
      return `only a person can do this: \`rolewright baseline --mend ${id}\` tells the steps`
    default:
      return mend satisfies never
  }
}
