import {
  type DocumentChange,
  type PersonLoss,
  type Proposal,
  type ReviewDecision,
  titleOfProposal,
  type UseEvidence,
  visibleText,
} from '@rolewright/core'
import type { Paint } from '../frame/io.ts'
import { documentDiff } from './document-diff.ts'
import { count, some } from './words.ts'

const SHOWN = 6

/** A proposal for a person: what it proposes, what the evidence is, who loses what, how documents change, what was decided. */
export function proposalText(proposal: Proposal, decision: ReviewDecision | undefined, paint: Paint): string {
  const held = 'statementIndex' in proposal && proposal.groups.length > 0
  const groups = held ? ` (held by ${proposal.groups.join(', ')})` : ''
  const never = proposal.removed.filter(({ lastUsed }) => lastUsed === null).map(({ what }) => what)
  const keptFor = (...reasons: readonly string[]): readonly string[] =>
    proposal.kept.filter(({ because }) => reasons.includes(because)).map(({ what }) => what)
  return [
    `${paint.bold(proposal.id.slice(0, 12))}  ${paint.bold(titleOfProposal(proposal))}${groups}`,
    `  ${effectOf(proposal)}; risk ${riskText(proposal, paint)}`,
    ...evidenceLine(
      'not used lately',
      proposal.removed.filter(({ lastUsed }) => lastUsed !== null),
    ),
    ...nameLine('never used', never),
    ...ownLines(proposal),
    ...evidenceLine(
      'stays',
      proposal.kept.filter(({ because }) => because === 'used'),
    ),
    ...nameLine("stays, since nobody can see whether it's used", keptFor('not-observable', 'never-observed')),
    ...nameLine('stays, since somebody decided so earlier', keptFor('decided')),
    ...proposal.lossByPerson.flatMap(lossLines),
    ...nameLine(
      'goes, though what stays may need it',
      proposal.needed.map(({ action, neededBy }) => `${action} (${some(neededBy, 2)})`),
    ),
    ...diffOf(proposal, paint).map((line) => `    ${line}`),
    decision === undefined
      ? `  ${paint.yellow('open')}`
      : `  ${paint.green(decision.decision)}${decision.until === undefined ? '' : ` until ${decision.until}`} by ${visibleText(decision.by)}: ${visibleText(decision.reason)}`,
  ].join('\n')
}

function lossLines({ people, loses, actions, partly = [] }: PersonLoss): readonly string[] {
  const who = some(people, SHOWN)
  return [
    ...(actions === 0 ? [] : [`  ${who} would lose ${count(actions, 'action')}: ${some(loses, SHOWN)}`]),
    ...(partly.length === 0
      ? []
      : [`  ${who} would keep on fewer resources, or under more conditions: ${some(partly, SHOWN)}`]),
  ]
}

function effectOf(proposal: Proposal): string {
  if (proposal.proof === 'none') return 'changes no policy'
  if (proposal.proof === 'wider') return 'allows more than before, so nothing else is accepted along with it'
  const saved = proposal.charactersSaved > 0 ? ` and ${count(proposal.charactersSaved, 'character')}` : ''
  if (proposal.actionsRemoved > 0)
    return `takes away ${count(proposal.actionsRemoved, 'action')}${saved}; proved to be narrower`
  const why = proposal.kind === 'narrow-resources' ? 'on fewer resources' : 'other statements still allow these actions'
  return `${why}; proved to be narrower`
}

function riskText({ risk }: Proposal, paint: Paint): string {
  const colour = { low: paint.green, medium: paint.yellow, high: paint.red }[risk.level]
  return `${colour(risk.level)}, since ${risk.reasons.join('; ')}`
}

/** What only this kind of proposal has to say. */
function ownLines(proposal: Proposal): readonly string[] {
  switch (proposal.kind) {
    case 'narrow-resources':
      return nameLine('touched', proposal.touched)
    case 'split-task':
      return nameLine('used by', proposal.usedBy)
    case 'split-role':
      return [...nameLine('tasks they keep', proposal.tasks), ...nameLine('stay as they are', proposal.stay)]
    case 'grant-missing':
      return [
        `  denied ${count(proposal.attempts, 'time')}, ${proposal.denied
          .slice(0, 3)
          .map(
            ({ at, userName, resource }) =>
              `${at.slice(0, 10)} ${userName}${resource === null ? '' : ` on ${resource}`}`,
          )
          .join('; ')}`,
        `  ${proposal.reason}`,
      ]
    case 'unused-key':
    case 'unused-password':
    case 'unused-person':
      return [`  run: ${proposal.command.join(' ')}`]
    case 'narrow-statement':
    case 'remove-statement':
    case 'drop-task':
      return []
    default:
      return proposal satisfies never
  }
}

function nameLine(word: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`  ${word}: ${some(names, SHOWN)}`]
}

function evidenceLine(word: string, parts: readonly UseEvidence[]): readonly string[] {
  return nameLine(word, parts.map(evidenceText))
}

function evidenceText({ what, lastUsed, lastUsedBy, region, origin }: UseEvidence): string {
  if (lastUsed === null) return what
  const who = lastUsedBy === undefined ? '' : ` by ${lastUsedBy.slice(lastUsedBy.lastIndexOf('/') + 1)}`
  const where = region === undefined ? '' : ` in ${region}`
  const from = origin === 'cloudtrail' ? ', CloudTrail' : ''
  return `${what} (${lastUsed.slice(0, 10)}${who}${where}${from})`
}

/** How a statement changes, or the documents where a proposal is about more than one statement. */
function diffOf(proposal: Proposal, paint: Paint): readonly string[] {
  if (!('before' in proposal)) return proposal.documents.flatMap((change) => documentLines(change, paint))
  if (proposal.after === null) return [paint.red('- the whole statement')]
  const { Version } = proposal.documents[0]?.before ?? {}
  const version = Version === undefined ? {} : { Version }
  return documentDiff({ ...version, Statement: [proposal.before] }, { ...version, Statement: [proposal.after] }, paint)
}

function documentLines({ policyName, before, after }: DocumentChange, paint: Paint): readonly string[] {
  if (after === null) return [paint.red(`- ${policyName}`)]
  if (before === null) return [paint.green(`+ ${policyName}`)]
  return [policyName, ...documentDiff(before, after, paint)]
}
