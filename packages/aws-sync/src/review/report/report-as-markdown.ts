import type { PersonLoss, UseEvidence } from '@rolewright/core'
import { codeBlock, codeSpan, markdownSentence, markdownText } from '@rolewright/core'
import type { ReportedProposal, ReviewReport } from './review-report.ts'

const LONGEST_DIFF = 400

/**
 * A report for a pull request or an e-mail. Each proposal that is open has boxes to tick, which `review decide --from` reads back.
 *
 * @example
 * ```ts
 * await writeFile('review.md', reportAsMarkdown(reviewReport(stored, { entries, now })))
 * ```
 */
export function reportAsMarkdown(report: ReviewReport): string {
  const { status } = report
  const open = status.state !== 'closed' && status.open.length > 0
  const lines = [
    `# Review of ${report.accountId}, ${report.at.slice(0, 10)}`,
    '',
    `${status.decided} of ${status.of} proposals are decided (${status.percent} %).${status.campaign === undefined ? '' : ` To be decided by ${status.campaign.deadline.slice(0, 10)}.`} Unused means: not tried within ${report.windowDays} days. The review is stored as ${codeSpan(report.file)}.`,
    ...(open
      ? [
          '',
          'Tick one box of each proposal and write below it why; to defer needs a date until when, and a keep may have one. Then run `rolewright review decide --from` with this file.',
        ]
      : []),
    ...missedLines(report),
    ...reviewerLines(report),
    ...report.proposals.flatMap((proposal) => ['', ...proposalLines(proposal, status.state === 'closed')]),
    ...(report.notEnoughHistory.length === 0
      ? []
      : [
          '',
          '## Not observed long enough',
          '',
          ...report.notEnoughHistory.map(
            ({ name, reason, from }) =>
              `- ${codeSpan(name)}: ${markdownSentence(reason)}; from ${markdownText(from.slice(0, 10))}`,
          ),
        ]),
    ...signOffLines(report),
  ]
  return `${lines.join('\n')}\n`
}

function missedLines({ missed }: ReviewReport): readonly string[] {
  if (missed.length === 0) return []
  return [
    '',
    '## Missed since the last review',
    '',
    ...missed.map(
      ({ action, who, attempts, lastAt, removedAt, title, restore }) =>
        `- ${codeSpan(action)} was denied ${attempts} ${attempts === 1 ? 'time' : 'times'} since ${markdownText(removedAt.slice(0, 10))}, last on ${markdownText(lastAt.slice(0, 10))}, to ${who.slice(0, 5).map(codeSpan).join(', ')}. Taken away by: ${markdownText(title)}. Put it back with ${codeSpan(restore.join(' '))}`,
    ),
  ]
}

function reviewerLines({ status }: ReviewReport): readonly string[] {
  if (status.reviewers.length === 0) return []
  return [
    '',
    '| Reviewer | Roles | Decided |',
    '| --- | --- | --- |',
    ...status.reviewers.map(
      ({ owner, roles, decided, of }) =>
        `| ${markdownText(owner)} | ${markdownText(roles.join(', '))} | ${of === 0 ? 'nothing to decide' : `${decided} of ${of}`} |`,
    ),
  ]
}

function proposalLines(proposal: ReportedProposal, closed: boolean): readonly string[] {
  const lastUsed = proposal.removed.filter((part) => part.lastUsed !== null)
  const never = proposal.removed.filter((part) => part.lastUsed === null)
  const used = proposal.kept.filter(({ because }) => because === 'used')
  const unseen = proposal.kept.filter(({ because }) => because === 'not-observable' || because === 'never-observed')
  const decided = proposal.kept.filter(({ because }) => because === 'decided')
  return [
    `### Proposal ${proposal.id}: ${markdownText(proposal.title)}`,
    '',
    `${proposal.effect}. Risk: ${proposal.risk.level}${proposal.risk.reasons.length === 0 ? '' : `, since ${proposal.risk.reasons.map(markdownSentence).join('; ')}`}.${proposal.groups.length === 0 ? '' : ` Held by ${proposal.groups.map(codeSpan).join(', ')}.`}${proposal.owners.length === 0 ? '' : ` For ${markdownText(proposal.owners.join(', '))}.`}`,
    '',
    ...evidence('Not used lately', lastUsed),
    ...evidence('Never used', never),
    ...evidence('Stays, since it is used', used),
    ...evidence('Stays, since nobody can see whether it is used', unseen),
    ...evidence('Stays, since somebody decided so earlier', decided),
    ...proposal.lossByPerson.flatMap(lossLines),
    ...proposal.needed.map(
      ({ action, neededBy }) =>
        `- ${codeSpan(action)} goes, and may be needed by ${neededBy.slice(0, 5).map(codeSpan).join(', ')}`,
    ),
    ...proposal.changes.flatMap(changeLines),
    ...decisionLines(proposal, closed),
  ]
}

function lossLines({ people, loses, actions, partly = [] }: PersonLoss): readonly string[] {
  const who = people.map(codeSpan).join(', ')
  return [
    ...(actions === 0 ? [] : [`- ${who} would lose ${actions.toLocaleString('en')}: ${firstOf(loses)}`]),
    ...(partly.length === 0
      ? []
      : [`- ${who} would keep on fewer resources, or under more conditions: ${firstOf(partly)}`]),
  ]
}

function firstOf(list: readonly string[]): string {
  return `${list.slice(0, 20).map(codeSpan).join(', ')}${list.length > 20 ? ' …' : ''}`
}

function evidence(word: string, parts: readonly UseEvidence[]): readonly string[] {
  if (parts.length === 0) return []
  const shown = parts.slice(0, 60).map(({ what, lastUsed, lastUsedBy }) => {
    if (lastUsed === null) return codeSpan(what)
    return `${codeSpan(what)} (${markdownText(lastUsed.slice(0, 10))}${lastUsedBy === undefined ? '' : ` by ${codeSpan(lastUsedBy.slice(lastUsedBy.lastIndexOf('/') + 1))}`})`
  })
  return [
    `- ${word}: ${shown.join(', ')}${parts.length > shown.length ? ` and ${parts.length - shown.length} more` : ''}`,
  ]
}

function changeLines({ policyName, lines }: ReportedProposal['changes'][number]): readonly string[] {
  const marks = { same: ' ', removed: '-', added: '+' } as const
  const shown = lines.slice(0, LONGEST_DIFF).map(({ change, text }) => `${marks[change]} ${text}`)
  const more = lines.length - shown.length
  return [
    '',
    `${codeSpan(policyName)}:`,
    '',
    ...codeBlock('diff', more > 0 ? [...shown, `  … and ${more} lines more`] : shown),
  ]
}

function decisionLines({ decision }: ReportedProposal, closed: boolean): readonly string[] {
  if (decision !== undefined) {
    const until = decision.until === undefined ? '' : ` until ${markdownText(decision.until)}`
    const word = { accept: 'Accepted', keep: 'Kept', defer: 'Deferred' }[decision.decision]
    return [
      '',
      `${word}${until} by ${markdownText(decision.by)} on ${decision.at.slice(0, 10)}: ${markdownText(decision.reason)}`,
    ]
  }
  if (closed) return ['', 'Left open.']
  return ['', '- [ ] accept', '- [ ] keep', '- [ ] defer', '', 'Until:', '', 'Reason:']
}

function signOffLines({ status: { signOff } }: ReviewReport): readonly string[] {
  if (signOff === undefined) return []
  return [
    '',
    '## Signed',
    '',
    `${markdownText(signOff.by)} on ${signOff.at.slice(0, 10)}: ${markdownText(signOff.text)}`,
    ...(signOff.reason === undefined ? [] : ['', `Closed with open proposals: ${markdownText(signOff.reason)}`]),
  ]
}
