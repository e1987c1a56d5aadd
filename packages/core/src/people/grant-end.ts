import { asList } from '../policy/as-list.ts'
import type { ConditionValue, PolicyDocument, Statement } from '../policy/document.ts'

const OPERATOR = 'DateLessThan'
const KEY = 'aws:CurrentTime'

/**
 * The statements of documents, each with an end: from then on none of them applies, whether anything runs or not. A statement that ends
 * earlier by itself keeps its own end. Undefined where a statement has an end that can't be told, such as one with a variable.
 *
 * See "AWS global condition context keys" in the IAM User Guide for `aws:CurrentTime`.
 */
export function endingAt(documents: readonly PolicyDocument[], end: Date): readonly Statement[] | undefined {
  const statements: Statement[] = []
  for (const statement of documents.flatMap(({ Statement: inner }) => asList(inner))) {
    const own = statement.Condition?.[OPERATOR]?.[KEY]
    const last = own === undefined ? end : latestOf(own)
    if (last === undefined || isSpelledOtherwise(statement)) return undefined
    statements.push({
      ...statement,
      Condition: {
        ...statement.Condition,
        [OPERATOR]: {
          ...statement.Condition?.[OPERATOR],
          [KEY]: instant(last < end ? last : end),
        },
      },
    })
  }
  return statements
}

/** When all statements of documents have ended, as {@link endingAt} writes it; undefined unless each of them ends. */
export function grantEnd(documents: readonly PolicyDocument[]): Date | undefined {
  const ends = documents
    .flatMap(({ Statement: inner }) => asList(inner))
    .map((statement) => {
      const own = statement.Condition?.[OPERATOR]?.[KEY]
      return own === undefined ? undefined : latestOf(own)
    })
  if (ends.length === 0 || ends.includes(undefined)) return undefined
  return new Date(Math.max(...ends.map((end) => end?.getTime() ?? 0)))
}

/** Operators and keys are the same in any case: two spellings in one statement are nothing to count on. */
function isSpelledOtherwise({ Condition: conditions = {} }: Statement): boolean {
  return Object.entries(conditions).some(
    ([operator, keys]) =>
      operator.toLowerCase() === OPERATOR.toLowerCase() &&
      (operator !== OPERATOR ||
        Object.keys(keys).some((key) => key !== KEY && key.toLowerCase() === KEY.toLowerCase())),
  )
}

/** Several values of one operator are alternatives, so that the last counts. */
function latestOf(values: ConditionValue | readonly ConditionValue[]): Date | undefined {
  const times = asList(values).map((value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? Date.parse(value) : Number.NaN,
  )
  const last = Math.max(...times)
  return times.length === 0 || Number.isNaN(last) ? undefined : new Date(last)
}

/** IAM's dates are told in whole seconds. */
function instant(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}
