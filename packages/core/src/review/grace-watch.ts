import { documentFinder } from '../account/documents.ts'
import type { AccountState } from '../account/account-state.ts'
import type { AuditEntry } from '../audit/audit-entry.ts'
import { createEvaluator, type Evaluator } from '../policy/evaluate/create-evaluator.ts'
import { actionsOfEvent } from './actions-of-event.ts'
import { isDenied } from './is-denied.ts'
import type { Proposal } from './proposal.ts'
import { type Removed, removedProposals } from './removed-proposals.ts'
import { takenAway } from './taken-away.ts'
import { titleOfProposal } from './title-of-proposal.ts'
import type { TrailEvent } from './trail-event.ts'

/** Something that reviews took away, and that somebody was denied soon after. */
export interface MissedAccess {
  /** Id of the proposal that took it away. */
  readonly proposal: string
  /** Ids of what has to be put back together with it: without them it would still be denied. */
  readonly together?: readonly string[]
  /** Of all of them. */
  readonly title: string
  /** `service:Action`. */
  readonly action: string
  /** ARNs of who tried, sorted. */
  readonly who: readonly string[]
  readonly attempts: number
  readonly lastAt: string
  /** ISO date of the last apply that took it away. */
  readonly removedAt: string
  /** The words of the command that puts all of it back, `rolewright` first. */
  readonly restore: readonly string[]
}

const GRACE_DAYS = 14
const DAY_MS = 86_400_000

/**
 * Denied attempts on what accepted proposals took away, within 14 days of the apply that did. Who tried must have held what was taken
 * away, and the attempt must be one that the policy allowed before and does not allow now. Where a narrowing and a dropped task both stand
 * in the way, be it of different reviews, both are named and one command puts both back. Newest first.
 *
 * @example
 * ```ts
 * const missed = graceWatch({ entries, proposals, events, state })
 * ```
 */
export function graceWatch(given: {
  readonly entries: readonly AuditEntry[]
  /** Of all stored reviews. */
  readonly proposals: readonly Proposal[]
  readonly events: readonly TrailEvent[]
  /** The account now: whoever was denied must be in it. */
  readonly state: AccountState
}): readonly MissedAccess[] {
  const removed = removedProposals(given.entries, given.proposals)
  if (removed.length === 0) return []
  const finder = documentFinder(given.state)
  const users = new Map(given.state.users.map((user) => [user.name.toLowerCase(), user]))
  const evaluators = new Map<string, Evaluator>()
  const missed = new Map<string, MissedAccess>()
  for (const event of given.events) {
    const before = removed.filter(({ at }) => Date.parse(at) <= Date.parse(event.at))
    if (!isDenied(event) || !before.some((one) => isRecent(one, event))) continue
    const user = users.get(event.actor.arn.slice(event.actor.arn.lastIndexOf('/') + 1).toLowerCase())
    if (user === undefined) continue
    const now = evaluators.get(user.name) ?? createEvaluator(finder.ofUser(user).documents)
    evaluators.set(user.name, now)
    for (const action of actionsOfEvent(event).actions ?? []) {
      for (const resource of event.resources.length === 0 ? [null] : event.resources) {
        if (now.decide({ action, resource: resource ?? '*' }).effect === 'allow') continue
        const together = user.groups
          .map((group) => takenAway({ removed: before, group, attempt: { action, resource } }))
          .find((found) => found.some((one) => isRecent(one, event)))
        if (together === undefined) continue
        const key = `${together.map(({ proposal }) => proposal.id).join(' ')} ${action}`
        missed.set(key, withAttempt(missed.get(key), { together, action, event }))
        break
      }
    }
  }
  return [...missed.values()].toSorted((a, b) => compare(b.lastAt, a.lastAt) || compare(a.action, b.action))
}

function isRecent({ at }: Removed, event: TrailEvent): boolean {
  return Date.parse(event.at) - Date.parse(at) <= GRACE_DAYS * DAY_MS
}

function withAttempt(
  known: MissedAccess | undefined,
  given: { readonly together: readonly Removed[]; readonly action: string; readonly event: TrailEvent },
): MissedAccess {
  const { together, action, event } = given
  const [proposal = '', ...others] = together.map((one) => one.proposal.id)
  return {
    proposal,
    ...(others.length === 0 ? {} : { together: others }),
    title: together.map((one) => titleOfProposal(one.proposal)).join('; '),
    action,
    who: [...new Set([...(known?.who ?? []), event.actor.arn])].toSorted(),
    attempts: (known?.attempts ?? 0) + 1,
    lastAt: known !== undefined && known.lastAt > event.at ? known.lastAt : event.at,
    removedAt:
      together
        .map(({ at }) => at)
        .toSorted()
        .at(-1) ?? '',
    restore: ['rolewright', 'review', 'restore', proposal, ...others],
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
