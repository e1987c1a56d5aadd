/** What JSON can say. An object is written with own properties only, `__proto__` too. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject

export interface JsonObject {
  readonly [key: string]: JsonValue
}

/** Whether a JSON value is an object, not a list. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The most characters that `parsePolicy` reads: ten times AWS's largest managed policy. */
export const longestText = 1_048_576

/** The deepest nesting that `parsePolicy` reads; the grammar itself needs seven. */
export const deepestNesting = 32
