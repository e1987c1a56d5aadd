import type { ConditionType } from '../../catalog/format.ts'
import type { Comparison } from '../parse/condition-operator.ts'

type Family = 'String' | 'Numeric' | 'Date' | 'Bool' | 'Binary' | 'IPAddress' | 'ARN'

/** Which families of operators work on what a key holds. ARNs and strings are compared as either; true and false are strings too. */
const families: Readonly<Record<Family, readonly Family[]>> = {
  String: ['String', 'ARN', 'Bool', 'Binary'],
  ARN: ['ARN', 'String'],
  Bool: ['Bool', 'String'],
  Numeric: ['Numeric', 'String'],
  Date: ['Date', 'Numeric', 'String'],
  IPAddress: ['IPAddress'],
  Binary: ['Binary', 'String'],
}

/** Whether an operator can decide about a key of this type. */
export function operatorFits(comparison: Comparison, type: ConditionType): boolean {
  if (comparison === 'null') return true
  return families[familyOfType(type)].includes(familyOf(comparison))
}

/** The operators meant for a type, for a hint. */
export function wantedOperators(type: ConditionType): string {
  const family = familyOfType(type)
  switch (family) {
    case 'IPAddress':
      return '`IpAddress` or `NotIpAddress`'
    case 'Bool':
      return '`Bool`'
    case 'Binary':
      return '`BinaryEquals`'
    case 'ARN':
      return 'an operator that begins with `Arn`'
    case 'String':
    case 'Numeric':
    case 'Date':
      return `an operator that begins with \`${family}\``
    default:
      return family satisfies never
  }
}

function familyOfType(type: ConditionType): Family {
  switch (type) {
    case 'String':
    case 'ArrayOfString':
      return 'String'
    case 'ARN':
    case 'ArrayOfARN':
      return 'ARN'
    case 'Bool':
    case 'ArrayOfBool':
      return 'Bool'
    case 'Numeric':
    case 'ArrayOfNumeric':
      return 'Numeric'
    case 'Date':
    case 'ArrayOfDate':
      return 'Date'
    case 'IPAddress':
    case 'ArrayOfIPAddress':
      return 'IPAddress'
    case 'Binary':
      return 'Binary'
    default:
      return type satisfies never
  }
}

function familyOf(comparison: Comparison): Family {
  if (comparison.startsWith('string')) return 'String'
  if (comparison.startsWith('numeric')) return 'Numeric'
  if (comparison.startsWith('date')) return 'Date'
  if (comparison === 'bool') return 'Bool'
  if (comparison === 'binary-equals') return 'Binary'
  return comparison === 'ip-address' ? 'IPAddress' : 'ARN'
}
