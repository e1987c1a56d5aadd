import { asList } from '../policy/as-list.ts'
import type { Statement } from '../policy/document.ts'
import { type Attempt, couldAllow } from './could-allow.ts'
import { documentsAmong, sharedAmong } from './documents-among.ts'
import { droppedStatements } from './dropped-statements.ts'
import type { DocumentChange } from './proposal.ts'
import { meaningOf } from './proposal-id.ts'
import type { Removed } from './removed-proposals.ts'

/**
 * The proposals that have to be put back together, so that the members of a group may do something again: the narrowing of a statement,
 * and with it whatever dropped the task that brings the statement in. Where several statements allowed it, those that bring back least;
 * empty where no proposal took it away. Conditions are taken as fulfilled.
 *
 * @example
 * ```ts
 * const removed = removedProposals(history.earlier, proposals)
 * const together = takenAway({ removed, group: 'Developers', attempt: { action: 'kms:Decrypt', resource: null } })
 * ```
 */
export function takenAway(given: {
  readonly removed: readonly Removed[]
  readonly group: string
  readonly attempt: Attempt
}): readonly Removed[] {
  const { group, attempt } = given
  const all = given.removed.map(({ proposal }) => proposal)
  const changes = given.removed.flatMap((removed) => {
    const shared = new Set(sharedAmong(removed.proposal, all))
    return documentsAmong(removed.proposal, all)
      .filter(({ groups }) => groups.includes(group))
      .map((change): Change => ({
        removed,
        change,
        statement: statementOf(removed),
        isShared: shared.has(change),
      }))
  })
  const ways = changes.flatMap((one) => {
    if (!couldAllow(one.change.before, attempt)) return []
    const ofPolicy = changes.filter(({ change }) => change.policyArn === one.change.policyArn)
    return wayBack(one, ofPolicy, attempt)
  })
  return ways.toSorted((a, b) => weight(a) - weight(b))[0] ?? []
}

/** One policy of one group, changed by a proposal: in one statement, or without those of a dropped task. */
interface Change {
  readonly removed: Removed
  readonly change: DocumentChange
  readonly statement: { readonly before: Statement; readonly after: Statement | null } | undefined
  /** Whether other tasks had to go too: one of them brings it back. */
  readonly isShared: boolean
}

function statementOf({ proposal }: Removed): Change['statement'] {
  return 'statementIndex' in proposal ? proposal : undefined
}

/** What to put back besides a change that took something away; none where it isn't this change that took it. */
function wayBack(
  { removed, change, statement }: Change,
  ofPolicy: readonly Change[],
  attempt: Attempt,
): readonly (readonly Removed[])[] {
  const allows = (one: Statement | null): boolean => one !== null && couldAllow({ Statement: one }, attempt)
  if (statement !== undefined) {
    if (!allows(statement.before) || allows(statement.after)) return []
    return [[removed, ...droppersOf(statement.before, ofPolicy)]]
  }
  const dropped = statementsDropped(change).filter(allows)
  // What the same apply narrowed too comes back by that narrowing, and this drop with it.
  const narrowed = new Set(
    ofPolicy.flatMap(({ statement: one }) => (one === undefined || allows(one.after) ? [] : [meaningOf(one.before)])),
  )
  return dropped.some((one) => !narrowed.has(meaningOf(one))) ? [[removed]] : []
}

/** Drops of the task that brings a statement in, whatever became of the statement by other proposals before. */
function droppersOf(statement: Statement, ofPolicy: readonly Change[]): readonly Removed[] {
  const forms = new Set([meaningOf(statement)])
  let gone = false
  for (const { statement: one } of ofPolicy) {
    if (one === undefined || !forms.has(meaningOf(one.before))) continue
    if (one.after === null) gone = true
    else forms.add(meaningOf(one.after))
  }
  const droppers = ofPolicy.filter(
    ({ change, statement: one }) =>
      one === undefined &&
      // Of a statement that is gone nothing tells any more which task would bring it in.
      (gone || change.after === null || statementsDropped(change).some((dropped) => forms.has(meaningOf(dropped)))),
  )
  const alone = droppers.filter(({ isShared }) => !isShared).map(({ removed }) => removed)
  const [lightest] = droppers
    .filter(({ isShared, removed }) => isShared && !alone.includes(removed))
    .map(({ removed }) => removed)
    .toSorted((a, b) => weight([a]) - weight([b]))
  return lightest === undefined ? alone : [...alone, lightest]
}

function statementsDropped(change: DocumentChange): readonly Statement[] {
  const statements = asList(change.before?.Statement ?? [])
  return droppedStatements(change).flatMap((index) => statements[index] ?? [])
}

function weight(together: readonly Removed[]): number {
  return together.reduce((sum, { proposal }) => sum + proposal.actionsRemoved, 0)
}
