import type { Finding, Severity } from '@rolewright/core'
import type { Paint } from './io.ts'

/** A finding as two or three lines: severity and code with what, then where, then how to mend it. */
export function printFinding(finding: Finding, paint: Paint): string {
  const lines = [`${coloured(finding.severity, paint)(`${finding.severity} ${finding.code}:`)} ${finding.message}`]
  if (finding.path !== undefined) lines.push(`  ${paint.dim('where:')} ${finding.path}`)
  if (finding.hint !== undefined) lines.push(`  ${paint.dim('mend:')}  ${finding.hint}`)
  return lines.join('\n')
}

function coloured(severity: Severity, paint: Paint): (text: string) => string {
  switch (severity) {
    case 'error':
      return paint.red
    case 'warning':
      return paint.yellow
    case 'info':
      return paint.cyan
    default:
      return severity satisfies never
  }
}
