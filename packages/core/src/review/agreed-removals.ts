import { z } from 'zod'
import type { AuditEntry } from '../audit/audit-entry.ts'
import type { AgreedRemoval } from '../plan/agreed-removal.ts'
import { asList } from '../policy/as-list.ts'
import type { Statement } from '../policy/document.ts'
import { statementShape } from './document-shapes.ts'
import type { Proposal } from './proposal.ts'

const removalData = z.lazy(() =>
  z.object({
    proposal: z.string(),
    decision: z.string(),
    policy: z.string().exactOptional(),
    groups: z.array(z.string()).exactOptional(),
    lost: statementShape().exactOptional(),
    removed: z.array(z.string()),
  }),
)

/**
 * What the accepted proposals of a history give up: to the holders of a policy, or to the members of groups that lose a task or a part of one.
 *
 * @example
 * ```ts
 * diff(actual, desired, { agreed: agreedRemovals(history.entries) })
 * ```
 */
export function agreedRemovals(entries: readonly AuditEntry[]): readonly AgreedRemoval[] {
  const last = new Map<string, z.infer<typeof removalData>>()
  for (const entry of entries) {
    const parsed = entry.kind === 'decision' ? removalData.safeParse(entry.data) : undefined
    if (parsed?.success === true) last.set(parsed.data.proposal, parsed.data)
  }
  return [...last.values()].flatMap(({ decision, policy, groups, lost, removed }): AgreedRemoval[] => {
    if (decision !== 'accept') return []
    const actions = removed
      .filter((what) => !what.startsWith('arn:'))
      .map((what) => (what.includes(':') ? what : `${what}:*`))
    if (lost === undefined && actions.length === 0) return []
    const statement = lost ?? { Effect: 'Allow', Action: actions, Resource: '*' }
    // With groups, only they lose it: other holders of the policy keep it.
    if (groups !== undefined) return [{ groups, statement }]
    return policy === undefined ? [] : [{ policy, statement }]
  })
}

/**
 * A statement that allows what an accepted proposal gives up and nothing of what stays, where the parts that it names can't say it: resources,
 * and everything that a statement with NotAction allows, actions that the catalogue does not know among them. Undefined elsewhere.
 *
 * @example
 * ```ts
 * const lost = lostStatement(proposal) // of `NotAction: 'iam:*'` to `Action: 's3:*'`: NotAction: ['iam:*', 's3:*']
 * ```
 */
export function lostStatement(proposal: Proposal): Statement | undefined {
  if (proposal.kind === 'narrow-resources') {
    const { Resource: _, ...rest } = proposal.before
    return { ...rest, NotResource: asList(proposal.after.Resource) }
  }
  if (proposal.kind !== 'narrow-statement' && proposal.kind !== 'remove-statement') return undefined
  const { before, after } = proposal
  if (before.NotAction === undefined || after?.NotAction !== undefined) return undefined
  return { ...before, NotAction: [...asList(before.NotAction), ...asList(after?.Action)] }
}
