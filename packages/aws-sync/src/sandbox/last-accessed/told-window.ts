import type { Attempt } from '../state/evidence.ts'

/** How far back AWS tells of attempts, in milliseconds: 400 days. */
const window = 400 * 86_400_000

/** Whether an answer given at `now` tells of an attempt: it is known by then, and not older than 400 days. */
export function isTold({ at, knownFrom }: Attempt, now: Date): boolean {
  const age = now.getTime() - Date.parse(at)
  return age >= 0 && age < window && (knownFrom === undefined || Date.parse(knownFrom) <= now.getTime())
}
