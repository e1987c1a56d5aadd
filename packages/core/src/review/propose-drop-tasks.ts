import type { AccountState } from '../account/account-state.ts'
import { groupName } from '../model/group-name.ts'
import type { RoleDefinition, TaskDefinition } from '../define/definitions.ts'
import { withUser } from './evidence-of.ts'
import type { Ground, ReviewedModel } from './ground.ts'
import type { DocumentChange, DropTaskProposal } from './proposal.ts'
import { proposalId } from './proposal-id.ts'
import { unusedTasks } from './task-use.ts'
import type { UseRows } from './use-rows.ts'

/**
 * Tasks of a role that none of its members used: the role goes without. Its last task is never dropped, and what two tasks allow goes with
 * one of them at most: all of these may be accepted together. Nor does one go whose policy others hold by hand or are bounded by, and that keeps its other
 * tasks: they would get the new version too, and the role's report says nothing of them.
 */
export function proposeDropTasks(
  role: RoleDefinition,
  rows: UseRows,
  ground: Ground & { readonly model: ReviewedModel },
): readonly DropTaskProposal[] {
  const { accountId, users } = ground.state
  const name = groupName(role)
  // Where nobody could use a task, its not being used shows nothing.
  if (role.tasks.length < 2 || !users.some(({ groups }) => groups.includes(name))) return []
  const gone: TaskDefinition[] = []
  return role.tasks.flatMap((task): DropTaskProposal[] => {
    const unused = unusedTasks({ role, tasks: [task], rows }, ground)
    const together = gone.length === 0 ? unused : unusedTasks({ role, tasks: [...gone, task], rows }, ground)
    if (unused === null || together === null || gone.length + 1 === role.tasks.length) return []
    if (together.documents.some((change) => hasOtherHolders(ground.state, change))) return []
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
          role: role.id,
          groups: [name],
          removed: unused.removed.map((part) => withUser(part, rows)),
          kept: [],
          evidence: rows.evidence,
          documents: unused.documents,
        }),
      },
    ]
  })
}

function hasOtherHolders(state: AccountState, change: DocumentChange): boolean {
  const holds = (one: {
    readonly attachedPolicies: readonly string[]
    readonly permissionsBoundary?: string
  }): boolean => one.attachedPolicies.includes(change.policyArn) || one.permissionsBoundary === change.policyArn
  return change.after !== null && [...state.users, ...state.roles].some(holds)
}
