import type { AccessLevel } from '@rolewright/core'
import { LEVEL_LETTERS, LEVELS, serviceName, type ServiceAccess } from './access.ts'
import type { ViewContext } from './context.ts'
import type { Link } from './links.ts'

/** What a role may do in a service, or nothing. */
export interface MatrixCell {
  readonly level: AccessLevel
  readonly letter: string
  readonly limited: boolean
  /** The whole cell in words. */
  readonly title: string
}

/** One role's row. */
export interface MatrixRow {
  readonly role: Link
  readonly department: string
  readonly people: number
  /** In the order of the tasks: whether the role has it. */
  readonly tasks: readonly boolean[]
  /** In the order of the services shown at first. */
  readonly cells: readonly (MatrixCell | null)[]
  /** One character for each of all services: the letter of the level, lower case where limited, `-` for none. */
  readonly all: string
}

/** Roles by tasks, and roles by services. */
export interface MatrixView {
  readonly tasks: readonly (Link & { readonly holders: number })[]
  readonly services: readonly { readonly prefix: string; readonly name: string }[]
  readonly allServices: readonly { readonly prefix: string; readonly name: string }[]
  readonly rows: readonly MatrixRow[]
  /** How many roles reach so many services that these don't say which ones are meant. */
  readonly broadRoles: number
}

/** A role that reaches more services than this is broad: its services are not all worth a column at first sight. */
const BROAD = 60

/** Roles by tasks and by services; at first only services that some role with a narrow purpose reaches. */
export function matrixView(context: ViewContext): MatrixView {
  const { model } = context.input
  const access = model.roles.map((role) => context.roleAccess.get(role.id) ?? [])
  const all = [...new Set(access.flat().map((one) => one.service))].toSorted()
  const narrow = new Set(
    access.filter((one) => one.length <= BROAD).flatMap((one) => one.map(({ service }) => service)),
  )
  const services = narrow.size === 0 ? all.slice(0, BROAD) : all.filter((service) => narrow.has(service))
  return {
    tasks: model.tasks.map((task) => ({
      ...context.links.link('tasks', task.id, task.title),
      holders: model.roles.filter((role) => role.tasks.includes(task)).length,
    })),
    services: services.map(column),
    allServices: all.map(column),
    rows: model.roles.map((role, index) => {
      const byService = new Map((access[index] ?? []).map((one) => [one.service, one]))
      return {
        role: context.links.link('roles', role.id, role.title),
        department: role.department ?? '',
        people: (context.holders.get(role.id) ?? []).filter(({ held }) => held.when === 'now').length,
        tasks: model.tasks.map((task) => role.tasks.includes(task)),
        cells: services.map((service) => cell(byService.get(service))),
        all: all.map((service) => code(byService.get(service))).join(''),
      }
    }),
    broadRoles: access.filter((one) => one.length > BROAD).length,
  }
}

function column(prefix: string): { prefix: string; name: string } {
  return { prefix, name: serviceName(prefix) }
}

function cell(access: ServiceAccess | undefined): MatrixCell | null {
  if (access === undefined) return null
  return {
    level: access.level,
    letter: LEVEL_LETTERS[access.level],
    limited: access.limited,
    title: accessTitle(access),
  }
}

/** `S3: 12 Read, 3 Write, on named resources or under conditions`. */
export function accessTitle(access: ServiceAccess): string {
  const counts = LEVELS.flatMap((level, index) => {
    const count = access.counts[index] ?? 0
    return count === 0 ? [] : [`${count} ${level}`]
  })
  return `${access.name}: ${counts.join(', ')}${access.limited ? '; on named resources or under conditions' : ''}`
}

function code(access: ServiceAccess | undefined): string {
  if (access === undefined) return '-'
  const letter = LEVEL_LETTERS[access.level]
  return access.limited ? letter.toLowerCase() : letter
}
