import { groupName } from '@rolewright/core'
import type { ViewContext } from './context.ts'
import type { Link } from './links.ts'

/** What a finding can be about: something with a page of its own. */
export interface FoundThing {
  readonly kind: 'role' | 'task' | 'policy' | 'person'
  readonly id: string
  readonly link: Link
}

/** Finds the things that a finding's path names, from the outside in. */
export type PlacesOf = (path: string) => readonly FoundThing[]

/**
 * Knows the paths of findings: `role buyer > task set-prices > policy ReadPrices > statements[0]`, and what checks of an account say,
 * `group Buyer` and `user ana`. A name may hold dots, so that the longest one that the model knows is meant.
 */
export function placesOf({ input, links, policies }: ViewContext): PlacesOf {
  const { model } = input
  const known = new Map<string, FoundThing>()
  for (const { id, name } of policies.values()) {
    known.set(`policy ${name}`, { kind: 'policy', id, link: links.link('policies', id, name) })
  }
  for (const { id, title } of model.tasks) {
    known.set(`task ${id}`, { kind: 'task', id, link: links.link('tasks', id, title) })
  }
  for (const role of model.roles) {
    const thing: FoundThing = { kind: 'role', id: role.id, link: links.link('roles', role.id, role.title) }
    known.set(`role ${role.id}`, thing)
    known.set(`group ${groupName(role)}`, thing)
  }
  for (const { id, userName, name } of model.people) {
    const thing: FoundThing = { kind: 'person', id, link: links.link('people', id, name) }
    known.set(`person ${id}`, thing)
    known.set(`user ${userName}`, thing)
  }
  return (path) => path.split(' > ').flatMap((part) => longest(part, known) ?? [])
}

function longest(part: string, known: ReadonlyMap<string, FoundThing>): FoundThing | undefined {
  for (let name = part; name !== ''; name = name.slice(0, Math.max(name.lastIndexOf('.'), name.lastIndexOf('['), 0))) {
    const thing = known.get(name)
    if (thing !== undefined) return thing
  }
  return undefined
}
