import { z } from 'zod'
import type { AuditEntry } from '../audit/audit-entry.ts'
import type { AgreedRemoval } from '../plan/agreed-removal.ts'
import { statementShape } from './document-shapes.ts'

const removalData = z.lazy(() =>
  z.object({
    proposal: z.string(),
    decision: z.string(),
    policy: z.string().exactOptional(),
    groups: z.array(z.string()).exactOptional(),
    before: statementShape().exactOptional(),
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
  return [...last.values()].flatMap(({ decision, policy, groups, before, removed }): AgreedRemoval[] => {
    if (decision !== 'accept') return []
    const actions = removed
      .filter((what) => !what.startsWith('arn:'))
      .map((what) => (what.includes(':') ? what : `${what}:*`))
    if (before === undefined && actions.length === 0) return []
    const statement = before ?? { Effect: 'Allow', Action: actions, Resource: '*' }
    // With groups, only they lose it: other holders of the policy keep it.
    if (groups !== undefined) return [{ groups, statement }]
    return policy === undefined ? [] : [{ policy, statement }]
  })
}
