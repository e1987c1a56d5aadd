import {
  type AccountDefinition,
  defineAccount,
  defineModel,
  definePerson,
  definePolicy,
  defineRole,
  defineTask,
  type Model,
  type PersonDefinition,
  type PolicyDefinition,
  type RoleDefinition,
  type StatementDefinition,
  type TaskDefinition,
} from '@rolewright/core'

/** A company's source code, with names in place of imports, so that one line of it can be edited. */
export interface Company {
  readonly policies: ReadonlyMap<string, CompanyPolicy>
  readonly tasks: ReadonlyMap<string, CompanyTask>
  readonly roles: ReadonlyMap<string, CompanyRole>
  readonly people: readonly CompanyPerson[]
  /** How many accounts the roles are spread over, for quotas hold in each. */
  readonly accounts: number
}

export interface CompanyPolicy {
  readonly name: string
  readonly service: string
  readonly statements: readonly StatementDefinition[]
}

export interface CompanyTask {
  readonly id: string
  readonly policies: readonly string[]
}

export interface CompanyRole {
  readonly id: string
  readonly tasks: readonly string[]
  readonly requireMfa: boolean
  readonly account: number
}

export interface CompanyPerson {
  readonly id: string
  readonly roles: readonly string[]
  readonly account: number
}

/** The definitions of a company, as its files would make them when they are loaded. */
export interface Definitions {
  readonly roles: readonly RoleDefinition[]
  readonly people: readonly PersonDefinition[]
  readonly accounts: readonly AccountDefinition[]
}

/** Calls `definePolicy`, `defineTask`, `defineRole`, `definePerson` and `defineAccount` for all that a company has. */
export function define(company: Company): Definitions {
  const policies = new Map<string, PolicyDefinition>()
  for (const { name, statements } of company.policies.values()) policies.set(name, definePolicy({ name, statements }))
  const tasks = new Map<string, TaskDefinition>()
  for (const task of company.tasks.values()) {
    tasks.set(
      task.id,
      defineTask({
        id: task.id,
        title: titleOf(task.id),
        policies: task.policies.map((name) => found(policies, name)),
      }),
    )
  }
  const roles = new Map<string, RoleDefinition>()
  for (const role of company.roles.values()) {
    roles.set(
      role.id,
      defineRole({
        id: role.id,
        title: titleOf(role.id),
        owner: 'people@example.com',
        justification: `Agreed with the department that does this work: ${titleOf(role.id)}`,
        tasks: role.tasks.map((id) => found(tasks, id)),
        ...(role.requireMfa ? { requireMfa: true } : {}),
      }),
    )
  }
  const held = [...company.roles.values()]
  return {
    roles: [...roles.values()],
    people: company.people.map((person) =>
      definePerson({
        id: person.id,
        userName: person.id,
        name: titleOf(person.id),
        roles: person.roles.map((id) => found(roles, id)),
        accounts: [accountId(person.account)],
      }),
    ),
    accounts: Array.from({ length: company.accounts }, (_, account) =>
      defineAccount({
        id: accountId(account),
        accountId: String(111122223333 + account),
        parameters: { stage: account % 2 === 0 ? 'prod' : 'test', region: 'eu-west-1' },
        roles: held.filter((role) => role.account === account).map(({ id }) => id),
      }),
    ),
  }
}

/** The validated model of a company. */
export function modelOf({ roles, people, accounts }: Definitions): Model {
  return defineModel({ id: 'company', roles, people, accounts })
}

function accountId(account: number): string {
  return `account-${account + 1}`
}

function titleOf(id: string): string {
  return id.replaceAll('-', ' ')
}

function found<T>(named: ReadonlyMap<string, T>, name: string): T {
  const one = named.get(name)
  if (one === undefined) throw new RangeError(`nothing is named ${name}`)
  return one
}
