import { groupName } from '../model/group-name.ts'
import type { RoleDefinition, TaskDefinition } from '../define/definitions.ts'
import { withUser } from './evidence-of.ts'
import type { Ground, ReviewedModel } from './ground.ts'
import type { DropTaskProposal } from './proposal.ts'
import { proposalId } from './proposal-id.ts'
import { unusedTasks } from './task-use.ts'
import type { UseRows } from './use-rows.ts'

/**
 * Tasks of a role that none of its members used: the role goes without. Its last task is never dropped, and what two tasks allow goes with
 * one of them at most: all of these may be accepted together.
 */
export function proposeDropTasks(
  role: RoleDefinition,
  rows: UseRows,
  ground: Ground & { readonly model: ReviewedModel },
): readonly DropTaskProposal[] {
  if (role.tasks.length < 2) return []
  const { accountId } = ground.state
  const gone: TaskDefinition[] = []
  return role.tasks.flatMap((task): DropTaskProposal[] => {
    const unused = unusedTasks({ role, tasks: [task], rows }, ground)
    const together = gone.length === 0 ? unused : unusedTasks({ role, tasks: [...gone, task], rows }, ground)
    if (unused === null || together === null || gone.length + 1 === role.tasks.length) return []
    gone.push(task)
    return [
      {
        id: proposalId({ accountId, kind: 'drop-task', role: role.id, task: task.id }),
        kind: 'drop-task',
        role: role.id,
        task: task.id,
        taskTitle: task.title,
        proof: 'narrower',
        ...ground.complete({
          groups: [groupName(role)],
          removed: unused.removed.map((part) => withUser(part, rows)),
          kept: [],
          evidence: rows.evidence,
          documents: unused.documents,
        }),
      },
    ]
  })
}
