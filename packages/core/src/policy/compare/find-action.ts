import { actionNumber, actionName } from '../../catalog/action-names.ts'
import { has } from '../../catalog/action-set.ts'
import { numbersMatching } from '../match/action-patterns.ts'
import { hasWildcard } from '../match/glob.ts'
import { actionLanguage, type ActionPattern, type ActionTest, everyAction } from './action-test.ts'
import { findWord, tooLong } from './find-word.ts'
import type { Language } from './language.ts'

/** What the action of a request must and must not be among. */
export interface ActionDemand {
  readonly pattern: ActionPattern
  readonly within: readonly ActionTest[]
  readonly outside: readonly ActionTest[]
}

/**
 * An action that meets the demand: one of the catalogue's if there is one, else one that AWS might add. Undefined is a proof that
 * there is none.
 */
export function findAction({ pattern, within, outside }: ActionDemand): string | undefined | typeof tooLong {
  const inside = [...within.filter(({ negated }) => !negated), ...outside.filter(({ negated }) => negated)].filter(
    ({ everything }) => !everything,
  )
  const kept = [...within.filter(({ negated }) => negated), ...outside.filter(({ negated }) => !negated)]
  if (kept.some(({ everything }) => everything)) return undefined
  if (inside.length + kept.length > 0 || pattern.service === undefined || actionNumber(pattern.written) === undefined) {
    for (const number of numbersMatching(pattern.written)) {
      if (inside.every((test) => has(test.catalog(), number)) && !kept.some((test) => has(test.catalog(), number)))
        return actionName(number)
    }
  } else return actionName(actionNumber(pattern.written) ?? 0)
  const near = (test: ActionTest): Language => test.language(pattern.service)
  const word = findWord({
    required: [everyAction, [actionLanguage(pattern)], ...inside.map(near)],
    forbidden: kept.map(near),
  })
  if (word === undefined || word === tooLong) return word
  return hasWildcard(pattern.written) ? String.fromCharCode(...word) : pattern.written
}
