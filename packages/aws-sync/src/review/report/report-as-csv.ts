import { csv, visibleText } from '@rolewright/core'
import type { ReviewReport } from './review-report.ts'

const COLUMNS: readonly string[] =
  'account,review,proposal,kind,title,groups,owners,risk,what,last used,last used by,decision,until,reason,decided by,decided at'.split(
    ',',
  )

/**
 * A report as a table for a spreadsheet: a row for each thing that a proposal takes away or adds. No cell can be taken for a formula,
 * and what nobody would see is written out.
 *
 * @example
 * ```ts
 * await writeFile('review.csv', reportAsCsv(report))
 * ```
 */
export function reportAsCsv(report: ReviewReport): string {
  return csv([
    COLUMNS,
    ...report.proposals.flatMap(({ decision, ...proposal }) => {
      const parts = proposal.removed.length === 0 ? [undefined] : proposal.removed
      return parts.map((part) =>
        [
          report.accountId,
          report.file,
          proposal.id,
          proposal.kind,
          proposal.title,
          proposal.groups.join(' '),
          proposal.owners.join(' '),
          proposal.risk.level,
          part?.what ?? '',
          part === undefined ? '' : (part.lastUsed ?? 'never'),
          part?.lastUsedBy ?? '',
          decision?.decision ?? 'open',
          decision?.until ?? '',
          decision?.reason ?? '',
          decision?.by ?? '',
          decision?.at ?? '',
        ].map(visibleText),
      )
    }),
  ])
}
