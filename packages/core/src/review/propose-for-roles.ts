import { defaultDocument } from '../account/documents.ts'
import { groupName } from '../model/group-name.ts'
import { asList } from '../policy/as-list.ts'
import type { Ground } from './ground.ts'
import type { Observation } from './observed-since.ts'
import { proposeDropTasks } from './propose-drop-tasks.ts'
import { proposeSplitRoles } from './propose-split-roles.ts'
import type { Proposal } from './proposal.ts'

/** What the model's roles could go without: tasks, and some of their members. */
export function proposeForRoles(ground: Ground, observation: Observation): readonly Proposal[] {
  const { model } = ground
  if (model === undefined) return []
  const grounded = { ...ground, model }
  return model.roles.flatMap((role): Proposal[] => {
    const name = groupName(role)
    const group = ground.state.groups.find((one) => one.name === name)
    const rows = group === undefined ? undefined : ground.rowsOf(group.arn)
    if (group === undefined || rows === undefined) return []
    const dropped = proposeDropTasks(role, rows, grounded)
    const without = { observation, dropped: dropped.map(({ task }) => task) }
    return [...dropped, ...proposeSplitRoles(role, grounded, without)].filter(({ documents }) =>
      documents.every(({ policyArn }) => isOldOn(name, policyArn, ground, observation)),
    )
  })
}

/** Whether all of a policy could be used through a group for the whole window. */
function isOldOn(group: string, policyArn: string, ground: Ground, observation: Observation): boolean {
  const policy = ground.state.policies.find(({ arn }) => arn === policyArn)
  const statements = policy === undefined ? [] : asList(defaultDocument(policy)?.Statement)
  return statements.every((_, index) => {
    const observed = policy === undefined ? null : observation.statement(policy, index, group)
    return observed !== null && Date.parse(observed.since) <= ground.from
  })
}
