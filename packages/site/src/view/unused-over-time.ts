import { decisionOn } from '@rolewright/core'
import type { SiteInput } from '../site-input.ts'
import type { TimeRow } from './time-plot.ts'

/**
 * How many unused actions the newest review of each account proposed to take away, after each review: those somebody has decided
 * about by now, and those that are open.
 */
export function unusedOverTime({ reviews = [], decisions: given = [], now }: SiteInput): readonly TimeRow[] {
  const decisions = given.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const newest = new Map<string, readonly [decided: number, open: number]>()
  return reviews
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map((review) => {
      let decided = 0
      let open = 0
      for (const { id, actionsRemoved } of review.proposals) {
        if (decisionOn(id, decisions, now) === undefined) open += actionsRemoved
        else decided += actionsRemoved
      }
      newest.set(review.accountId, [decided, open])
      const all = [...newest.values()]
      return { at: review.at, values: [sum(all.map(([one]) => one)), sum(all.map(([, one]) => one))] }
    })
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
