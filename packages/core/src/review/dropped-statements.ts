import { asList } from '../policy/as-list.ts'
import type { DocumentChange } from './proposal.ts'

/** Positions of the statements that a change takes out whole; the others stand after it in the same order. */
export function droppedStatements({ before, after }: DocumentChange): readonly number[] {
  const left = asList(after?.Statement ?? []).map((statement) => JSON.stringify(statement))
  let next = 0
  return asList(before?.Statement ?? []).flatMap((statement, index) => {
    if (left[next] !== JSON.stringify(statement)) return [index]
    next += 1
    return []
  })
}
