import type { Model, PolicyDefinition, RoleDefinition, TaskDefinition } from '@rolewright/core'
import { between, call, type Code, type Group, list, object, print, text } from './code.ts'
import { accountCode, personCode, policyCode, roleCode, suppressionCode, taskCode } from './definition-code.ts'
import { identifiers, type Names } from './identifiers.ts'
import { configFile, definitionsFile, type ImportLine, modelFile } from './templates.ts'

/** Files by their path, with forward slashes, relative to the repository. */
export type Files = Readonly<Record<string, string>>

/**
 * A model as the TypeScript that an author would write: a file a role, with the tasks and policies that it alone has; a file each for what several
 * roles share; people and accounts. Names of files and identifiers are made of ASCII letters and digits, everything else is in string literals.
 *
 * @example
 * ```ts
 * const files = importFiles(importModel(state, { modelId: 'example', accountName: 'main', now }).model, { now })
 * ```
 */
export function importFiles(model: Model, given: { readonly now: Date }): Files {
  const names = identifiers(model)
  const shared = sharedTasks(model)
  const files: Record<string, string> = {
    'rolewright.config.ts': configFile({}),
    'roles/accounts.ts': accountsText(model, names),
    'roles/people.ts': peopleText(model, names),
    'roles/model.ts': modelText(model, names, given.now),
  }
  for (const task of shared) files[`roles/tasks/${task.id}.ts`] = taskText(task, names)
  for (const role of model.roles) files[`roles/${role.id}.ts`] = roleText(role, names, shared)
  return Object.fromEntries(Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function sharedTasks(model: Model): ReadonlySet<TaskDefinition> {
  const seen = new Set<TaskDefinition>()
  const shared = new Set<TaskDefinition>()
  for (const task of model.roles.flatMap((role) => role.tasks)) {
    if (seen.has(task)) shared.add(task)
    seen.add(task)
  }
  return shared
}

function roleText(role: RoleDefinition, names: Names, shared: ReadonlySet<TaskDefinition>): string {
  const own = role.tasks.filter((task) => !shared.has(task))
  const lines = role.tasks
    .filter((task) => shared.has(task))
    .map((task) => ({ names: names.get(task) ?? '', from: `./tasks/${task.id}.ts` }))
  return definitionsText(
    lines,
    ['defineRole'],
    [
      ...own.flatMap((task) => taskDefinitions(task, names, 'const')),
      declared('export const', names.get(role), roleCode(role, names)),
    ],
  )
}

function taskText(task: TaskDefinition, names: Names): string {
  return definitionsText([], [], taskDefinitions(task, names, 'export const'))
}

function taskDefinitions(task: TaskDefinition, names: Names, keyword: string): readonly Code[] {
  const own = task.policies.filter((policy): policy is PolicyDefinition => policy.kind === 'policy')
  return [
    ...own.map((policy) => declared('const', names.get(policy), policyCode(policy))),
    declared(keyword, names.get(task), taskCode(task, names)),
  ]
}

function declared(keyword: string, name: string | undefined, code: Group): Group {
  return between(`${keyword} ${name ?? ''} = `, code)
}

const HELPERS = ['allow', 'awsManaged', 'definePolicy', 'defineTask', 'deny', 'unlisted'] as const

function definitionsText(lines: readonly ImportLine[], more: readonly string[], definitions: readonly Code[]): string {
  const used = [...HELPERS.filter((helper) => definitions.some((code) => calls(code, helper))), ...more].toSorted()
  return definitionsFile({
    imports: [{ names: used.join(', '), from: '@rolewright/core' }, ...sorted(lines)],
    definitions: definitions.map(print),
  })
}

/** Whether code calls a function: by its brackets, since text in it may say anything. */
function calls(code: Code, name: string): boolean {
  if (typeof code === 'string' || 'key' in code) return false
  return new RegExp(String.raw`(^|[ =])${name}\([[{]?$`).test(code.open) || code.items.some((item) => calls(item, name))
}

function accountsText(model: Model, names: Names): string {
  const definitions = model.accounts.map((account) =>
    print(declared('export const', names.get(account), accountCode(account))),
  )
  return definitionsFile({ imports: [{ names: 'defineAccount', from: '@rolewright/core' }], definitions })
}

function peopleText(model: Model, names: Names): string {
  const held = new Set(model.people.flatMap((person) => person.roles))
  const people = list(model.people.map((person) => personCode(person, names)))
  const helpers = model.people.length === 0 ? 'type PersonDefinition' : 'definePerson, type PersonDefinition'
  return definitionsFile({
    imports: [
      { names: helpers, from: '@rolewright/core' },
      ...sorted(
        roleImports(
          model.roles.filter((role) => held.has(role)),
          names,
        ),
      ),
    ],
    definitions: [print(between('export const people: readonly PersonDefinition[] = ', people))],
  })
}

function modelText(model: Model, names: Names, now: Date): string {
  const account = model.accounts.map((one) => names.get(one) ?? '')
  const code = call(
    'defineModel',
    shorthand(
      object({
        id: text(model.id),
        roles: list(model.roles.map((role) => names.get(role) ?? '')),
        people: 'people',
        accounts: list(account),
        suppressions: model.suppressions.length === 0 ? undefined : list(model.suppressions.map(suppressionCode)),
      }),
    ),
  )
  return modelFile({
    imports: [
      { names: model.suppressions.length === 0 ? 'defineModel' : 'defineModel, suppress', from: '@rolewright/core' },
      ...sorted([
        { names: account.join(', '), from: './accounts.ts' },
        { names: 'people', from: './people.ts' },
        ...roleImports(model.roles, names),
      ]),
    ],
    accountId: model.accounts.map(({ accountId }) => accountId).join(', '),
    date: now.toISOString().slice(0, 10),
    model: print(between('export default ', code)),
  })
}

/** `people: people` as an author writes it. */
function shorthand(group: Group): Group {
  return { ...group, items: group.items.map((item) => (item === 'people: people' ? 'people' : item)) }
}

function roleImports(roles: readonly RoleDefinition[], names: Names): readonly ImportLine[] {
  return roles.map((role) => ({ names: names.get(role) ?? '', from: `./${role.id}.ts` }))
}

function sorted(lines: readonly ImportLine[]): readonly ImportLine[] {
  return lines.toSorted((a, b) => (a.from < b.from ? -1 : 1))
}
