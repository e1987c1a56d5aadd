import { resolve } from 'node:path'
import { RolewrightError } from '@rolewright/core'
import type { ReviewReport } from '@rolewright/aws-sync'
import type { Command } from 'commander'
import { clockOf } from '../account/clock.ts'
import type { SourceOptions } from '../account/open-source.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { openWorkspace } from '../config/workspace.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { chosenReview, type ReviewOption } from './review-context.ts'

interface ReportOptions extends CommonOptions, SourceOptions, ReviewOption {
  readonly as: string
  readonly out?: string
}

/** `rolewright review report` */
export function addReviewReport(group: Command, start: Start): void {
  withAccountSource(withCommonOptions(group.command('report')))
    .summary('write a review for people')
    .description(
      'Writes the newest review, or the one that `--review` names, with its evidence and what was decided: as Markdown with boxes to tick (for a pull request or an e-mail; `review decide --from` reads them back), as an HTML page that needs nothing else, as JSON, or as CSV. Asks AWS nothing.',
    )
    .option('--as <form>', 'markdown, html, json or csv', 'markdown')
    .option('--out <file>', 'where to write it (default: stdout)')
    .option('--review <file>', 'the stored review, by its file name or its beginning (default: the newest)')
    .addHelpText('after', '\nExample:\n  rolewright review report --as html --out review.html --account dev')
    .action(async (options: ReportOptions) => start(options, (context) => runReport(options, context)))
}

async function runReport(options: ReportOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const account = chooseAccount(workspace.model, options.account)
  const stored = await chosenReview(workspace, account.accountId, options.review)
  const { readHistory, reviewReport } = await import('@rolewright/aws-sync')
  const histories = await readHistory(workspace.audit, { accountId: account.accountId })
  const entries = histories.flatMap((history) => history.entries)
  const report = reviewReport(stored, { entries, now: (await clockOf(options, context))() })
  const text = await printed(report, options.as)
  if (options.out === undefined) {
    if (!context.json) context.io.out(text)
    return { code: 0, json: report }
  }
  const { writeFile } = await import('node:fs/promises')
  await writeFile(resolve(context.io.cwd, options.out), text)
  context.say(`The review of ${report.at.slice(0, 10)} is in ${options.out}.`)
  return { code: 0, json: { file: options.out, report } }
}

async function printed(report: ReviewReport, form: string): Promise<string> {
  const { reportAsCsv, reportAsHtml, reportAsMarkdown } = await import('@rolewright/aws-sync')
  switch (form) {
    case 'markdown':
      return reportAsMarkdown(report)
    case 'html':
      return reportAsHtml(report)
    case 'csv':
      return reportAsCsv(report)
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`
    default:
      throw new RolewrightError({
        code: 'invalid-argument',
        message: `\`${form}\` is no form of a report`,
        hint: 'write it `--as markdown`, `html`, `json` or `csv`',
      })
  }
}
