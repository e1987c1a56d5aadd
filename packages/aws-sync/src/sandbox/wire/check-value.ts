import type { Constraint } from './constraints.ts'

/** AWS names members in camel case when it complains: `MaxItems` is `maxItems`. */
export const camel = (member: string): string => member.slice(0, 1).toLowerCase() + member.slice(1)

/** What AWS would say against `value`, or nothing when it is as it should be. `at` is the member's place in the request. */
export function checkValue(value: unknown, constraint: Constraint, at: string): string | undefined {
  if (Array.isArray(value)) return checkMembers(value, constraint, at)
  if (typeof value === 'number' && constraint.range !== undefined) {
    const [least, most] = constraint.range
    if (value < least) return unsatisfied(at, `Member must have value greater than or equal to ${least}`)
    if (value > most) return unsatisfied(at, `Member must have value less than or equal to ${most}`)
  }
  if (typeof value !== 'string') return undefined
  if (constraint.values !== undefined && !constraint.values.includes(value)) {
    return unsatisfied(at, `Member must satisfy enum value set: [${constraint.values.join(', ')}]`)
  }
  return checkText(value, constraint, at)
}

function checkMembers(values: readonly unknown[], constraint: Constraint, at: string): string | undefined {
  if (constraint.members !== undefined) {
    const [least, most] = constraint.members
    if (values.length < least) return unsatisfied(at, `Member must have length greater than or equal to ${least}`)
    if (values.length > most) return unsatisfied(at, `Member must have length less than or equal to ${most}`)
  }
  const { members: _, ...each } = constraint
  for (const value of values) {
    if (typeof value !== 'string') continue
    const problem = checkValue(value, each, at)
    if (problem !== undefined) return problem
  }
  return undefined
}

function checkText(value: string, { length, pattern, must }: Constraint, at: string): string | undefined {
  const fits = pattern === undefined || pattern.test(value)
  // IAM answers an empty or wrong text in words of its own where it has them, before it counts characters.
  if (!fits && must !== undefined && value.length <= (length?.[1] ?? Infinity)) {
    return `The specified value for ${at} is invalid. It must ${must}`
  }
  if (length !== undefined && value.length < length[0]) {
    return unsatisfied(at, `Member must have length greater than or equal to ${length[0]}`)
  }
  if (length !== undefined && value.length > length[1]) {
    return unsatisfied(at, `Member must have length less than or equal to ${length[1]}`)
  }
  if (fits) return undefined
  return unsatisfied(at, `Member must satisfy regular expression pattern: ${pattern.source.replace(/^\^|\$$/g, '')}`)
}

const unsatisfied = (at: string, what: string): string => `Value at '${at}' failed to satisfy constraint: ${what}`
