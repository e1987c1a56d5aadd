import type { Paint } from '../frame/io.ts'

const CONTEXT_LINES = 2

/** Two texts line by line: `-` what was, `+` what is, and a little of what is around it. */
export function lineDiff(before: readonly string[], after: readonly string[], paint: Paint): readonly string[] {
  const lines = marked(before, after)
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT_LINES), index + CONTEXT_LINES + 1).some((line) => line.mark !== ' '),
  )
  return lines.flatMap(({ mark, text }, index) => {
    if (near[index] !== true) return near[index - 1] === true ? [paint.dim('  …')] : []
    const line = `${mark} ${text}`
    return [mark === '+' ? paint.green(line) : mark === '-' ? paint.red(line) : paint.dim(line)]
  })
}

interface MarkedLine {
  readonly mark: ' ' | '+' | '-'
  readonly text: string
}

/** The shortest edit by longest common subsequence; what is compared has some hundred lines. */
function marked(before: readonly string[], after: readonly string[]): readonly MarkedLine[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1))
  const at = (row: number, column: number): number => lengths[row]?.[column] ?? 0
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      const common =
        before[row] === after[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1))
      lengths[row]?.fill(common, column, column + 1)
    }
  }
  const lines: MarkedLine[] = []
  let row = 0
  let column = 0
  while (row < before.length || column < after.length) {
    const [old, fresh] = [before[row], after[column]]
    if (old !== undefined && old === fresh) {
      lines.push({ mark: ' ', text: old })
      row++
      column++
    } else if (old !== undefined && (fresh === undefined || at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ mark: '-', text: old })
      row++
    } else if (fresh !== undefined) {
      lines.push({ mark: '+', text: fresh })
      column++
    }
  }
  return lines
}
