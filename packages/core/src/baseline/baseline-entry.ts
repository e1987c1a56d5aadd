import { z } from 'zod'
import type { Severity } from '../diagnostic/finding.ts'
import type { BaselineReport, BaselineResult, BaselineScore } from './baseline-report.ts'

/** What the history keeps of a report, as an entry of kind `baseline`: all of it, but for findings past {@link SHOWN} of a check. */
export interface BaselineEntry {
  readonly version: 1
  readonly score: BaselineScore
  readonly results: readonly {
    readonly check: string
    readonly code: string
    readonly severity: Severity
    readonly title: string
    readonly source: BaselineResult['source']
    readonly status: BaselineResult['status']
    readonly says: string
    readonly unseen: string
    readonly findings: readonly { readonly message: string; readonly path?: string }[]
    /** How many findings there are beyond those. */
    readonly more: number
  }[]
}

/** So many findings of a check are kept: who has more mends the cause. */
const SHOWN = 200

/** A report as the history keeps it. */
export function baselineEntry({ score, results }: BaselineReport): BaselineEntry {
  return {
    version: 1,
    score,
    results: results.map(({ check, code, severity, title, source, status, says, unseen, findings }) => ({
      check,
      code,
      severity,
      title,
      source,
      status,
      says,
      unseen,
      findings: findings
        .slice(0, SHOWN)
        .map(({ message, path }) => ({ message, ...(path === undefined ? {} : { path }) })),
      more: Math.max(0, findings.length - SHOWN),
    })),
  }
}

const schema: z.ZodType<BaselineEntry> = z.lazy(() =>
  z.object({
    version: z.literal(1),
    score: z.object({
      points: z.number().int().min(0),
      of: z.number().int().min(0),
      percent: z.number().int().min(0).max(100).nullable(),
    }),
    results: z.array(
      z.object({
        check: z.string(),
        code: z.string(),
        severity: z.enum(['error', 'warning', 'info']),
        title: z.string(),
        source: z.object({ document: z.string(), section: z.string() }),
        status: z.enum(['passed', 'failed', 'unseen']),
        says: z.string(),
        unseen: z.string(),
        findings: z.array(z.object({ message: z.string(), path: z.string().exactOptional() })),
        more: z.number().int().min(0),
      }),
    ),
  }),
)

/** The data of an entry of kind `baseline`; undefined for what is none, as in a history that somebody wrote by hand. */
export function parseBaselineEntry(data: unknown): BaselineEntry | undefined {
  const parsed = schema.safeParse(data)
  return parsed.success ? parsed.data : undefined
}
