import type { Finding, Plan } from '@rolewright/core'
import type { Paint } from '../frame/io.ts'
import { count } from './words.ts'

/** The last line of a plan. */
export function planSummary(plan: Plan, paint: Paint): string {
  const taken = plan.notes.filter((note) => note.kind === 'name-taken').length
  if (taken > 0) {
    return paint.red(
      `This plan can't be applied: ${count(taken, 'name')} ${taken === 1 ? 'is' : 'are'} taken. Rename in the model (\`group\` of the role, \`name\` of the policy), or have the owner of the other one rename or delete it.`,
    )
  }
  if (plan.changes.length === 0) return paint.green('No changes: the account is as the model says.')
  const kinds = { add: 0, change: 0, remove: 0 }
  for (const change of plan.changes)
    kinds[change.before === null ? 'add' : change.after === null ? 'remove' : 'change']++
  return `${count(plan.changes.length, 'change')} in ${count(plan.calls.length, 'call')}: ${kinds.add} to add, ${kinds.change} to change, ${kinds.remove} to remove.`
}

/** A line on what `check` warns of; none where it does not. */
export function warningsLine(findings: readonly Finding[]): readonly string[] {
  const warnings = findings.filter((finding) => finding.severity === 'warning').length
  return warnings === 0 ? [] : [`The check has ${count(warnings, 'warning')}; see \`rolewright check\`.`]
}
