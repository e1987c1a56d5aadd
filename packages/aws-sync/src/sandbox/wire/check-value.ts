import type { Constraint } from './constraints.ts'

/** AWS names members in camel case when it complains: `MaxItems` is `maxItems`. */
export const camel = (member: string): string => member.slice(0, 1).toLowerCase() + member.slice(1)

/** All that AWS would say against `value`; nothing when it is as it should be. `at` is the member's place in the request. */
export function checkValue(value: unknown, constraint: Constraint, at: string): readonly string[] {
  const { must } = constraint
  if (Array.isArray(value)) return listFaults(value, constraint).map((fault) => unsatisfied(at, fault))
  if (typeof value === 'number') return numberFaults(value, constraint).map((fault) => unsatisfied(at, fault))
  if (typeof value !== 'string') return []
  // IAM answers an empty or wrong text in words of its own where it has them, before it counts characters.
  if (must !== undefined && !fitsPattern(value, constraint) && value.length <= (constraint.length?.[1] ?? Infinity)) {
    return [`${ownWords} for ${at} is invalid. It must ${must}`]
  }
  return textFaults(value, constraint).map((fault) => unsatisfied(at, fault))
}

const ownWords = 'The specified value'

/** As one message. What the service says in words of its own it says only of a request that is otherwise well formed. */
export function summary(problems: readonly string[]): string {
  const common = problems.filter((problem) => !problem.startsWith(ownWords))
  if (common.length === 0) return problems[0] ?? ''
  return `${common.length} validation error${common.length === 1 ? '' : 's'} detected: ${common.join('; ')}`
}

export const unsatisfied = (at: string, what: string): string =>
  `Value at '${at}' failed to satisfy constraint: ${what}`

export const missing = 'Member must not be null'

function numberFaults(value: number, { range }: Constraint): string[] {
  const [least, most] = range ?? [-Infinity, Infinity]
  return [
    ...(value < least ? [`Member must have value greater than or equal to ${least}`] : []),
    ...(value > most ? [`Member must have value less than or equal to ${most}`] : []),
  ]
}

/** Of a list AWS does not say which member is wrong, nor how: it names all that each must be. */
function listFaults(values: readonly unknown[], constraint: Constraint): string[] {
  const { members: [least, most] = [0, Infinity] } = constraint
  // A list that nothing was put into is as if it had not been sent.
  if (least > 0 && values.length === 0) return [missing]
  if (values.length > most) return [tooLong(most)]
  const wrong = values.some((value) => typeof value === 'string' && textFaults(value, constraint).length > 0)
  return wrong ? [`Member must satisfy constraint: [${demandsOf(constraint).join(', ')}]`] : []
}

const demandsOf = ({ length, pattern }: Constraint): string[] => [
  ...(length === undefined ? [] : [tooLong(length[1]), tooShort(length[0])]),
  ...(pattern === undefined ? [] : [unlike(pattern)]),
  missing,
]

function textFaults(value: string, constraint: Constraint): string[] {
  const { length: [least, most] = [0, Infinity], pattern, values } = constraint
  if (values !== undefined && !values.includes(value)) {
    return [`Member must satisfy enum value set: [${values.join(', ')}]`]
  }
  return [
    ...(pattern === undefined || fitsPattern(value, constraint) ? [] : [unlike(pattern)]),
    ...(value.length < least ? [tooShort(least)] : []),
    ...(value.length > most ? [tooLong(most)] : []),
  ]
}

const fitsPattern = (value: string, { pattern }: Constraint): boolean => pattern === undefined || pattern.test(value)

const tooShort = (least: number): string => `Member must have length greater than or equal to ${least}`
const tooLong = (most: number): string => `Member must have length less than or equal to ${most}`
const unlike = ({ source }: RegExp): string =>
  `Member must satisfy regular expression pattern: ${source.replaceAll(/^\^|\$$/g, '')}`
