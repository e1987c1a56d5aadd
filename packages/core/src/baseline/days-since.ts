/** Rotation and use are judged by this many days, as in "Rotate credentials regularly" and the usual audit. */
export const ROTATION_DAYS = 90

const DAY = 86_400_000

/** Whole days from `then` to `now`, both ISO dates. */
export function daysSince(then: string, now: string): number {
  return Math.floor((Date.parse(now) - Date.parse(then)) / DAY)
}
