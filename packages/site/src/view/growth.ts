import type { Past } from '../past/past-states.ts'
import type { ServiceAccess } from './access.ts'
import { LEVELS } from './levels.ts'
import type { TimeRow } from './time-plot.ts'

/**
 * How much the groups of all accounts could do after each run: of each level, in the order of the levels, how many pairs of a group
 * and a service reach it at most.
 */
export function growth({ states }: Past): readonly TimeRow[] {
  const now = new Map<string, readonly number[]>()
  const counts = rememberCounts()
  return states.map((state) => {
    now.set(state.account, sum([...state.groups.values()].map(counts)))
    return { at: state.at, values: sum([...now.values()]) }
  })
}

function rememberCounts(): (access: readonly ServiceAccess[]) => readonly number[] {
  const known = new Map<readonly ServiceAccess[], readonly number[]>()
  return (access) => {
    const found = known.get(access) ?? LEVELS.map((level) => access.filter((one) => one.level === level).length)
    known.set(access, found)
    return found
  }
}

function sum(all: readonly (readonly number[])[]): readonly number[] {
  return LEVELS.map((_, index) => all.reduce((total, one) => total + (one[index] ?? 0), 0))
}
