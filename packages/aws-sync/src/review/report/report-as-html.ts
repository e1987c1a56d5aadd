import { sentenceParts, visibleText } from '@rolewright/core'
import Handlebars from 'handlebars'
import type { ReviewReport } from './review-report.ts'
import { reportTemplate } from './report-template.ts'

/**
 * A report as one page that needs nothing else: no script, no font, no image from elsewhere, and a policy in it that forbids all of them.
 * Every text is escaped.
 *
 * @example
 * ```ts
 * await writeFile('review.html', reportAsHtml(report))
 * ```
 */
export function reportAsHtml(report: ReviewReport): string {
  const template = Handlebars.create()
  template.registerHelper({
    day: (date: unknown) => (typeof date === 'string' ? visibleText(date.slice(0, 10)) : ''),
    parts: (sentence: unknown) => (typeof sentence === 'string' ? sentenceParts(sentence) : []),
    text: (value: unknown) => (typeof value === 'string' ? visibleText(value) : ''),
    list: (values: unknown) =>
      Array.isArray(values) ? values.map((value) => visibleText(String(value))).join(', ') : '',
    number: (value: unknown) => (typeof value === 'number' ? value.toLocaleString('en') : ''),
    name: (arn: unknown) => (typeof arn === 'string' ? visibleText(arn.slice(arn.lastIndexOf('/') + 1)) : ''),
    decisionWord: (word: unknown) =>
      word === 'accept' ? 'Accepted' : word === 'keep' ? 'Kept' : word === 'defer' ? 'Deferred' : '',
  })
  return template.compile(reportTemplate, { strict: false, noEscape: false })(viewOf(report))
}

function viewOf(report: ReviewReport): unknown {
  return {
    ...report,
    deadline: report.status.campaign?.deadline,
    population: report.status.campaign?.population,
    proposals: report.proposals.map((proposal) => ({
      ...proposal,
      changes: proposal.changes.map((change) => ({
        ...change,
        lines: change.lines.map((line) => ({
          text: visibleText(line.text),
          removed: line.change === 'removed',
          added: line.change === 'added',
        })),
      })),
      unused: proposal.removed.map((part) => ({ ...part, never: part.lastUsed === null })),
      used: proposal.kept.filter(({ because }) => because === 'used'),
      unseen: proposal.kept.filter(({ because }) => because === 'not-observable' || because === 'never-observed'),
      decided: proposal.kept.filter(({ because }) => because === 'decided'),
    })),
  }
}
