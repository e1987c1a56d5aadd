import type { Paint } from './io.ts'
import type { Problem } from './problem.ts'
import { printFinding } from './print-finding.ts'

/** A problem as text for stderr: what, where, and how to mend it. */
export function printProblem(problem: Problem, paint: Paint): string {
  const lines = [`${paint.red(`error ${problem.code}:`)} ${problem.message}`]
  if (problem.path !== undefined) lines.push(`  ${paint.dim('where:')} ${problem.path}`)
  for (const finding of problem.findings ?? []) lines.push(...indent(printFinding(finding, paint)))
  if (problem.hint !== undefined) lines.push(`  ${paint.dim('mend:')}  ${problem.hint}`)
  return `${lines.join('\n')}\n`
}

function indent(text: string): string[] {
  return text.split('\n').map((line) => `  ${line}`)
}
