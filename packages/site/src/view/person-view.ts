import type { PersonDefinition } from '@rolewright/core'
import { joinAccess } from './access.ts'
import { type AccessRow, accessRows } from './access-rows.ts'
import type { ViewContext } from './context.ts'
import type { ShownDate } from './format-date.ts'
import type { Link } from './links.ts'
import { rolesOf } from './memberships.ts'
import { dates } from './role-view.ts'
import type { SourceLocation } from '../site-input.ts'

/** The page of one person. */
export interface PersonView {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly userName: string
  readonly href: string
  readonly source: SourceLocation | null
  readonly accounts: readonly Link[]
  readonly roles: readonly {
    readonly link: Link
    readonly department: string
    readonly sensitive: boolean
    readonly when: 'now' | 'later' | 'ended'
    readonly from: ShownDate | null
    readonly until: ShownDate | null
  }[]
  readonly tasks: readonly Link[]
  readonly access: readonly AccessRow[]
}

/** The pages of all people, by name. */
export function personViews(context: ViewContext): readonly PersonView[] {
  return context.input.model.people
    .map((person) => personView(person, context))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

function personView(person: PersonDefinition, context: ViewContext): PersonView {
  const { input, links } = context
  const held = rolesOf(person, input.now)
  const now = held.filter((one) => one.when === 'now').map((one) => one.role)
  return {
    id: person.id,
    slug: links.slug('people', person.id),
    name: person.name,
    userName: person.userName,
    href: links.to('people', person.id) ?? '',
    source: input.sourceLocations?.[`person:${person.id}`] ?? null,
    accounts: input.model.accounts
      .filter((account) => person.accounts === undefined || person.accounts.includes(account.id))
      .map((account) => links.link('accounts', account.id, account.title ?? account.id)),
    roles: held.map((one) => ({
      link: links.link('roles', one.role.id, one.role.title),
      department: one.role.department ?? '',
      sensitive: one.role.sensitive === true,
      ...dates(one),
    })),
    tasks: [...new Set(now.flatMap((role) => role.tasks))].map((task) => links.link('tasks', task.id, task.title)),
    access: accessRows(joinAccess(now.map((role) => context.roleAccess.get(role.id) ?? []))),
  }
}
