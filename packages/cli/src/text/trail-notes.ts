import type { Review } from '@rolewright/core'

const DAY_MS = 86_400_000

/** Says where the events that were read do not reach over the window: then they tell what was used, but not what was not. */
export function trailNotes({ at, windowDays, evidence }: Review): readonly string[] {
  return evidence.flatMap((source) => {
    if (source.origin !== 'cloudtrail') return []
    const end = Date.parse(at)
    const begins = Date.parse(source.from) > end - windowDays * DAY_MS
    const ends = Date.parse(source.to) < end - DAY_MS
    if (!begins && !ends) return []
    return [
      `note: the events of CloudTrail reach from ${source.from.slice(0, 10)} to ${source.to.slice(0, 10)}, not over the window of ${windowDays} days: they count as use, and what has none is not taken for unused`,
    ]
  })
}
