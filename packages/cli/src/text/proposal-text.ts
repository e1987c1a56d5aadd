import type { Proposal, Removal, ReviewDecision } from '@rolewright/core'
import type { Paint } from '../frame/io.ts'
import { documentDiff } from './document-diff.ts'
import { count, some } from './words.ts'

const SHOWN = 6

/** A proposal for a person: what it takes away, what the evidence is, how the statement changes, what was decided. */
export function proposalText(proposal: Proposal, decision: ReviewDecision | undefined, paint: Paint): string {
  const groups = proposal.groups.length === 0 ? 'no group' : proposal.groups.join(', ')
  const never = proposal.removed.filter((removal) => removal.lastUsed === null)
  return [
    `${paint.bold(proposal.id.slice(0, 12))}  ${paint.bold(proposal.policyName)}, statement ${proposal.statementIndex + 1} (held by ${groups})`,
    `  ${proposal.actionsRemoved === 0 ? 'other statements still allow these actions elsewhere' : `takes away ${count(proposal.actionsRemoved, 'action')}`}; proved to be narrower`,
    ...lines(
      'not used lately',
      proposal.removed.filter((removal) => removal.lastUsed !== null),
    ),
    ...(never.length === 0
      ? []
      : [
          `  never used: ${some(
            never.map((removal) => removal.what),
            SHOWN,
          )}`,
        ]),
    ...lines('stays', proposal.kept),
    ...statementDiff(proposal, paint).map((line) => `    ${line}`),
    decision === undefined
      ? `  ${paint.yellow('open')}`
      : `  ${paint.green(decision.decision)} by ${decision.by}: ${decision.reason}`,
  ].join('\n')
}

function lines(word: string, removals: readonly Removal[]): readonly string[] {
  return removals.length === 0 ? [] : [`  ${word}: ${some(removals.map(evidence), SHOWN)}`]
}

function evidence(removal: Removal): string {
  if (removal.lastUsed === null) return removal.what
  const who =
    removal.lastUsedBy === undefined ? '' : ` by ${removal.lastUsedBy.slice(removal.lastUsedBy.lastIndexOf('/') + 1)}`
  return `${removal.what} (${removal.lastUsed.slice(0, 10)}${who})`
}

function statementDiff(proposal: Proposal, paint: Paint): readonly string[] {
  if (proposal.after === null) return [paint.red('- the whole statement')]
  const { Version } = proposal.documentBefore
  const version = Version === undefined ? {} : { Version }
  return documentDiff({ ...version, Statement: [proposal.before] }, { ...version, Statement: [proposal.after] }, paint)
}
