import { defaultDocument, documentFinder } from '../account/documents.ts'
import { groupName } from '../model/group-name.ts'
import type { RoleDefinition, TaskDefinition } from '../define/definitions.ts'
import { asList } from '../policy/as-list.ts'
import { comparePolicies } from '../policy/compare/compare-policies.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import type { ActionEvidence } from '../policy/narrow/narrow-actions.ts'
import { narrowStatement } from '../policy/narrow/narrow-policy.ts'
import type { UseEvidence } from './evidence.ts'
import { evidenceOf, withUser } from './evidence-of.ts'
import type { Ground, ReviewedModel } from './ground.ts'
import { withoutHeld } from './held-decisions.ts'
import { heldOfPolicy } from './held-of-policy.ts'
import { narrowByRows } from './narrow-by-rows.ts'
import { type WithoutTasks, withoutTasks } from './task-documents.ts'
import type { UseRows } from './use-rows.ts'

/** Tasks that a role can go without, by what somebody's reports show. */
export interface UnusedTasks extends WithoutTasks {
  /** What would go, and when it was last used. */
  readonly removed: readonly ActionEvidence[]
}

/**
 * What goes with some tasks of a role, if all of it was shown to be unused: null as soon as one action of theirs was used, or can't be
 * observed, and no other task of the role allows it. A role that allows the same without them is null too.
 */
export function unusedTasks(
  given: { readonly role: RoleDefinition; readonly tasks: readonly TaskDefinition[]; readonly rows: UseRows },
  ground: Ground & { readonly model: ReviewedModel },
): UnusedTasks | null {
  const { role, tasks, rows } = given
  const without = withoutTasks(role, tasks, ground)
  if (without === null || without.dropped.length === 0) return null
  const [before, after] = documentsOf(role, without, ground)
  const removed = new Map<string, ActionEvidence>()
  for (const { policyArn, statement } of without.dropped) {
    const policy = ground.state.policies.find((one) => one.arn === policyArn)
    const document = policy === undefined ? undefined : defaultDocument(policy)
    const dropped = asList(document?.Statement)[statement]
    // Taking a denial away would widen; `comparePolicies` below would say so too, at more expense.
    if (document === undefined || dropped === undefined || dropped.Effect !== 'Allow') return null
    const own = withoutHeld(rows, heldOfPolicy(policyArn, ground))
    const narrowed = narrowByRows(document, statement, own, { ...ground, splitServices: true })
    const left = narrowed === null ? dropped : narrowed.after
    if (left !== null && !isAllowedBy(left, after)) return null
    for (const part of narrowed?.removed ?? []) removed.set(part.what, { what: part.what, lastUsed: part.lastUsed })
  }
  if (removed.size === 0 || comparePolicies(before, after).relation !== 'narrower') return null
  return { ...without, removed: [...removed.values()].toSorted((a, b) => (a.what < b.what ? -1 : 1)) }
}

/** The latest use that rows show of what a task of a role allows; undefined where they show none. */
export function lastUseOfTask(
  given: { readonly role: RoleDefinition; readonly task: TaskDefinition; readonly rows: UseRows },
  ground: Ground & { readonly model: ReviewedModel },
): UseEvidence | undefined {
  const { role, task, rows } = given
  const group = ground.state.groups.find((one) => one.name === groupName(role))
  const names = new Set(task.policies.map(({ name }) => name))
  const uses = (group?.attachedPolicies ?? []).flatMap((policyArn): readonly UseEvidence[] => {
    const policy = ground.state.policies.find((one) => one.arn === policyArn)
    const document = policy === undefined ? undefined : defaultDocument(policy)
    if (policy === undefined || document === undefined) return []
    const sources = ground.model.sources.statements.filter((source) => source.policyArn === policyArn)
    return asList(document.Statement).flatMap((statement, index) => {
      const definitions = sources.find((source) => source.statement === index)?.definitions.map((one) => one.policy)
      if (!(definitions ?? [policy.name]).some((name) => names.has(name))) return []
      const { kept } = narrowStatement(document, index, evidenceOf(rows, statement, { splitServices: true }), ground)
      return kept.filter(({ because }) => because === 'used').map((part) => withUser(part, rows))
    })
  })
  const dated = uses.filter(({ lastUsed }) => lastUsed !== null)
  return dated.toSorted((a, b) => Date.parse(b.lastUsed ?? '') - Date.parse(a.lastUsed ?? ''))[0]
}

function isAllowedBy(statement: Statement, documents: readonly PolicyDocument[]): boolean {
  return comparePolicies(documents, [...documents, { Statement: statement }]).relation === 'equal'
}

/** The documents of the role's group as they are, and as they would be. */
function documentsOf(
  role: RoleDefinition,
  { documents }: WithoutTasks,
  { state }: Ground,
): readonly [readonly PolicyDocument[], readonly PolicyDocument[]] {
  const finder = documentFinder(state)
  const group = state.groups.find((one) => one.name === groupName(role))
  const arns = group?.attachedPolicies ?? []
  const inline = (group?.inlinePolicies ?? []).map(({ document }) => document)
  const held = arns.flatMap((arn) => finder.ofPolicy(arn) ?? [])
  const after = arns.flatMap((arn) => {
    const change = documents.find((one) => one.policyArn === arn)
    return (change === undefined ? finder.ofPolicy(arn) : change.after) ?? []
  })
  return [
    [...held, ...inline],
    [...after, ...inline],
  ]
}
