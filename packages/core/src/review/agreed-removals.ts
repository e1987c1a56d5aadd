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
    users: z.array(z.string()).exactOptional(),
    role: z.string().exactOptional(),
    task: z.string().exactOptional(),
    givenUp: z
      .array(z.object({ statement: statementShape(), tasks: z.array(z.string()).exactOptional() }))
      .exactOptional(),
  }),
)

/**
 * What the accepted proposals of a history give up: to the holders of a policy, to the members of groups that lose a task or a part of one, or to
 * people who move to another role. What several tasks bring in is given up when all of them are.
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
  const accepted = [...last.values()].filter(({ decision }) => decision === 'accept')
  const dropped = new Set(
    accepted.flatMap(({ role, task }) => (task === undefined ? [] : [JSON.stringify([role, task])])),
  )
  return accepted.flatMap(({ policy, groups, users, role, givenUp = [] }) =>
    givenUp
      .filter(({ tasks = [] }) => tasks.every((task) => dropped.has(JSON.stringify([role, task]))))
      .flatMap(({ statement }): AgreedRemoval[] => {
        // With people or groups, only they lose it: other holders of the policy keep it.
        if (users !== undefined) return [{ users, statement }]
        if (groups !== undefined) return [{ groups, statement }]
        return policy === undefined ? [] : [{ policy, statement }]
      }),
  )
}
