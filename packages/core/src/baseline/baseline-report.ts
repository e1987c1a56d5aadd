import type { Finding, Severity } from '../diagnostic/finding.ts'
import type { AccountFacts } from './account-facts.ts'
import { baselineFinding, type BaselineCheck, type Mend } from './baseline-check.ts'
import { baselineChecks } from './baseline-checks.ts'

/** What one check came to. */
export interface BaselineResult {
  /** The id of the check. */
  readonly check: string
  readonly code: string
  readonly severity: Severity
  readonly title: string
  readonly source: BaselineCheck['source']
  readonly status: 'passed' | 'failed' | 'unseen'
  /** What was seen, or why it can't be seen; of a failed check, the findings say it. */
  readonly says: string
  readonly findings: readonly Finding[]
  /** What a pass does not prove; empty where all can be seen. */
  readonly unseen: string
  readonly mend: Mend
}

/** An account held against the baseline. */
export interface BaselineReport {
  readonly version: 1
  readonly accountId: string
  /** ISO date. */
  readonly at: string
  readonly score: BaselineScore
  readonly results: readonly BaselineResult[]
}

/** What passed of what can be seen: an error weighs 3, a warning 2, an advice 1. */
export interface BaselineScore {
  readonly points: number
  readonly of: number
  /** From 0 to 100, rounded down, so that 100 means all; null where nothing can be seen. */
  readonly percent: number | null
}

const WEIGHT: Readonly<Record<Severity, number>> = { error: 3, warning: 2, info: 1 }

/**
 * Holds what IAM tells of an account against AWS's best practices: a result for each of {@link baselineChecks}, in their order, and a
 * score.
 *
 * @example
 * ```ts
 * const { score, results } = baselineReport(facts)
 * const failed = results.filter(({ status }) => status === 'failed')
 * ```
 */
export function baselineReport(facts: AccountFacts): BaselineReport {
  const results = baselineChecks.map((check) => resultOf(check, facts))
  return { version: 1, accountId: facts.accountId, at: facts.at, score: scoreOf(results), results }
}

function resultOf(check: BaselineCheck, facts: AccountFacts): BaselineResult {
  const { id, code, severity, title, source, unseen, mend } = check
  const verdict = check.judge(facts)
  return {
    check: id,
    code,
    severity,
    title,
    source,
    status: verdict.kind,
    says: verdict.kind === 'failed' ? '' : verdict.says,
    findings: verdict.kind === 'failed' ? verdict.found.map((found) => baselineFinding(check, found)) : [],
    unseen,
    mend,
  }
}

/** The score of results; what can't be seen counts neither way. */
export function scoreOf(results: readonly Pick<BaselineResult, 'severity' | 'status'>[]): BaselineScore {
  const seen = results.filter(({ status }) => status !== 'unseen')
  const sum = (of: typeof seen): number => of.reduce((total, { severity }) => total + WEIGHT[severity], 0)
  const points = sum(seen.filter(({ status }) => status === 'passed'))
  const of = sum(seen)
  return { points, of, percent: of === 0 ? null : Math.floor((100 * points) / of) }
}
