import { documentFinder } from '../account/documents.ts'
import type { AccountState } from '../account/account-state.ts'
import { z } from 'zod'
import type { AuditEntry } from '../audit/audit-entry.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { createEvaluator } from '../policy/evaluate/create-evaluator.ts'
import { actionsOfEvent } from './actions-of-event.ts'
import { isDenied } from './is-denied.ts'
import type { Proposal } from './proposal.ts'
import { titleOfProposal } from './title-of-proposal.ts'
import type { TrailEvent } from './trail-event.ts'

/** Something that a review took away, and that somebody was denied soon after. */
export interface MissedAccess {
  /** Id of the proposal that took it away. */
  readonly proposal: string
  readonly title: string
  /** `service:Action`. */
  readonly action: string
  /** ARNs of who tried, sorted. */
  readonly who: readonly string[]
  readonly attempts: number
  readonly lastAt: string
  /** ISO date of the apply that took it away. */
  readonly removedAt: string
  /** The words of the command that puts it back, `rolewright` first. */
  readonly restore: readonly string[]
}

const GRACE_DAYS = 14
const DAY_MS = 86_400_000

const patchedData = z.lazy(() => z.object({ proposals: z.array(z.object({ proposal: z.string() })) }))
const restoredData = z.lazy(() => z.object({ proposal: z.string() }))

/**
 * Denied attempts on what accepted proposals took away, within 14 days of the apply that did. Who tried must have held what was taken
 * away, and the attempt must be one that the policy allowed before and does not allow now. Newest first.
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
  const removed = removals(given.entries)
  const groupsOf = new Map(given.state.users.map(({ name, groups }) => [name.toLowerCase(), groups]))
  const finder = documentFinder(given.state)
  const allowedNow = new Map(
    given.state.users.map((user) => [user.name.toLowerCase(), createEvaluator(finder.ofUser(user).documents)]),
  )
  const missed = new Map<string, MissedAccess>()
  for (const proposal of given.proposals) {
    const at = removed.get(proposal.id)
    if (at === undefined || proposal.proof !== 'narrower') continue
    const lost = lossOf(proposal)
    for (const event of given.events) {
      const time = Date.parse(event.at) - Date.parse(at)
      if (!isDenied(event) || time < 0 || time > GRACE_DAYS * DAY_MS) continue
      const user = event.actor.arn.slice(event.actor.arn.lastIndexOf('/') + 1).toLowerCase()
      const groups = groupsOf.get(user)
      if (groups === undefined || !groups.some((group) => proposal.groups.includes(group))) continue
      for (const action of actionsOfEvent(event).actions ?? []) {
        const resources = event.resources.length === 0 ? ['*'] : event.resources
        const wasLost = resources.some(
          (resource) => lost(action, resource) && allowedNow.get(user)?.decide({ action, resource }).effect !== 'allow',
        )
        if (!wasLost) continue
        const key = `${proposal.id} ${action}`
        const known = missed.get(key)
        missed.set(key, {
          proposal: proposal.id,
          title: titleOfProposal(proposal),
          action,
          who: [...new Set([...(known?.who ?? []), event.actor.arn])].toSorted(),
          attempts: (known?.attempts ?? 0) + 1,
          lastAt: known !== undefined && known.lastAt > event.at ? known.lastAt : event.at,
          removedAt: at,
          restore: ['rolewright', 'review', 'restore', proposal.id],
        })
      }
    }
  }
  // Where several took it away, the one that brings back least comes first: one of them is enough.
  const size = new Map(given.proposals.map(({ id, actionsRemoved }) => [id, actionsRemoved]))
  return [...missed.values()].toSorted(
    (a, b) =>
      compare(b.lastAt, a.lastAt) ||
      compare(a.action, b.action) ||
      (size.get(a.proposal) ?? 0) - (size.get(b.proposal) ?? 0),
  )
}

/** When each proposal's removal reached the account, by its id: the first apply after it was patched, unless it was restored since. */
function removals(entries: readonly AuditEntry[]): ReadonlyMap<string, string> {
  const waiting = new Set<string>()
  const removed = new Map<string, string>()
  for (const entry of entries) {
    const patched = entry.kind === 'patched' ? patchedData.safeParse(entry.data) : undefined
    for (const { proposal } of patched?.data?.proposals ?? []) waiting.add(proposal)
    const restored = entry.kind === 'restored' ? restoredData.safeParse(entry.data) : undefined
    if (restored?.success === true) {
      waiting.delete(restored.data.proposal)
      removed.delete(restored.data.proposal)
    }
    if (entry.kind !== 'applied') continue
    for (const proposal of waiting) removed.set(proposal, entry.at)
    waiting.clear()
  }
  return removed
}

/** Whether a request was allowed by what a proposal changes before it, and is not after. */
function lossOf(proposal: Proposal): (action: string, resource: string) => boolean {
  const documents = (side: 'before' | 'after'): readonly PolicyDocument[] =>
    proposal.documents.flatMap((change) => change[side] ?? [])
  const [before, after] = [createEvaluator(documents('before')), createEvaluator(documents('after'))]
  return (action, resource) => {
    const request = { action, resource }
    return before.decide(request).effect === 'allow' && after.decide(request).effect !== 'allow'
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
