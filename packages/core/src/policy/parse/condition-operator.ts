/** How an operator compares, before its modifiers. */
export type Comparison =
  | 'string-equals'
  | 'string-equals-ignore-case'
  | 'string-like'
  | 'numeric-equals'
  | 'numeric-less-than'
  | 'numeric-less-than-equals'
  | 'numeric-greater-than'
  | 'numeric-greater-than-equals'
  | 'date-equals'
  | 'date-less-than'
  | 'date-less-than-equals'
  | 'date-greater-than'
  | 'date-greater-than-equals'
  | 'bool'
  | 'binary-equals'
  | 'ip-address'
  | 'arn-like'
  | 'null'

/** A condition operator taken apart: `ForAnyValue:StringNotLikeIfExists` is string-like, negated, of any value, if it exists. */
export interface ConditionOperator {
  readonly comparison: Comparison
  readonly negated: boolean
  readonly set: 'all' | 'any' | undefined
  readonly ifExists: boolean
}

const comparisons: ReadonlyMap<string, readonly [comparison: Comparison, negated: boolean]> = new Map([
  ['StringEquals', ['string-equals', false]],
  ['StringNotEquals', ['string-equals', true]],
  ['StringEqualsIgnoreCase', ['string-equals-ignore-case', false]],
  ['StringNotEqualsIgnoreCase', ['string-equals-ignore-case', true]],
  ['StringLike', ['string-like', false]],
  ['StringNotLike', ['string-like', true]],
  ['NumericEquals', ['numeric-equals', false]],
  ['NumericNotEquals', ['numeric-equals', true]],
  ['NumericLessThan', ['numeric-less-than', false]],
  ['NumericLessThanEquals', ['numeric-less-than-equals', false]],
  ['NumericGreaterThan', ['numeric-greater-than', false]],
  ['NumericGreaterThanEquals', ['numeric-greater-than-equals', false]],
  ['DateEquals', ['date-equals', false]],
  ['DateNotEquals', ['date-equals', true]],
  ['DateLessThan', ['date-less-than', false]],
  ['DateLessThanEquals', ['date-less-than-equals', false]],
  ['DateGreaterThan', ['date-greater-than', false]],
  ['DateGreaterThanEquals', ['date-greater-than-equals', false]],
  ['Bool', ['bool', false]],
  ['BinaryEquals', ['binary-equals', false]],
  ['IpAddress', ['ip-address', false]],
  ['NotIpAddress', ['ip-address', true]],
  ['ArnEquals', ['arn-like', false]],
  ['ArnLike', ['arn-like', false]],
  ['ArnNotEquals', ['arn-like', true]],
  ['ArnNotLike', ['arn-like', true]],
  ['Null', ['null', false]],
])

const sets: readonly (readonly [prefix: string, set: 'all' | 'any'])[] = [
  ['ForAllValues:', 'all'],
  ['ForAnyValue:', 'any'],
]

/** Every operator without modifiers, as IAM spells them. */
export const operatorNames: readonly string[] = [...comparisons.keys()]

/**
 * Takes a condition operator apart, or gives undefined for one that IAM does not know. Case matters, as in IAM.
 * See "IAM JSON policy elements: Condition operators" in the IAM User Guide.
 *
 * @example
 * ```ts
 * parseOperator('ForAllValues:StringLike') // { comparison: 'string-like', negated: false, set: 'all', ifExists: false }
 * ```
 */
export function parseOperator(name: string): ConditionOperator | undefined {
  const known = operators.get(name)
  if (known !== undefined) return known
  const operator = takeApart(name)
  if (operator !== undefined) operators.set(name, operator)
  return operator
}

/** There are fewer than two hundred, and each comes back in every policy. */
const operators = new Map<string, ConditionOperator>()

function takeApart(name: string): ConditionOperator | undefined {
  const set = sets.find(([prefix]) => name.startsWith(prefix))
  const rest = set === undefined ? name : name.slice(set[0].length)
  const ifExists = rest.endsWith('IfExists')
  const known = comparisons.get(ifExists ? rest.slice(0, -'IfExists'.length) : rest)
  if (known === undefined || (ifExists && known[0] === 'null')) return undefined
  return { comparison: known[0], negated: known[1], set: set?.[1], ifExists }
}
