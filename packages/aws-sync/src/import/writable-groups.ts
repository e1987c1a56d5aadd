import type { AccountState, GroupState, TaskDefinition } from '@rolewright/core'
import { entityProblem } from './entity-problem.ts'
import type { ImportedPolicies } from './import-policies.ts'
import type { Oddity } from './oddity.ts'

/** A group that becomes a role, with a task for each of its policies. */
export interface WritableGroup {
  readonly group: GroupState
  readonly tasks: readonly TaskDefinition[]
}

/** Groups that can be roles: of a name that IAM takes, once, and with a policy that could be written. */
export function writableGroups(
  state: AccountState,
  policies: ImportedPolicies,
): { readonly written: readonly WritableGroup[]; readonly oddities: readonly Oddity[] } {
  const written: WritableGroup[] = []
  const oddities: Oddity[] = []
  const names = new Set<string>()
  for (const group of state.groups) {
    const tasks = [
      ...group.attachedPolicies.flatMap((arn) => policies.tasks.get(arn) ?? []),
      ...group.inlinePolicies.flatMap(({ name }) => policies.tasks.get(`${group.name}/${name}`) ?? []),
    ]
    const problem =
      entityProblem(group, { names, longest: 128, kind: 'group' }) ??
      (tasks.length === 0 ? emptiness(group) : undefined)
    if (problem === undefined) written.push({ group, tasks })
    else
      oddities.push({ kind: 'left-out', subject: `group ${group.name}`, message: `not written as a role: ${problem}` })
  }
  return { written, oddities }
}

function emptiness({ attachedPolicies, inlinePolicies }: GroupState): string {
  return attachedPolicies.length + inlinePolicies.length === 0
    ? 'it holds no policy'
    : 'none of its policies could be written'
}
