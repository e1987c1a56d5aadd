import { compareArn } from './compare-arn.ts'
import { compareBinary, compareBool, compareDate, compareIp, compareNumber } from './compare-scalar.ts'
import { compareText } from './compare-text.ts'
import type { Comparing } from './comparing.ts'
import type { Comparison } from '../parse/condition-operator.ts'
import { foldCase } from '../match/fold-case.ts'

/** Makes the values of a condition ready for comparing. Variables mean something to the string and ARN operators alone, from Version 2012-10-17 on. */
export function compileComparison(
  comparison: Exclude<Comparison, 'null'>,
  values: readonly string[],
  variables: boolean,
): Comparing {
  switch (comparison) {
    case 'string-equals':
      return compareText(values, variables, { fold: (text) => text, wildcards: false })
    case 'string-equals-ignore-case':
      return compareText(values, variables, { fold: foldCase, wildcards: false })
    case 'string-like':
      return compareText(values, variables, { fold: (text) => text, wildcards: true })
    case 'arn-like':
      return compareArn(values, variables)
    case 'bool':
      return compareBool(values)
    case 'binary-equals':
      return compareBinary(values)
    case 'ip-address':
      return compareIp(values)
    case 'numeric-equals':
      return compareNumber(values, (order) => order === 0)
    case 'numeric-less-than':
      return compareNumber(values, (order) => order < 0)
    case 'numeric-less-than-equals':
      return compareNumber(values, (order) => order <= 0)
    case 'numeric-greater-than':
      return compareNumber(values, (order) => order > 0)
    case 'numeric-greater-than-equals':
      return compareNumber(values, (order) => order >= 0)
    case 'date-equals':
      return compareDate(values, (order) => order === 0)
    case 'date-less-than':
      return compareDate(values, (order) => order < 0)
    case 'date-less-than-equals':
      return compareDate(values, (order) => order <= 0)
    case 'date-greater-than':
      return compareDate(values, (order) => order > 0)
    case 'date-greater-than-equals':
      return compareDate(values, (order) => order >= 0)
    default:
      return comparison satisfies never
  }
}
