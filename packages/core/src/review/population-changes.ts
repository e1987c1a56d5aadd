import type { Population } from './campaign.ts'

/** What came and went among the things of one kind. */
export interface CameAndWent {
  /** Sorted. */
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

/** How a population differs from the one that was frozen. */
export interface PopulationChanges {
  readonly sha256: string
  readonly roles: CameAndWent
  readonly people: CameAndWent
  readonly policies: CameAndWent
}

/**
 * How the population is now, held against a frozen one; null where nothing has changed. Nothing in the lists means that the same roles, people
 * and policies are there, and that tasks, memberships or documents are others.
 *
 * @example
 * ```ts
 * const changes = populationChanges(campaign.population, populationOf(roles, today))
 * ```
 */
export function populationChanges(frozen: Population, now: Population): PopulationChanges | null {
  if (frozen.sha256 === now.sha256) return null
  return {
    sha256: now.sha256,
    roles: cameAndWent(frozen.roles, now.roles),
    people: cameAndWent(frozen.people, now.people),
    policies: cameAndWent(frozen.policies, now.policies),
  }
}

function cameAndWent(before: readonly string[], after: readonly string[]): CameAndWent {
  return {
    added: after.filter((one) => !before.includes(one)),
    removed: before.filter((one) => !after.includes(one)),
  }
}
