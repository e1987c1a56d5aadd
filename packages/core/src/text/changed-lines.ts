/** One line of a comparison, and whether only the first text or only the second has it. */
export interface ChangedLine {
  readonly change: 'same' | 'removed' | 'added'
  readonly text: string
}

/**
 * Two texts line by line, as one: the fewest lines removed and added. Texts of many thousand lines that differ all over are shown as
 * removed and added whole between what they begin and end with.
 *
 * @example
 * ```ts
 * changedLines(['a', 'b'], ['a', 'c']).map(({ change, text }) => `${change} ${text}`) // ['same a', 'removed b', 'added c']
 * ```
 */
export function changedLines(before: readonly string[], after: readonly string[]): readonly ChangedLine[] {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  const as = (change: ChangedLine['change'], lines: readonly string[]): readonly ChangedLine[] =>
    lines.map((text) => ({ change, text }))
  const old = before.slice(start, before.length - end)
  const now = after.slice(start, after.length - end)
  return [
    ...as('same', before.slice(0, start)),
    // A table of more than this would take seconds.
    ...(old.length * now.length > 4_000_000 ? [...as('removed', old), ...as('added', now)] : fewestChanges(old, now)),
    ...as('same', before.slice(before.length - end)),
  ]
}

/** By the longest common subsequence; what is removed stands before what is added in its place. */
function fewestChanges(before: readonly string[], after: readonly string[]): readonly ChangedLine[] {
  const width = after.length + 1
  const table = new Uint32Array((before.length + 1) * width)
  const at = (row: number, column: number): number => table[row * width + column] ?? 0
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      table[row * width + column] =
        before[row] === after[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  const lines: ChangedLine[] = []
  let row = 0
  let column = 0
  while (row < before.length || column < after.length) {
    const [old, fresh] = [before[row], after[column]]
    if (old !== undefined && old === fresh) {
      lines.push({ change: 'same', text: old })
      row++
      column++
    } else if (old !== undefined && (fresh === undefined || at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ change: 'removed', text: old })
      row++
    } else if (fresh !== undefined) {
      lines.push({ change: 'added', text: fresh })
      column++
    }
  }
  return lines
}
