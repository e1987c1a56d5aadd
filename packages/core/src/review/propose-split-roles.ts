import type { RoleDefinition, TaskDefinition } from '../define/definitions.ts'
import { groupName } from '../model/group-name.ts'
import { withUser } from './evidence-of.ts'
import type { Ground, ReviewedModel } from './ground.ts'
import type { Observation } from './observed-since.ts'
import type { SplitRoleProposal } from './proposal.ts'
import { proposalId } from './proposal-id.ts'
import { unusedTasks } from './task-use.ts'

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
  const unused = evidence.map((rows) => unusedTasks({ role, tasks: without, rows }, ground))
  // A task that the whole role may lose too must not be what still allows something to those who move.
  const gone = role.tasks.filter((task) => without.includes(task) || dropped.includes(task.id))
  if (evidence.some((rows) => unusedTasks({ role, tasks: gone, rows }, ground) === null)) return null
  const [first] = unused
  const [rows] = evidence
  if (first === undefined || first === null || rows === undefined || unused.includes(null)) return null
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
    newRole: freeId(`${role.id}-${tasks[0]?.id ?? 'part'}`, given.taken),
    moved: names,
    stay,
    tasks: tasks.map(({ id }) => id),
    without: without.map(({ id }) => id),
    proof: 'narrower',
    ...ground.complete({
      groups: [group],
      removed: first.removed.map((part) => withUser(part, rows)),
      kept: tasks.map(({ id }) => ({ what: id, lastUsed: null, because: 'used' as const })),
      evidence: evidence.flatMap((one) => one.evidence),
      documents: first.documents,
      people: names,
    }),
  }
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  let id = wanted
  for (let number = 2; taken.has(id); number++) id = `${wanted}-${number}`
  return id
}
