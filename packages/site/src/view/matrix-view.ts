import { accessCodes, accessOfGrants, serviceName } from './access.ts'
import type { ViewContext } from './context.ts'
import type { Link } from './links.ts'

/** A column of the matrix of services. */
export interface ServiceColumn {
  readonly prefix: string
  readonly name: string
}

/** One role's row. */
export interface MatrixRow {
  readonly role: Link
  readonly department: string
  readonly owner: string
  /** How many hold it now. */
  readonly people: number
  /** Numbers of its tasks among the matrix's. */
  readonly tasks: readonly number[]
  /** One character for each service: the letter of the level, lower case where limited, `-` for none. */
  readonly levels: string
}

/** Roles by tasks, and roles by services: what the page shows at first, and what the browser draws the rest from. */
export interface MatrixView {
  readonly tasks: readonly Link[]
  readonly services: readonly ServiceColumn[]
  /** Numbers of the services shown at first: those that some role with a narrow purpose reaches. */
  readonly shown: readonly number[]
  readonly rows: readonly MatrixRow[]
  /** How many roles reach so many services that these don't say which ones are meant. */
  readonly broadRoles: number
  readonly accounts: readonly { readonly id: string; readonly title: string }[]
}

/** A role that reaches more services than this is broad: its services are not all worth a column at first sight. */
const BROAD = 60

/** Roles by tasks and by services. */
export function matrixView(context: ViewContext): MatrixView {
  const { model, states } = context.input
  const access = model.roles.map((role) => context.roleAccess.get(role.id) ?? [])
  const all = [...new Set(access.flat().map((one) => one.service))].toSorted()
  const narrow = new Set(
    access.filter((one) => one.length <= BROAD).flatMap((one) => one.map(({ service }) => service)),
  )
  const numbers = all.map((_, number) => number)
  const tasks = new Map(model.tasks.map((task, number) => [task, number]))
  return {
    tasks: model.tasks.map((task) => context.links.link('tasks', task.id, task.title)),
    services: all.map((prefix) => ({ prefix, name: serviceName(prefix) })),
    shown: narrow.size === 0 ? numbers.slice(0, BROAD) : numbers.filter((number) => narrow.has(all[number] ?? '')),
    rows: model.roles.map((role, index) => ({
      role: context.links.link('roles', role.id, role.title),
      department: role.department ?? '',
      owner: role.owner,
      people: (context.holders.get(role.id) ?? []).filter(({ held }) => held.when === 'now').length,
      tasks: role.tasks.flatMap((task) => tasks.get(task) ?? []).toSorted((a, b) => a - b),
      levels: accessCodes(access[index] ?? [], all),
    })),
    broadRoles: access.filter((one) => one.length > BROAD).length,
    accounts: states.map(({ account }) => ({ id: account.id, title: account.title ?? account.id })),
  }
}

/** The levels of each role in each account, as {@link MatrixRow.levels} has them for all accounts together. */
export function accountLevels(context: ViewContext, { services }: MatrixView): readonly (readonly string[])[] {
  const prefixes = services.map(({ prefix }) => prefix)
  return context.input.states.map((_, account) =>
    context.input.model.roles.map((role) => {
      const grants = context.roleGrants.get(role.id)?.[account]
      return accessCodes(grants === undefined ? [] : accessOfGrants(grants), prefixes)
    }),
  )
}
