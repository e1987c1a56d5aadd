import { decisionOn, type Proposal, type Removal, type ReviewDecision, titleOfProposal } from '@rolewright/core'
import { serviceName } from './access.ts'
import type { ViewContext } from './context.ts'
import { showDay, showMoment, type ShownDate } from './format-date.ts'
import { jsonDiff, type JsonLine } from './json-lines.ts'
import type { Link } from './links.ts'

/** One piece of evidence: what was or was not used, when and by whom. */
export interface EvidenceView {
  readonly what: string
  readonly name: string
  readonly lastUsed: ShownDate | null
  readonly by: string
}

/** What somebody decided. */
export interface DecisionView {
  readonly decision: 'accept' | 'keep' | 'defer'
  readonly word: string
  readonly reason: string
  readonly by: string
  readonly at: ShownDate
  readonly until: ShownDate | null
}

/** One proposal of a review. */
export interface ProposalView {
  readonly id: string
  readonly anchor: string
  /** What it proposes, in a line. */
  readonly title: string
  /** The first policy that it changes; the list of policies where it changes none. */
  readonly policy: Link
  readonly statement: string
  readonly kind: Proposal['kind']
  readonly groups: readonly string[]
  readonly removed: readonly EvidenceView[]
  readonly kept: readonly EvidenceView[]
  readonly actionsRemoved: number
  readonly charactersSaved: number
  /** What accepting it means, in a sentence. */
  readonly effect: string
  readonly risk: { readonly level: 'low' | 'medium' | 'high'; readonly reasons: readonly string[] }
  /** Who loses what. */
  readonly losses: readonly {
    readonly people: readonly string[]
    readonly loses: readonly string[]
    readonly actions: number
    /** What they keep on fewer resources, or under more conditions. */
    readonly partly: readonly string[]
  }[]
  /** What goes although something that stays may need it. */
  readonly needed: readonly { readonly action: string; readonly neededBy: readonly string[] }[]
  /** What only this kind of proposal tells: a word, and what it says. */
  readonly facts: readonly { readonly word: string; readonly texts: readonly string[] }[]
  /** Before and after, a statement or the documents. */
  readonly changes: readonly { readonly label: string; readonly lines: readonly JsonLine[] }[]
  /** Newest last; the last one counts. */
  readonly decisions: readonly DecisionView[]
  readonly status: 'open' | DecisionView['decision']
  readonly statusWord: string
}

const WORDS = { open: 'Open', accept: 'Accepted', keep: 'Kept', defer: 'Deferred' } as const

/** One proposal, of whatever kind. */
export function proposalView(given: {
  proposal: Proposal
  number: number
  decisions: readonly ReviewDecision[]
  context: ViewContext
}): ProposalView {
  const { proposal, decisions, context } = given
  const status = decisionOn(proposal.id, decisions, context.input.now)?.decision ?? 'open'
  const policyName = proposal.documents[0]?.policyName ?? ''
  return {
    id: proposal.id,
    anchor: `proposal-${given.number + 1}`,
    title: titleOfProposal(proposal),
    policy: context.links.link('policies', policyName, policyName),
    statement: placeOf(proposal),
    kind: proposal.kind,
    groups: proposal.groups,
    removed: proposal.removed.map((one) => evidence(one, context)),
    kept: proposal.kept.map((one) => evidence(one, context)),
    actionsRemoved: proposal.actionsRemoved,
    charactersSaved: proposal.charactersSaved,
    effect: effectOf(proposal),
    risk: proposal.risk,
    losses: proposal.lossByPerson.map((loss) => ({
      ...loss,
      partly: loss.partly ?? [],
      people: loss.people.map((userName) => context.personNames.get(userName) ?? userName),
    })),
    needed: proposal.needed,
    facts: factsOf(proposal),
    changes: changesOf(proposal),
    decisions: decisions.map((one) => ({
      decision: one.decision,
      word: WORDS[one.decision],
      reason: one.reason,
      by: one.by,
      at: showMoment(one.at),
      until: one.until === undefined ? null : showDay(one.until),
    })),
    status,
    statusWord: WORDS[status],
  }
}

/** What of a policy a proposal is about; what it proposes, where it is not about one statement. */
function placeOf(proposal: Proposal): string {
  if (!('statementIndex' in proposal)) return titleOfProposal(proposal)
  return proposal.before.Sid ?? `statement ${proposal.statementIndex + 1}`
}

function effectOf(proposal: Proposal): string {
  const { actionsRemoved: actions, proof } = proposal
  switch (proof) {
    case 'none':
      return 'Changes no policy.'
    case 'wider':
      return 'Allows more than before, and is never accepted together with something that takes away.'
    case 'narrower':
      return actions === 0
        ? 'Proved to allow nothing that was not allowed before.'
        : `${actions.toLocaleString('en')} ${actions === 1 ? 'action' : 'actions'} fewer. Proved to allow nothing that was not allowed before.`
    default:
      return proof satisfies never
  }
}

/** No fact where there is nothing to say. */
function fact(word: string, texts: readonly string[]): ProposalView['facts'] {
  return texts.length === 0 ? [] : [{ word, texts }]
}

function factsOf(proposal: Proposal): ProposalView['facts'] {
  switch (proposal.kind) {
    case 'narrow-statement':
    case 'remove-statement':
      return []
    case 'narrow-resources':
      return fact('Touched', proposal.touched)
    case 'split-task':
      return [...fact('Goes on using it', proposal.usedBy), ...fact('Tasks', proposal.tasks)]
    case 'drop-task':
      return [...fact('Role', [proposal.role]), ...fact('Task', [proposal.taskTitle])]
    case 'split-role':
      return [
        ...fact('Would move to the second role', proposal.moved),
        ...fact('Would stay', proposal.stay),
        ...fact('Tasks of the second role', proposal.tasks),
        ...fact('It goes without', proposal.without),
      ]
    case 'unused-key':
    case 'unused-password':
    case 'unused-person':
      return [
        ...fact('Could be used since', [proposal.since.slice(0, 10)]),
        ...fact('Command', [proposal.command.join(' ')]),
      ]
    case 'grant-missing':
      return [
        ...fact('Why', [proposal.reason]),
        ...fact(
          `Denied ${proposal.attempts} ${proposal.attempts === 1 ? 'time' : 'times'}`,
          proposal.denied.map(
            ({ at, userName, resource }) => `${at.slice(0, 10)} ${userName}${resource === null ? '' : `: ${resource}`}`,
          ),
        ),
      ]
    default:
      return proposal satisfies never
  }
}

function changesOf(proposal: Proposal): ProposalView['changes'] {
  if ('before' in proposal) {
    return [{ label: `Statement ${placeOf(proposal)}`, lines: jsonDiff(proposal.before, proposal.after) }]
  }
  return proposal.documents.map(({ policyName, groups, before, after }) => ({
    label: `${policyName}${groups.length === 0 ? '' : `, for ${groups.join(', ')}`}`,
    lines: jsonDiff(before, after),
  }))
}

function evidence(removal: Removal, { personNames }: ViewContext): EvidenceView {
  const by = removal.lastUsedBy ?? ''
  return {
    what: removal.what,
    name: removal.what.includes(':') ? '' : serviceName(removal.what),
    lastUsed: removal.lastUsed === null ? null : showDay(removal.lastUsed),
    // A user of the model is told by name, whoever else by ARN.
    by: personNames.get(/:user\/(?:.*\/)?([^/]+)$/.exec(by)?.[1] ?? '') ?? by,
  }
}
