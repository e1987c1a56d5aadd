import type { StatementDefinition } from '@rolewright/core'
import type { Company, CompanyPolicy } from './company.ts'
import type { Random } from './random.ts'
import { randomResource, randomStatement } from './random-statement.ts'
import { resourceKinds } from './services.ts'

/** A company after somebody changed one line, and which definitions the line belongs to. */
export interface Edit {
  readonly kind: string
  readonly company: Company
  /** Names of the policies that were edited, or that the edited task holds. */
  readonly policies: readonly string[]
  /** The role whose list of tasks was edited. */
  readonly role: string | null
}

type Editor = (company: Company, draw: Random) => Edit | null

const editors: readonly { readonly weight: number; readonly edit: Editor }[] = [
  { weight: 30, edit: addAction },
  { weight: 15, edit: removeAction },
  { weight: 20, edit: addResource },
  { weight: 10, edit: removeResource },
  { weight: 10, edit: addStatement },
  { weight: 5, edit: removeStatement },
  { weight: 7, edit: addTask },
  { weight: 3, edit: removeTask },
]

/** One random edit of a line of the company's source, of the kinds that people make, permissions more often than tasks. */
export function editCompany(company: Company, draw: Random): Edit {
  const bag = editors.flatMap(({ weight, edit }) => Array.from({ length: weight }, () => edit))
  for (;;) {
    const edited = draw.pick(bag)(company, draw)
    if (edited !== null) return edited
  }
}

function addAction(company: Company, draw: Random): Edit | null {
  const { policy, statement, index } = pickStatement(company, draw)
  const { actions } = statement
  const kind = resourceKinds(policy.service).find((one) => one.actions.includes(actions?.[0] ?? ''))
  if (actions === undefined || kind === undefined) return null
  const left = kind.actions.filter((action) => !actions.includes(action))
  if (left.length === 0) return null
  const place = draw.number(actions.length + 1)
  const longer = actions.toSpliced(place, 0, draw.pick(left))
  return replaced({ kind: 'add an action', company, policy, index, statement: { ...statement, actions: longer } })
}

function removeAction(company: Company, draw: Random): Edit | null {
  const { policy, statement, index } = pickStatement(company, draw)
  const { actions } = statement
  if (actions === undefined || actions.length < 2) return null
  const shorter = actions.toSpliced(draw.number(actions.length), 1)
  return replaced({ kind: 'remove an action', company, policy, index, statement: { ...statement, actions: shorter } })
}

function addResource(company: Company, draw: Random): Edit | null {
  const { policy, statement, index } = pickStatement(company, draw)
  const { resources } = statement
  const kind = resourceKinds(policy.service).find((one) => one.actions.includes(statement.actions?.[0] ?? ''))
  if (resources === undefined || resources.includes('*') || kind === undefined || kind.arn === null) return null
  const arn = randomResource(draw, kind.arn)
  if (resources.includes(arn)) return null
  const longer = resources.toSpliced(draw.number(resources.length + 1), 0, arn)
  return replaced({ kind: 'add a resource', company, policy, index, statement: { ...statement, resources: longer } })
}

function removeResource(company: Company, draw: Random): Edit | null {
  const { policy, statement, index } = pickStatement(company, draw)
  const { resources } = statement
  if (resources === undefined || resources.length < 2) return null
  const shorter = resources.toSpliced(draw.number(resources.length), 1)
  return replaced({
    kind: 'remove a resource',
    company,
    policy,
    index,
    statement: { ...statement, resources: shorter },
  })
}

function addStatement(company: Company, draw: Random): Edit {
  const policy = draw.pick([...company.policies.values()])
  const statements = policy.statements.toSpliced(
    draw.number(policy.statements.length + 1),
    0,
    randomStatement(draw, policy.service),
  )
  return withPolicy({ kind: 'add a statement', company, policy: { ...policy, statements } })
}

function removeStatement(company: Company, draw: Random): Edit | null {
  const { policy, index } = pickStatement(company, draw)
  if (policy.statements.length < 2) return null
  const statements = policy.statements.toSpliced(index, 1)
  return withPolicy({ kind: 'remove a statement', company, policy: { ...policy, statements } })
}

function addTask(company: Company, draw: Random): Edit | null {
  const role = draw.pick([...company.roles.values()])
  const task = draw.pick([...company.tasks.values()])
  const held = new Set(role.tasks.flatMap((id) => company.tasks.get(id)?.policies ?? []))
  // Nobody commits a role that can't be compiled; ten shared policies and an eleventh can't.
  if (role.tasks.includes(task.id) || held.size + task.policies.length > 9) return null
  const roles = new Map(company.roles).set(role.id, { ...role, tasks: [...role.tasks, task.id] })
  return { kind: 'add a task to a role', company: { ...company, roles }, policies: task.policies, role: role.id }
}

function removeTask(company: Company, draw: Random): Edit | null {
  const role = draw.pick([...company.roles.values()])
  if (role.tasks.length < 2) return null
  const id = draw.pick(role.tasks)
  const roles = new Map(company.roles).set(role.id, { ...role, tasks: role.tasks.filter((one) => one !== id) })
  return {
    kind: 'remove a task from a role',
    company: { ...company, roles },
    policies: company.tasks.get(id)?.policies ?? [],
    role: role.id,
  }
}

/** Lines are as likely to be edited as each other, so that a long policy is edited more often than a short one. */
function pickStatement(
  company: Company,
  draw: Random,
): { readonly policy: CompanyPolicy; readonly statement: StatementDefinition; readonly index: number } {
  const all = [...company.policies.values()].flatMap((policy) =>
    policy.statements.map((statement, index) => ({ policy, statement, index })),
  )
  return draw.pick(all)
}

function replaced(given: {
  kind: string
  company: Company
  policy: CompanyPolicy
  index: number
  statement: StatementDefinition
}): Edit {
  const { kind, company, policy, index, statement } = given
  const statements = policy.statements.with(index, statement)
  return withPolicy({ kind, company, policy: { ...policy, statements } })
}

function withPolicy(given: { kind: string; company: Company; policy: CompanyPolicy }): Edit {
  const { kind, company, policy } = given
  const policies = new Map(company.policies).set(policy.name, policy)
  return { kind, company: { ...company, policies }, policies: [policy.name], role: null }
}
