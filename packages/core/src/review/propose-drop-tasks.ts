import type { AccountState } from '../account/account-state.ts'
import { groupName } from '../model/group-name.ts'
import type { RoleDefinition, TaskDefinition } from '../define/definitions.ts'
import { withUser } from './evidence-of.ts'
import type { Ground, ReviewedModel } from './ground.ts'
import { lossByPerson, lossFinder } from './loss-by-person.ts'
import type { DocumentChange, DropTaskProposal, SharedByTasks } from './proposal.ts'
import { proposalId } from './proposal-id.ts'
import { sharedByTasks } from './shared-by-tasks.ts'
import { withoutTasks } from './task-documents.ts'
import { type UnusedTasks, unusedTasks } from './task-use.ts'
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
  const gone = droppedTogether(role, rows, ground)
  const tasks = gone.map(({ task }) => task)
  const without = tasks.length < 2 ? null : withoutTasks(role, tasks, ground)
  const shared = without === null ? undefined : sharedByTasks(role, tasks, { model: ground.model, without })
  return gone.map(({ task, unused }): DropTaskProposal => {
    const parts = shared?.get(task) ?? []
    const completed = ground.complete({
      role: role.id,
      groups: [name],
      removed: unused.removed.map((part) => withUser(part, rows)),
      kept: [],
      evidence: rows.evidence,
      documents: unused.documents,
    })
    return {
      id: proposalId({ accountId, kind: 'drop-task', role: role.id, task: task.id }),
      kind: 'drop-task',
      role: role.id,
      task: task.id,
      taskTitle: task.title,
      ...(parts.length === 0 ? {} : { shared: parts }),
      proof: 'narrower',
      ...completed,
      risk: {
        ...completed.risk,
        reasons: [...completed.risk.reasons, ...parts.flatMap((part) => alsoLost(part, ground.state))],
      },
    }
  })
}

/** The tasks that may all be dropped, each with what goes when it alone is. */
function droppedTogether(
  role: RoleDefinition,
  rows: UseRows,
  ground: Ground & { readonly model: ReviewedModel },
): readonly { readonly task: TaskDefinition; readonly unused: UnusedTasks }[] {
  const gone: { task: TaskDefinition; unused: UnusedTasks }[] = []
  for (const task of role.tasks) {
    const unused = unusedTasks({ role, tasks: [task], rows }, ground)
    const all = [...gone.map((one) => one.task), task]
    const together = gone.length === 0 ? unused : unusedTasks({ role, tasks: all, rows }, ground)
    if (unused === null || together === null || all.length === role.tasks.length) continue
    if (together.documents.some((change) => hasOtherHolders(ground.state, change))) continue
    gone.push({ task, unused })
  }
  return gone
}

/** What people lose only when the other tasks go too, in words. */
function alsoLost({ tasks, documents }: SharedByTasks, state: AccountState): readonly string[] {
  const others = tasks.map((id) => `\`${id}\``).join(' and ')
  return lossByPerson(lossFinder(state)(documents)).map(
    ({ people, loses, partly = [] }) =>
      `if ${others} ${tasks.length === 1 ? 'is' : 'are'} dropped too, ${some(people)} also lose${people.length === 1 ? 's' : ''} ${some([...loses, ...partly])}`,
  )
}

function some(all: readonly string[]): string {
  return all.length <= 4 ? all.join(', ') : `${all.slice(0, 3).join(', ')} and ${all.length - 3} more`
}

function hasOtherHolders(state: AccountState, change: DocumentChange): boolean {
  const holds = (one: {
    readonly attachedPolicies: readonly string[]
    readonly permissionsBoundary?: string
  }): boolean => one.attachedPolicies.includes(change.policyArn) || one.permissionsBoundary === change.policyArn
  return change.after !== null && [...state.users, ...state.roles].some(holds)
}
