/** Freezes plain objects and arrays all the way down; anything else (a zod schema) is left as it is. */
export function freeze<T>(value: T): T {
  if (Array.isArray(value) || isPlain(value)) {
    if (!Object.isFrozen(value)) {
      Object.freeze(value)
      for (const inner of Object.values(value)) freeze(inner)
    }
  }
  return value
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
