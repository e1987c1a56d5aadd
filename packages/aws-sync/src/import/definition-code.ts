import {
  type AccountDefinition,
  type Conditions,
  type ConditionValue,
  groupName,
  type PersonDefinition,
  type PolicyDefinition,
  type RoleDefinition,
  type StatementDefinition,
  type Suppression,
  type TaskDefinition,
} from '@rolewright/core'
import { call, type Code, type Group, list, object, text } from './code.ts'

/** `definePolicy({ … })` */
export function policyCode({ name, description, statements }: PolicyDefinition): Group {
  return call(
    'definePolicy',
    object({
      name: text(name),
      description: description === undefined ? undefined : text(description),
      statements: list(statements.map(statementCode)),
    }),
  )
}

/** `allow({ … })` or `deny({ … })` */
export function statementCode(statement: StatementDefinition): Group {
  const { sid, actions, notActions, resources, notResources, conditions, unlisted = [] } = statement
  const vouched = new Set(unlisted)
  const action = (one: string): Code => (vouched.has(one) ? call('unlisted', text(one)) : text(one))
  return call(
    statement.effect === 'Allow' ? 'allow' : 'deny',
    object({
      sid: sid === undefined ? undefined : text(sid),
      actions: actions && list(actions.map(action)),
      notActions: notActions && list(notActions.map(action)),
      resources: resources && list(resources.map(text)),
      notResources: notResources && list(notResources.map(text)),
      conditions: conditions && conditionsCode(conditions),
    }),
  )
}

function conditionsCode(conditions: Conditions): Group {
  return object(mapValues(conditions, (keys) => object(mapValues(keys, valuesCode))))
}

function valuesCode(values: Conditions[string][string]): Group | string {
  return typeof values === 'object' ? list(values.map(valueCode)) : valueCode(values)
}

function valueCode(value: ConditionValue): string {
  // `1e21`, as this house's format has it.
  return typeof value === 'string' ? text(value) : String(value).replace('e+', 'e')
}

/** `defineTask({ … })`; `names` are the identifiers of its own policies. */
export function taskCode(task: TaskDefinition, names: ReadonlyMap<unknown, string>): Group {
  return call(
    'defineTask',
    object({
      id: text(task.id),
      title: text(task.title),
      policies: list(
        task.policies.map((policy) =>
          policy.kind === 'policy' ? (names.get(policy) ?? '') : call('awsManaged', text(policy.name)),
        ),
      ),
    }),
  )
}

/** `defineRole({ … })` */
export function roleCode(role: RoleDefinition, names: ReadonlyMap<unknown, string>): Group {
  return call(
    'defineRole',
    object({
      id: text(role.id),
      title: text(role.title),
      group: role.group === undefined || role.group === groupName({ id: role.id }) ? undefined : text(role.group),
      owner: text(role.owner),
      justification: text(role.justification),
      tasks: list(role.tasks.map((task) => names.get(task) ?? '')),
    }),
  )
}

/** `definePerson({ … })` */
export function personCode(person: PersonDefinition, names: ReadonlyMap<unknown, string>): Group {
  return call(
    'definePerson',
    object({
      id: text(person.id),
      userName: text(person.userName),
      name: text(person.name),
      roles: list(person.roles.map((role) => names.get(role) ?? '')),
    }),
  )
}

/** `defineAccount({ … })` */
export function accountCode({ id, accountId, partition, foreign = [] }: AccountDefinition): Group {
  return call(
    'defineAccount',
    object({
      id: text(id),
      accountId: text(accountId),
      partition: partition === undefined ? undefined : text(partition),
      foreign: foreign.length === 0 ? undefined : list(foreign.map(text)),
    }),
  )
}

/** `suppress({ … })` */
export function suppressionCode({ code, path, reason, until }: Suppression): Group {
  return call(
    'suppress',
    object({
      code: text(code),
      path: path === undefined ? undefined : text(path),
      reason: text(reason),
      until: text(until),
    }),
  )
}

function mapValues<In, Out>(record: Readonly<Record<string, In>>, change: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
