import { deepestNesting, type JsonValue, longestText } from './json-value.ts'
import { jsonPath } from './json-path.ts'
import { PolicyError } from '../policy-error.ts'
import { type JsonFault, readCareful } from './read-json-string.ts'
import { shorten } from './shorten.ts'

/** Where each value (and, under `path#`, each key) of a text begins. */
export type Positions = Map<string, number>

const plainNumber = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y

/**
 * Reads JSON more strictly than `JSON.parse`: a duplicate key, a lone surrogate, text after the value, nesting beyond
 * {@link deepestNesting} and a text longer than {@link longestText} are errors that say where they stand. A leading byte order mark is skipped.
 * A number whose spelling JavaScript would change (2^53 + 1, `1.0`, `1e400`) stays a string: IAM keeps what was written.
 *
 * Positions are recorded only into the map given, since only an error needs them.
 */
export function readJson(text: string, positions?: Positions): JsonValue {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const path: (string | number)[] = []

  const fail: JsonFault = (code, message, offset, hint) => {
    const place = lineAndColumn(text, offset)
    return new PolicyError({ code, message, path: jsonPath(path), hint, ...place })
  }

  function skipSpace(): void {
    let code = text.charCodeAt(at)
    if (code > 32) return
    while (code === 32 || code === 10 || code === 13 || code === 9) code = text.charCodeAt(++at)
  }

  function unexpected(wanted: string): PolicyError {
    if (at >= text.length) {
      const hint = 'the text seems to be cut off: give all of it'
      return fail('invalid-json', `the text ends where ${wanted} should be`, text.length, hint)
    }
    const found = shorten(String.fromCodePoint(text.codePointAt(at) ?? 0))
    return fail('invalid-json', `${found} stands where ${wanted} should be`, at, hintFor(text, at, wanted))
  }

  function readString(): string {
    const start = ++at
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === 34) return text.slice(start, at++)
      // Nearly all strings are plain ASCII; what is not is read again with care.
      if (code === 92 || code < 32 || code > 126 || Number.isNaN(code)) {
        const { value, end } = readCareful(text, start, fail)
        at = end
        return value
      }
      at++
    }
  }

  function readNumber(): number | string {
    plainNumber.lastIndex = at
    const written = plainNumber.exec(text)?.[0]
    if (written === undefined) throw unexpected('a value')
    const next = text[at + written.length]
    if (next !== undefined && /[0-9a-zA-Z.+]/.test(next)) {
      throw fail('invalid-json', 'a number is not written as JSON writes it', at, 'write it as a string')
    }
    at += written.length
    const value = Number(written)
    return String(value) === written ? value : written
  }

  function readWord(word: string, value: null | boolean): null | boolean {
    if (!text.startsWith(word, at)) throw unexpected('a value')
    at += word.length
    return value
  }

  function readList(depth: number): JsonValue {
    const list: JsonValue[] = []
    at++
    skipSpace()
    if (text.charCodeAt(at) === 93) {
      at++
      return list
    }
    for (;;) {
      path.push(list.length)
      list.push(readValue(depth))
      path.pop()
      skipSpace()
      const code = text.charCodeAt(at)
      if (code === 44) {
        at++
        skipSpace()
      } else if (code === 93) {
        at++
        return list
      } else throw unexpected('`,` or `]`')
    }
  }

  function readObject(depth: number): JsonValue {
    const object: Record<string, JsonValue> = {}
    at++
    skipSpace()
    if (text.charCodeAt(at) === 125) {
      at++
      return object
    }
    for (;;) {
      if (text.charCodeAt(at) !== 34) throw unexpected('a key in double quotes')
      const offset = at
      const key = readString()
      path.push(key)
      if (Object.hasOwn(object, key)) {
        const hint = 'keep one of them, or put their values into one list'
        throw fail('duplicate-key', `the key ${shorten(key)} stands here a second time`, offset, hint)
      }
      positions?.set(`${jsonPath(path)}#`, offset)
      skipSpace()
      if (text.charCodeAt(at) !== 58) throw unexpected('`:`')
      at++
      skipSpace()
      const value = readValue(depth)
      // Assigning would call the setter of Object.prototype instead of making a property.
      if (key === '__proto__') {
        Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
      } else object[key] = value
      path.pop()
      skipSpace()
      const code = text.charCodeAt(at)
      if (code === 44) {
        at++
        skipSpace()
      } else if (code === 125) {
        at++
        return object
      } else throw unexpected('`,` or `}`')
    }
  }

  function readValue(depth: number): JsonValue {
    if (depth > deepestNesting) {
      throw fail('too-deep', `nested more than ${deepestNesting} deep`, at, 'a policy needs at most seven levels')
    }
    positions?.set(jsonPath(path), at)
    switch (text.charCodeAt(at)) {
      case 34:
        return readString()
      case 123:
        return readObject(depth + 1)
      case 91:
        return readList(depth + 1)
      case 116:
        return readWord('true', true)
      case 102:
        return readWord('false', false)
      case 110:
        return readWord('null', null)
      default:
        return readNumber()
    }
  }

  if (text.length > longestText) {
    const hint = 'IAM takes at most 6,144 characters a managed policy'
    throw fail('too-large', `${text.length} characters are more than the ${longestText} read here`, 0, hint)
  }
  skipSpace()
  if (at >= text.length) {
    throw fail('empty-text', 'there is no text where a policy should be', 0, 'write at least one statement')
  }
  if (/^%7B/i.test(text.slice(at, at + 3))) {
    throw fail('url-encoded', 'the text is URL-encoded', at, 'decode it with `decodeURIComponent` first')
  }
  const value = readValue(1)
  skipSpace()
  if (at < text.length) {
    throw fail(
      'trailing-text',
      'there is more text after the end of the policy',
      at,
      'remove what follows the last `}`',
    )
  }
  return value
}

/** The line and column of an offset, both from 1; a byte order mark has no width. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  for (let next = text.indexOf('\n', start); next !== -1 && next < offset; next = text.indexOf('\n', start)) {
    line++
    start = next + 1
  }
  return { line, column: Math.max(0, offset - start) + 1 }
}

/** What most likely went wrong at a character that JSON does not expect. */
function hintFor(text: string, at: number, wanted: string): string {
  const found = text[at]
  if (found === "'") return 'JSON uses double quotes'
  if (found === '/') return 'JSON has no comments'
  if (found === '}' || found === ']') return 'remove the comma before it'
  return `write ${wanted} before it`
}
