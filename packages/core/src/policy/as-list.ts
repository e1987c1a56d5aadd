/**
 * A scalar or a list as a list: IAM allows either almost everywhere.
 *
 * @example
 * ```ts
 * asList('s3:GetObject') // ['s3:GetObject']
 * ```
 */
export function asList<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return []
  return isList(value) ? value : [value]
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}
