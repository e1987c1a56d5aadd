import type { Company, CompanyPerson, CompanyPolicy, CompanyRole, CompanyTask } from './company.ts'
import { type Random, random } from './random.ts'
import { longStatement, randomStatement } from './random-statement.ts'
import { services } from './services.ts'

/** How large a company is, and how crowded its roles are. */
export interface CompanySize {
  readonly roles: number
  readonly tasks: number
  readonly policies: number
  readonly people: number
  /** Share of policies that are over 6,144 characters. */
  readonly long: number
  /** Share of roles with more own policies than a group takes. */
  readonly crowded: number
}

/** The size that IAM's quotas allow in one account: 300 groups and 1,500 policies. */
export const fullAccount: CompanySize = {
  roles: 300,
  tasks: 2000,
  policies: 1500,
  people: 5000,
  long: 0.01,
  crowded: 0.1,
}

const rolesPerAccount = 300
const sharedShare = 0.06
const mostHeld = 4

/**
 * A company with roles, tasks, policies and people that look like those of a real one: most policies are small and belong to one role,
 * some are shared by many; a few are too long for IAM, and some roles have more of them than a group takes. The same seed gives the
 * same company.
 */
export function generateCompany(size: CompanySize, seed: number): Company {
  const draw = random(seed)
  const roleCount = size.roles
  const accounts = Math.ceil(roleCount / rolesPerAccount)
  const sharedCount = Math.round(size.policies * sharedShare)
  const names = Array.from({ length: size.policies }, (_, index) => newPolicy({ draw, index, size }))
  const [shared, own] = [names.slice(0, sharedCount), names.slice(sharedCount)]
  const byRole = deal({ draw, own, roles: roleCount, crowded: size.crowded })
  const roleIds = Array.from({ length: roleCount }, (_, index) => `job-${String(index + 1).padStart(4, '0')}`)
  const tasks: CompanyTask[] = []
  const addTask = (policies: readonly CompanyPolicy[]): string => {
    const id = `task-${String(tasks.length + 1).padStart(5, '0')}`
    tasks.push({ id, policies: policies.map(({ name }) => name) })
    return id
  }
  const sharedTasks = shared.map((policy) => addTask([policy]))
  const tasksPerRole = (size.tasks - sharedTasks.length) / roleCount
  const roles = roleIds.map((id, index): CompanyRole => {
    const policies = byRole[index] ?? []
    const count = Math.round((index + 1) * tasksPerRole) - Math.round(index * tasksPerRole)
    const ids = Array.from({ length: count }, (_, number) => {
      const inTurn = policies.filter((_policy, place) => place % count === number)
      return addTask(inTurn.length > 0 ? inTurn : [draw.pick(policies.length > 0 ? policies : shared)])
    })
    const account = Math.floor(index / rolesPerAccount)
    const sharedHere = sharedTasks.filter((_task, place) => place % accounts === account)
    const common = draw.some(sharedHere, policies.length >= 10 ? 1 : draw.number(4))
    return {
      id,
      tasks: [...ids, ...common],
      requireMfa: draw.chance(0.05),
      account,
    }
  })
  return {
    policies: new Map(names.map((policy) => [policy.name, policy])),
    tasks: new Map(tasks.map((task) => [task.id, task])),
    roles: new Map(roles.map((role) => [role.id, role])),
    people: Array.from({ length: size.people }, (_, index) => newPerson({ draw, index, roleIds, accounts })),
    accounts,
  }
}

function newPolicy(given: { draw: Random; index: number; size: CompanySize }): CompanyPolicy {
  const { draw, index, size } = given
  const service = draw.pick(services)
  // Evenly spread rather than drawn, so that models of every size have their share.
  const long = Math.floor((index + 1) * size.long) > Math.floor(index * size.long)
  const count = 1 + draw.number(draw.chance(0.2) ? 6 : 3)
  const statements = Array.from({ length: count }, () => randomStatement(draw, service))
  const number = String(index + 1).padStart(5, '0')
  return {
    name: `${service.replaceAll('-', '')}Access${number}`,
    service,
    statements: long ? [longStatement(draw, service), ...statements] : statements,
  }
}

/** Own policies by role: crowded roles get eleven to fourteen, the others share the rest evenly, at most eight each. */
function deal(given: {
  draw: Random
  own: readonly CompanyPolicy[]
  roles: number
  crowded: number
}): readonly (readonly CompanyPolicy[])[] {
  const { draw, own, roles, crowded } = given
  const hands: CompanyPolicy[][] = Array.from({ length: roles }, () => [])
  let next = 0
  const give = (role: number): void => {
    const policy = own[next++]
    if (policy !== undefined) hands[role]?.push(policy)
  }
  const full = new Set<number>()
  for (let role = 0; role < roles; role++) {
    if (Math.floor((role + 1) * crowded) === Math.floor(role * crowded)) continue
    full.add(role)
    const count = 11 + draw.number(4)
    for (let place = 0; place < count; place++) give(role)
  }
  const rest = hands.map((_, role) => role).filter((role) => !full.has(role))
  for (const role of rest) give(role)
  while (next < own.length && rest.length > 0) {
    const role = draw.pick(rest)
    if ((hands[role]?.length ?? 0) < 8) give(role)
  }
  return hands
}

function newPerson(given: {
  draw: Random
  index: number
  roleIds: readonly string[]
  accounts: number
}): CompanyPerson {
  const { draw, index, roleIds, accounts } = given
  const account = index % accounts
  const here = roleIds.slice(account * rolesPerAccount, (account + 1) * rolesPerAccount)
  return {
    id: `person-${String(index + 1).padStart(5, '0')}`,
    roles: draw.some(here, 1 + draw.number(draw.chance(0.2) ? mostHeld : 2)),
    account,
  }
}
