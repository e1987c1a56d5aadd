import type { ConditionOperator } from '../parse/condition-operator.ts'
import { compareDecimals, parseDecimal } from '../print/decimal.ts'
import { hasWildcard } from '../match/glob.ts'
import type { JsonValue } from '../parse/json-value.ts'
import { parseDate } from '../evaluate/parse-date.ts'
import { shorten } from '../parse/shorten.ts'
import { knownKey } from './check-condition-keys.ts'
import type { CoveredCode } from './covered-checks.ts'
import type { ConditionEntry, LintContext, StatementView } from './statement-view.ts'

/** Whether the values of a condition can be what the operator compares. */
export function checkConditionValues(statement: StatementView, context: LintContext): void {
  for (const entry of statement.conditions) {
    const { parsed, values } = entry
    if (parsed === undefined) continue
    if (values.length === 0) checkEmpty(entry, parsed, context)
    checkTypes(entry, context)
    if (parsed.comparison === 'bool' && values.length > 1) {
      context.report(
        'INVALID_CONDITION_MULTIPLE_BOOLEAN',
        entry.place,
        `${shorten(entry.key)} is compared to several booleans`,
      )
    }
    checkBounds(entry, parsed, context)
    for (const [index, value] of values.entries()) {
      const problem = problemOf(value, parsed) ?? idProblem(value, entry) ?? arnProblem(value, entry)
      if (problem !== undefined) context.report(problem[0], entry.placeOf(index), problem[1])
    }
  }
}

function checkEmpty({ key, place }: ConditionEntry, parsed: ConditionOperator, { report }: LintContext): void {
  const code =
    parsed.set === 'all'
      ? 'EMPTY_ARRAY_CONDITION_FORALLVALUES'
      : parsed.set === 'any'
        ? 'EMPTY_ARRAY_CONDITION_FORANYVALUE'
        : parsed.ifExists
          ? 'EMPTY_ARRAY_CONDITION_IFEXISTS'
          : 'EMPTY_ARRAY_CONDITION'
  report(code, place, `${shorten(key)} has an empty list of values`)
}

function checkTypes({ key, values, place }: ConditionEntry, { report }: LintContext): void {
  const types = new Set(values.filter((value) => typeof value !== 'object').map((value) => typeof value))
  if (types.size > 1) {
    report(
      'INVALID_CONDITION_DATA_TYPE',
      place,
      `the values of ${shorten(key)} are of different JSON types: ${[...types].toSorted().join(', ')}`,
    )
  }
}

type Problem = readonly [code: CoveredCode, message: string]

/** What is wrong with one value for an operator; a value with a policy variable is another check's. */
function problemOf(value: JsonValue, { comparison }: ConditionOperator): Problem | undefined {
  if (typeof value === 'object' || (typeof value === 'string' && value.includes('${'))) return undefined
  const text = String(value)
  switch (comparison) {
    case 'bool':
    case 'null':
      return /^(?:true|false)$/i.test(text)
        ? undefined
        : ['TYPE_MISMATCH_BOOLEAN', `${shorten(text)} is neither \`true\` nor \`false\``]
    case 'numeric-equals':
    case 'numeric-less-than':
    case 'numeric-less-than-equals':
    case 'numeric-greater-than':
    case 'numeric-greater-than-equals':
      return parseDecimal(text) === undefined ? ['TYPE_MISMATCH_NUMBER', `${shorten(text)} is not a number`] : undefined
    case 'date-equals':
    case 'date-less-than':
    case 'date-less-than-equals':
    case 'date-greater-than':
    case 'date-greater-than-equals':
      return dateProblem(text)
    case 'binary-equals':
      return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
        ? undefined
        : ['TYPE_MISMATCH_STRING', `${shorten(text)} is not base64`]
    case 'string-equals':
    case 'string-equals-ignore-case':
      return hasWildcard(text)
        ? [
            'WILDCARD_WITHOUT_LIKE_OPERATOR',
            `${shorten(text)} holds a wildcard, which this operator compares as it stands`,
          ]
        : undefined
    case 'string-like':
    case 'arn-like':
    case 'ip-address':
      return undefined
    default:
      return comparison satisfies never
  }
}

function dateProblem(text: string): Problem | undefined {
  if (parseDate(text) === undefined) return ['TYPE_MISMATCH_DATE', `${shorten(text)} is not a date`]
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/.test(text) || /^\d{5,}$/.test(text)) return undefined
  return ['INVALID_DATE_VALUE', `${shorten(text)} is a date that might be read differently`]
}

function idProblem(value: JsonValue, { lowerKey, parsed }: ConditionEntry): Problem | undefined {
  if (typeof value !== 'string' || parsed?.comparison === 'null' || value.includes('${') || hasWildcard(value))
    return undefined
  if (lowerKey === 'aws:sourcevpc' && !/^vpc-[0-9a-f]{8}(?:[0-9a-f]{9})?$/.test(value)) {
    return ['INVALID_VPC_FORMAT', `${shorten(value)} is not the id of a VPC`]
  }
  if (lowerKey === 'aws:sourcevpce' && !/^vpce-[0-9a-f]{8}(?:[0-9a-f]{9})?$/.test(value)) {
    return ['INVALID_VPCE_FORMAT', `${shorten(value)} is not the id of a VPC endpoint`]
  }
  return undefined
}

function arnProblem(value: JsonValue, { lowerKey, parsed, key }: ConditionEntry): Problem | undefined {
  if (typeof value !== 'string' || parsed?.comparison !== 'string-like' || !hasWildcard(value)) return undefined
  if (!value.startsWith('arn:') || knownKey(lowerKey)?.type.endsWith('ARN') !== true) return undefined
  return [
    'STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS',
    `${shorten(key)} is an ARN, which ${shorten(value)} is compared to as a string`,
  ]
}

/** Of several bounds in the same direction only the loosest decides: values of one key are alternatives. */
function checkBounds(
  { key, place, values }: ConditionEntry,
  { comparison }: ConditionOperator,
  { report }: LintContext,
): void {
  const upper = comparison === 'numeric-less-than' || comparison === 'numeric-less-than-equals'
  const lower = comparison === 'numeric-greater-than' || comparison === 'numeric-greater-than-equals'
  if (values.length < 2 || !(upper || lower)) return
  const read = values.flatMap((value) => {
    if (typeof value === 'object') return []
    const text = String(value)
    const decimal = parseDecimal(text)
    return decimal === undefined ? [] : [{ text, decimal }]
  })
  const [loosest] = read.toSorted((a, b) => (upper ? 1 : -1) * compareDecimals(b.decimal, a.decimal))
  if (loosest === undefined || read.length < values.length) return
  report(
    'REDUNDANT_CONDITION_VALUE_NUM',
    place,
    `of the bounds of ${shorten(key)} only ${shorten(loosest.text)} decides`,
  )
}
