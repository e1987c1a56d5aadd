import type { AccountState } from '../account/account-state.ts'
import type { RoleDefinition, TaskDefinition } from '../define/definitions.ts'
import { groupName } from '../model/group-name.ts'
import type { UseEvidence } from './evidence.ts'
import { withUser } from './evidence-of.ts'
import type { Ground, ReviewedModel } from './ground.ts'
import type { Observation } from './observed-since.ts'
import type { SplitRoleProposal } from './proposal.ts'
import { proposalId } from './proposal-id.ts'
import { lastUseOfTask, unusedTasks } from './task-use.ts'

interface Member {
  readonly name: string
  readonly arn: string
  readonly unused: readonly TaskDefinition[]
}

/**
 * Members who use only some tasks of a role that others use whole: a second role with those tasks, as "Security best practices in IAM"
 * advises where some people of a group need more than others. Who joined within the window is not judged. `dropped` are tasks that the
 * role as a whole may lose.
 */
export function proposeSplitRoles(
  role: RoleDefinition,
  ground: Ground & { readonly model: ReviewedModel },
  given: { readonly observation: Observation; readonly dropped: readonly string[] },
): readonly SplitRoleProposal[] {
  const { observation, dropped } = given
  const group = groupName(role)
  // Whole is what of it anybody uses: what nobody uses is dropped from the role, and not what tells people apart.
  const used = role.tasks.filter((task) => !dropped.includes(task.id))
  const members = ground.state.users
    .filter((user) => user.groups.includes(group))
    .flatMap(({ name, arn }): Member[] => {
      const since = observation.member(name, group)
      if (since !== undefined && Date.parse(since.since) > ground.from) return []
      const rows = ground.rowsOf(arn)
      if (rows === undefined) return []
      return [{ name, arn, unused: used.filter((task) => unusedTasks({ role, tasks: [task], rows }, ground)) }]
    })
  if (used.length < 2 || !members.some(({ unused }) => unused.length === 0)) return []
  const byUnused = new Map<string, Member[]>()
  for (const member of members) {
    if (member.unused.length === 0 || member.unused.length === used.length) continue
    const key = member.unused.map(({ id }) => id).join(' ')
    byUnused.set(key, [...(byUnused.get(key) ?? []), member])
  }
  const taken = new Set(ground.model.roles.map(({ id }) => id))
  return [...byUnused.values()].flatMap((moved): SplitRoleProposal[] => {
    const proposal = splitOff(role, moved, { ground, taken, dropped })
    if (proposal === null) return []
    taken.add(proposal.newRole)
    return [proposal]
  })
}

function splitOff(
  role: RoleDefinition,
  moved: readonly Member[],
  given: {
    readonly ground: Ground & { readonly model: ReviewedModel }
    readonly taken: ReadonlySet<string>
    readonly dropped: readonly string[]
  },
): SplitRoleProposal | null {
  const { ground, dropped } = given
  const group = groupName(role)
  const without = moved[0]?.unused ?? []
  const tasks = role.tasks.filter((task) => !without.includes(task))
  const evidence = moved.flatMap(({ arn }) => ground.rowsOf(arn) ?? [])
  const unused = evidence.flatMap((rows) => {
    const found = unusedTasks({ role, tasks: without, rows }, ground)
    return found === null ? [] : [{ rows, ...found }]
  })
  // A task that the whole role may lose too must not be what still allows something to those who move.
  const gone = role.tasks.filter((task) => without.includes(task) || dropped.includes(task.id))
  if (evidence.some((rows) => unusedTasks({ role, tasks: gone, rows }, ground) === null)) return null
  const [first] = unused
  if (first === undefined || unused.length < moved.length) return null
  const names = moved.map(({ name }) => name).toSorted()
  const stay = ground.state.users
    .filter((user) => user.groups.includes(group) && !names.includes(user.name))
    .map(({ name }) => name)
    .toSorted()
  return {
    id: proposalId({
      accountId: ground.state.accountId,
      kind: 'split-role',
      role: role.id,
      without: without.map(({ id }) => id),
      moved: names,
    }),
    kind: 'split-role',
    role: role.id,
    newRole: freeId(`${role.id}-${tasks[0]?.id ?? 'part'}`, given.taken, ground.state),
    moved: names,
    stay,
    tasks: tasks.map(({ id }) => id),
    without: without.map(({ id }) => id),
    proof: 'narrower',
    ...ground.complete({
      role: role.id,
      groups: [group],
      removed: latestOfEach(unused.flatMap(({ removed, rows }) => removed.map((part) => withUser(part, rows)))),
      kept: tasks
        .filter(({ id }) => !dropped.includes(id))
        .map((task) => {
          const last = latestUse(evidence.flatMap((rows) => lastUseOfTask({ role, task, rows }, ground) ?? []))
          return { lastUsed: null, ...last, what: task.id, because: last === undefined ? 'not-observable' : 'used' }
        }),
      evidence: evidence.flatMap((one) => one.evidence),
      documents: first.documents,
      people: names,
    }),
  }
}

/** Each thing that would go once, with the latest use that anybody made of it. */
function latestOfEach(parts: readonly UseEvidence[]): readonly UseEvidence[] {
  const names = [...new Set(parts.map(({ what }) => what))].toSorted()
  return names.flatMap((name) => latestUse(parts.filter(({ what }) => what === name)) ?? [])
}

function latestUse(parts: readonly UseEvidence[]): UseEvidence | undefined {
  return parts.toSorted((a, b) => timeOf(b) - timeOf(a))[0]
}

function timeOf({ lastUsed }: UseEvidence): number {
  return lastUsed === null ? -Infinity : Date.parse(lastUsed)
}

/** An id that neither a role of the model nor a group of the account has, whose names IAM tells apart without regard to case. */
function freeId(wanted: string, taken: ReadonlySet<string>, { groups }: AccountState): string {
  const names = new Set(groups.map(({ name }) => name.toLowerCase()))
  const isTaken = (id: string): boolean => taken.has(id) || names.has(groupName({ id }).toLowerCase())
  let id = wanted
  for (let number = 2; isTaken(id); number++) id = `${wanted}-${number}`
  return id
}
