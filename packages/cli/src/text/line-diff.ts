import { changedLines } from '@rolewright/core'
import type { Paint } from '../frame/io.ts'

const CONTEXT_LINES = 2

/** Two texts line by line: `-` what was, `+` what is, and a little of what is around it. */
export function lineDiff(before: readonly string[], after: readonly string[], paint: Paint): readonly string[] {
  const lines = changedLines(before, after)
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT_LINES), index + CONTEXT_LINES + 1).some((line) => line.change !== 'same'),
  )
  return lines.flatMap(({ change, text }, index) => {
    if (near[index] !== true) return near[index - 1] === true ? [paint.dim('  …')] : []
    if (change === 'same') return [paint.dim(`  ${text}`)]
    return [change === 'added' ? paint.green(`+ ${text}`) : paint.red(`- ${text}`)]
  })
}
