import { shorten } from '../parse/shorten.ts'
import type { Comparison } from '../parse/condition-operator.ts'
import type { CoveredCode } from './covered-checks.ts'
import type { Place } from './place.ts'
import type { LintContext, StatementView } from './statement-view.ts'

const takesVariables: ReadonlySet<Comparison> = new Set([
  'string-equals',
  'string-equals-ignore-case',
  'string-like',
  'arn-like',
])

/** Policy variables: written as IAM reads them, and only where it reads them. */
export function checkVariables(statement: StatementView, context: LintContext): void {
  const { report } = context
  for (const actions of [statement.actions, statement.notActions]) {
    for (const [index, text] of (actions?.texts ?? []).entries()) {
      if (actions === undefined || !text.includes('${')) continue
      report('VARIABLE_UNSUPPORTED_IN_ELEMENT', actions.placeOf(index), `${shorten(text)} holds a policy variable`)
    }
  }
  for (const resources of [statement.resources, statement.notResources]) {
    for (const [index, text] of (resources?.texts ?? []).entries()) {
      if (resources !== undefined && text.includes('${')) checkText(text, resources.placeOf(index), context)
    }
  }
  for (const { parsed, operator, values, placeOf } of statement.conditions) {
    for (const [index, value] of values.entries()) {
      if (typeof value !== 'string' || !value.includes('${')) continue
      if (parsed === undefined || takesVariables.has(parsed.comparison)) checkText(value, placeOf(index), context)
      else {
        const message = `${shorten(value)} is compared by ${shorten(operator)}, which takes no policy variables`
        report('INVALID_VARIABLE_FOR_OPERATOR', placeOf(index), message)
      }
    }
  }
}

function checkText(text: string, place: Place, { version, report }: LintContext): void {
  if (version !== '2012-10-17') {
    report(
      'VARIABLE_UNSUPPORTED_IN_VERSION',
      place,
      `${shorten(text)} holds a policy variable, which is plain text in this version`,
    )
    return
  }
  for (let at = text.indexOf('${'); at >= 0; at = text.indexOf('${', at + 2)) {
    const end = text.indexOf('}', at)
    if (end < 0) {
      report('MISSING_BRACE_IN_VARIABLE', place, `the policy variable in ${shorten(text)} is not closed`)
      return
    }
    const code = problemOf(text.slice(at + 2, end))
    if (code !== undefined)
      report(code, place, `${shorten(text.slice(at, end + 1))} is not a policy variable that IAM reads`)
  }
}

function problemOf(variable: string): CoveredCode | undefined {
  if (variable === '*' || variable === '?' || variable === '$') return undefined
  const comma = variable.indexOf(',')
  const name = comma < 0 ? variable : variable.slice(0, comma)
  if (name.trim() === '') return 'EMPTY_VARIABLE'
  if (/\s/.test(name)) return 'UNSUPPORTED_SPACE_IN_VARIABLE'
  if (comma >= 0 && !/^\s*'[^']*'\s*$/.test(variable.slice(comma + 1))) return 'MISSING_QUOTE_IN_VARIABLE'
  return undefined
}
