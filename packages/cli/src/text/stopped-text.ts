import { type Change, subjectOf, visibleText } from '@rolewright/core'
import { some } from './words.ts'

const SHOWN = 20

/** What was done of a plan and what was not, of the error that stopped it; nothing for an error before the first change. */
export function stoppedLines(error: unknown): readonly string[] {
  if (!(error instanceof Error) || !('done' in error) || !('notDone' in error)) return []
  const [done, left] = [subjects(error.done), subjects(error.notDone)]
  return [
    `done:      ${done.length === 0 ? 'nothing' : some(done, SHOWN)}`,
    ...(left.length === 0 ? [] : [`not done:  ${some(left, SHOWN)}`]),
  ]
}

function subjects(changes: unknown): readonly string[] {
  return isChanges(changes) ? changes.map((change) => visibleText(subjectOf(change))) : []
}

function isChanges(value: unknown): value is readonly Change[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null && 'kind' in one)
}
