import type { ServiceAccess } from './access.ts'
import { LEVEL_LETTERS, LEVELS } from './levels.ts'

/** The services that somebody reaches at one level and no higher. */
export interface ReachedLevel {
  readonly level: string
  readonly letter: string
  /** Names of services; of those in `limited`, only on named resources or under conditions. */
  readonly services: readonly string[]
  readonly limited: readonly string[]
}

/** Services by the highest level at which they are reached, the highest first. */
export function reachedLevels(access: readonly ServiceAccess[]): readonly ReachedLevel[] {
  return LEVELS.toReversed().flatMap((level) => {
    const here = access.filter((one) => one.level === level)
    if (here.length === 0) return []
    return [
      {
        level,
        letter: LEVEL_LETTERS[level],
        services: here.filter((one) => !one.limited).map((one) => one.name),
        limited: here.filter((one) => one.limited).map((one) => one.name),
      },
    ]
  })
}
