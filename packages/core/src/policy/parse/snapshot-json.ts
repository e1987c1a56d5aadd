import { jsonPath } from './json-path.ts'
import { deepestNesting, type JsonValue, longestText } from './json-value.ts'
import { PolicyError } from '../policy-error.ts'

const bothHalves = 'a character beyond U+FFFF needs both halves of its surrogate pair'

/** The most values and keys that are copied from an object. */
const mostValues = 200_000

/**
 * Copies an object into plain JSON, once, so that getters and proxies can't change it afterwards.
 * Own enumerable string keys count; a property that is `undefined` counts as absent. What JSON can't say is refused.
 */
export function snapshotJson(input: unknown): JsonValue {
  const path: (string | number)[] = []
  const open = new Set<object>()
  let values = 0
  let characters = 0

  function fail(code: string, message: string, hint: string, cause?: unknown): PolicyError {
    return new PolicyError({
      code,
      message,
      path: jsonPath(path),
      hint,
      ...(cause === undefined ? {} : { cause }),
    })
  }

  function weigh(length: number): void {
    values++
    characters += length
    if (values > mostValues || characters > longestText) {
      throw fail('too-large', 'the object holds more than any policy can', 'IAM takes at most 6,144 characters')
    }
  }

  function copy(value: unknown): JsonValue {
    if (value === null) return null
    if (typeof value === 'object') return copyObject(value)
    if (typeof value === 'string') {
      weigh(value.length)
      if (isWellFormed(value)) return value
      throw fail('lone-surrogate', 'a string holds half a surrogate pair, which is no character', bothHalves)
    }
    if (typeof value === 'boolean' || typeof value === 'number') {
      weigh(1)
      if (typeof value === 'boolean' || Number.isFinite(value)) return value
      throw fail('invalid-json', `\`${value}\` is not a number that JSON can write`, 'write it as a string')
    }
    const kind = value === undefined ? '`undefined`' : `a ${typeof value}`
    throw fail('invalid-json', `${kind} can't be part of a policy`, 'use what JSON can write')
  }

  function copyObject(value: object): JsonValue {
    if (open.has(value)) throw fail('circular', 'an object holds itself', 'write the inner object out')
    if (open.size >= deepestNesting) {
      throw fail('too-deep', `nested more than ${deepestNesting} deep`, 'a policy needs at most seven levels')
    }
    weigh(1)
    open.add(value)
    const copied = Array.isArray(value) ? copyList(value) : copyEntries(value)
    open.delete(value)
    return copied
  }

  function copyList(list: readonly unknown[]): JsonValue {
    const { length } = list
    const copied: JsonValue[] = []
    for (let index = 0; index < length; index++) {
      path.push(index)
      copied.push(copy(list[index]))
      path.pop()
    }
    return copied
  }

  function copyEntries(object: object): JsonValue {
    const entries: [string, JsonValue][] = []
    for (const key of Object.keys(object)) {
      path.push(key)
      weigh(key.length)
      if (!isWellFormed(key)) {
        throw fail('lone-surrogate', 'a key holds half a surrogate pair, which is no character', bothHalves)
      }
      const value: unknown = Reflect.get(object, key)
      if (value !== undefined) entries.push([key, copy(value)])
      path.pop()
    }
    return Object.fromEntries(entries)
  }

  try {
    return copy(input)
  } catch (error) {
    if (error instanceof PolicyError) throw error
    throw fail('unreadable', 'reading the object threw an error', 'give plain data, or its JSON text', error)
  }
}

/** Whether every surrogate has its other half (`String.prototype.isWellFormed` is younger than the browsers we serve). */
function isWellFormed(text: string): boolean {
  return !/[\ud800-\udfff]/u.test(text)
}
