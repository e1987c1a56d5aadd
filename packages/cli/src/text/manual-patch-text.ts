import type { ManualPatch } from '@rolewright/aws-sync'
import { visibleText } from '@rolewright/core'

/** What somebody has to write in, for a person: why, where, and what to paste. */
export function manualPatchText(manual: ManualPatch, place: (file: string) => string): string {
  const lines = [
    `error patch-by-hand: ${visibleText(manual.title)} can't be edited by itself: ${visibleText(manual.reason)}`,
  ]
  if (manual.file !== undefined) {
    lines.push(`  where: ${place(manual.file)}${manual.line === undefined ? '' : `:${manual.line}`}`)
  }
  lines.push(`  mend:  ${visibleText(manual.mend)}`)
  if (manual.statement !== null) lines.push(...manual.statement.split('\n').map((line) => `    ${line}`))
  return lines.join('\n')
}
