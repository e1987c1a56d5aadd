import type { ViewContext } from './context.ts'
import type { Link } from './links.ts'

/** Who has something now by one role or several. */
export interface Doers {
  readonly count: number
  /** The first of them; the pages of the roles have all. */
  readonly first: readonly Link[]
}

const FIRST = 12

/** Those who hold at least one of some roles now, in the order of the model's people. */
export function doersOf(roleIds: readonly string[], { holders, links }: ViewContext): Doers {
  const people = new Set(
    roleIds.flatMap((id) =>
      (holders.get(id) ?? []).filter(({ held }) => held.when === 'now').map(({ person }) => person),
    ),
  )
  return {
    count: people.size,
    first: [...people].slice(0, FIRST).map((person) => links.link('people', person.id, person.name)),
  }
}
