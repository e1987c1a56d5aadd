import type { PolicyError } from '../policy-error.ts'
import { shorten } from './shorten.ts'

/** Makes the error for a place in the text. */
export type JsonFault = (code: string, message: string, offset: number, hint: string) => PolicyError

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

/** Reads a JSON string, of which `start` is the offset behind the opening quote; `end` is the one behind the closing quote. */
export function readCareful(text: string, start: number, fail: JsonFault): { value: string; end: number } {
  let at = start
  let value = ''
  for (;;) {
    if (at >= text.length) throw fail('invalid-json', 'a string is not closed', start - 1, 'close it with `"`')
    const code = text.charCodeAt(at)
    if (code === 34) return { value, end: at + 1 }
    if (code < 32) {
      throw fail('invalid-json', 'a string holds a control character', at, 'write it as an escape such as `\\n`')
    }
    const part = code === 92 ? readEscape(text, at, fail) : readCharacter(text, at, fail)
    value += part.value
    at = part.end
  }
}

function readCharacter(text: string, at: number, fail: JsonFault): { value: string; end: number } {
  const point = text.codePointAt(at) ?? 0
  if (point >= 0xd800 && point <= 0xdfff) throw loneSurrogate(at, fail)
  const value = String.fromCodePoint(point)
  return { value, end: at + value.length }
}

function readEscape(text: string, at: number, fail: JsonFault): { value: string; end: number } {
  const letter = text[at + 1]
  if (letter === 'u') return readUnicode(text, at, fail)
  const value = letter !== undefined && Object.hasOwn(escapes, letter) ? escapes[letter] : undefined
  if (value !== undefined) return { value, end: at + 2 }
  const written = shorten(text.slice(at, at + 2))
  throw fail('invalid-json', `${written} is not an escape that JSON knows`, at, 'write a backslash as `\\\\`')
}

function readUnicode(text: string, at: number, fail: JsonFault): { value: string; end: number } {
  const first = readHex(text, at, fail)
  if (first < 0xd800 || first > 0xdfff) return { value: String.fromCharCode(first), end: at + 6 }
  if (first > 0xdbff || !text.startsWith('\\u', at + 6)) throw loneSurrogate(at, fail)
  const second = readHex(text, at + 6, fail)
  if (second < 0xdc00 || second > 0xdfff) throw loneSurrogate(at, fail)
  return { value: String.fromCharCode(first, second), end: at + 12 }
}

function readHex(text: string, at: number, fail: JsonFault): number {
  const digits = text.slice(at + 2, at + 6)
  if (/^[0-9a-fA-F]{4}$/.test(digits)) return Number.parseInt(digits, 16)
  throw fail('invalid-json', '`\\u` needs four hexadecimal digits', at, 'write them, as in `\\u00e9`')
}

function loneSurrogate(at: number, fail: JsonFault): PolicyError {
  const hint = 'a character beyond U+FFFF needs both halves of its surrogate pair'
  return fail('lone-surrogate', 'a string holds half a surrogate pair, which is no character', at, hint)
}
