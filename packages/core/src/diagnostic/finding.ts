/** How much a finding matters: an `error` stops `check` with exit code 1, a `warning` wants a decision, `info` is advice. */
export type Severity = 'error' | 'warning' | 'info'

/** Something a check says: a stable code, a place, and a way to mend it. */
export interface Finding {
  readonly code: string
  readonly severity: Severity
  /** For the checks of a policy: how AWS's ValidatePolicy grades the same issue. */
  readonly findingType?: 'ERROR' | 'SECURITY_WARNING' | 'WARNING' | 'SUGGESTION'
  /** One line, lower-case start, user input in backticks. */
  readonly message: string
  /** The next thing to do. */
  readonly hint?: string
  /** Where, from the outside in: `role data-scientist > policy RunExperiment > statement 2`, or a JSON path for a document. */
  readonly path?: string
  /** Id of the account that it is about, where what holds in one account need not hold in another. */
  readonly account?: string
  /** Offsets into the text that was checked, when there was one. */
  readonly span?: { readonly start: number; readonly end: number; readonly line: number; readonly column: number }
}
