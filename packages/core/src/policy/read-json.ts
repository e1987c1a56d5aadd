import { deepestNesting, type JsonValue, longestText } from './json-value.ts'
import { jsonPath } from './json-path.ts'
import { PolicyError } from './policy-error.ts'
import { shorten } from './shorten.ts'

/** Where each value (and, under `path#`, each key) of a text begins. */
export type Positions = Map<string, number>

const plainNumber = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

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

  function fail(code: string, message: string, offset: number, hint?: string): PolicyError {
    const place = lineAndColumn(text, offset)
    return new PolicyError({ code, message, path: jsonPath(path), ...(hint === undefined ? {} : { hint }), ...place })
  }

  function skipSpace(): void {
    let code = text.charCodeAt(at)
    if (code > 32) return
    while (code === 32 || code === 10 || code === 13 || code === 9) code = text.charCodeAt(++at)
  }

  function unexpected(wanted: string): PolicyError {
    if (at >= text.length) return fail('invalid-json', `the text ends where ${wanted} should be`, text.length)
    const found = shorten(String.fromCodePoint(text.codePointAt(at) ?? 0))
    return fail('invalid-json', `${found} stands where ${wanted} should be`, at, hintFor(text, at))
  }

  function readString(): string {
    const start = ++at
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === 34) {
        const value = text.slice(start, at++)
        return value
      }
      // The plain case ends at the first character that needs care; the careful one begins again from there.
      if (code === 92 || code < 32 || code > 126 || Number.isNaN(code)) return readCarefully(start)
      at++
    }
  }

  function readCarefully(start: number): string {
    let value = text.slice(start, at)
    for (;;) {
      if (at >= text.length) throw fail('invalid-json', 'a string is not closed', start - 1, 'close it with `"`')
      const code = text.charCodeAt(at)
      if (code === 34) {
        at++
        return value
      }
      if (code < 32) {
        throw fail('invalid-json', 'a string holds a control character', at, 'write it as an escape such as `\\n`')
      }
      if (code === 92) value += readEscape()
      else if (code >= 0xd800 && code <= 0xdfff) value += readSurrogates(at)
      else {
        value += text[at]
        at++
      }
    }
  }

  function readSurrogates(offset: number): string {
    const point = text.codePointAt(offset) ?? 0
    if (point < 0x10000) throw loneSurrogate(offset)
    at += 2
    return String.fromCodePoint(point)
  }

  function loneSurrogate(offset: number): PolicyError {
    const hint = 'a character beyond U+FFFF needs both halves of its surrogate pair'
    return fail('lone-surrogate', 'a string holds half a surrogate pair, which is no character', offset, hint)
  }

  function readEscape(): string {
    const offset = at
    const letter = text[at + 1]
    if (letter === 'u') {
      const first = readHex(offset)
      if (first >= 0xdc00 && first <= 0xdfff) throw loneSurrogate(offset)
      if (first < 0xd800 || first > 0xdbff) return String.fromCharCode(first)
      if (text[at] !== '\\' || text[at + 1] !== 'u') throw loneSurrogate(offset)
      const second = readHex(at)
      if (second < 0xdc00 || second > 0xdfff) throw loneSurrogate(offset)
      return String.fromCharCode(first, second)
    }
    const meaning = letter !== undefined && Object.hasOwn(escapes, letter) ? escapes[letter] : undefined
    if (meaning === undefined) {
      const written = shorten(text.slice(offset, offset + 2))
      throw fail('invalid-json', `${written} is not an escape that JSON knows`, offset, 'write a backslash as `\\\\`')
    }
    at += 2
    return meaning
  }

  function readHex(offset: number): number {
    const digits = text.slice(offset + 2, offset + 6)
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) {
      throw fail('invalid-json', `\`\\u\` needs four hexadecimal digits`, offset)
    }
    at = offset + 6
    return Number.parseInt(digits, 16)
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
function hintFor(text: string, at: number): string | undefined {
  const found = text[at]
  if (found === "'") return 'JSON uses double quotes'
  if (found === '/') return 'JSON has no comments'
  if (found === '}' || found === ']') return 'remove the comma before it'
  return undefined
}
