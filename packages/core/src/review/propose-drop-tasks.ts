import { groupName } from '../model/group-name.ts'
import type { RoleDefinition } from '../define/definitions.ts'
import { withUser } from './evidence-of.ts'
import type { Ground, ReviewedModel } from './ground.ts'
import type { DropTaskProposal } from './proposal.ts'
import { proposalId } from './proposal-id.ts'
import { unusedTasks } from './task-use.ts'
import type { UseRows } from './use-rows.ts'

/** Tasks of a role that none of its members used: the role goes without. A role's only task is never dropped. */
export function proposeDropTasks(
  role: RoleDefinition,
  rows: UseRows,
  ground: Ground & { readonly model: ReviewedModel },
): readonly DropTaskProposal[] {
  if (role.tasks.length < 2) return []
  const { accountId } = ground.state
  return role.tasks.flatMap((task): DropTaskProposal[] => {
    const unused = unusedTasks({ role, tasks: [task], rows }, ground)
    if (unused === null) return []
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
