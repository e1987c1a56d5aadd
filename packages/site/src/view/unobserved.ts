import { groupName, type NotEnoughHistory } from '@rolewright/core'
import { serviceName } from './access.ts'
import type { ViewContext } from './context.ts'
import { showDay, type ShownDate } from './format-date.ts'

/** Something that a review could not judge yet, and since when it can. */
export interface UnobservedView {
  readonly text: string
  /** Its page; empty where it has none. */
  readonly href: string
  readonly reason: string
  readonly from: ShownDate
}

/** What has not been observed for long enough, by the name that the site has for it. */
export function unobservedView(one: NotEnoughHistory, context: ViewContext): UnobservedView {
  return { ...named(one, context), reason: one.reason, from: showDay(one.from) }
}

function named(
  { about, name }: NotEnoughHistory,
  { input, links, policies }: ViewContext,
): { readonly text: string; readonly href: string } {
  switch (about) {
    case 'policy': {
      const policy = policies.get(name) ?? [...policies.values()].find((known) => known.name === name)
      return { text: name, href: policy === undefined ? '' : (links.to('policies', policy.id) ?? '') }
    }
    case 'group': {
      const role = input.model.roles.find((known) => groupName(known) === name)
      return role === undefined ? { text: name, href: '' } : links.link('roles', role.id, role.title)
    }
    case 'person': {
      const person = input.model.people.find(({ userName }) => userName === name)
      return person === undefined ? { text: name, href: '' } : links.link('people', person.id, person.name)
    }
    case 'service':
      return { text: serviceName(name), href: '' }
    default:
      return about satisfies never
  }
}
