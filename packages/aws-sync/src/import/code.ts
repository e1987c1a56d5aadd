/** Code that stands on one line where it fits, else one item a line. */
export interface Group {
  readonly open: string
  readonly items: readonly Code[]
  readonly close: string
  /** A blank inside the brackets where it stands on one line, as objects have it. */
  readonly padded: boolean
}

/** A property whose value goes to a line of its own where both do not fit on one. */
export interface LongProperty {
  readonly key: string
  readonly value: string
}

/** A piece of TypeScript. */
export type Code = string | Group | LongProperty

const WIDTH = 120
const STEP = '  '

/** `{ key: value }`; properties that are undefined are left out. */
export function object(properties: Readonly<Record<string, Group | string | undefined>>): Group {
  const items = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [property(key, value)],
  )
  return { open: '{', items, close: '}', padded: true }
}

/** `[a, b]` */
export function list(items: readonly Code[]): Group {
  return { open: '[', items, close: ']', padded: false }
}

/** `callee(argument)`, the brackets of an object or list close to those of the call. */
export function call(callee: string, argument: Group | string): Group {
  return typeof argument === 'string'
    ? { open: `${callee}(`, items: [argument], close: ')', padded: false }
    : between(`${callee}(`, argument, ')')
}

/** A group with something before and after it, on the lines on which it begins and ends. */
export function between(before: string, group: Group, after = ''): Group {
  return { ...group, open: `${before}${group.open}`, close: `${group.close}${after}` }
}

/**
 * A string literal that means this text, whatever is in it: single quotes unless double ones need fewer escapes, and what can't be seen
 * (line ends, control and bidirectional characters, half surrogates) as escapes.
 */
export function text(value: string): string {
  const quote = value.split("'").length > value.split('"').length ? '"' : "'"
  const body = value.replaceAll(/[\\'"\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu, (character) => {
    if (character === "'" || character === '"') return character === quote ? `\\${character}` : character
    return character === '\\' ? '\\\\' : escaped(character)
  })
  return `${quote}${body}${quote}`
}

function escaped(character: string): string {
  if (character === '\n') return String.raw`\n`
  const point = (character.codePointAt(0) ?? 0).toString(16)
  return point.length > 4 ? `\\u{${point}}` : `\\u${point.padStart(4, '0')}`
}

/** A statement of code, in the format of this house: 120 columns, two blanks a step, no semicolon, a comma behind the last line. */
export function print(code: Code): string {
  return layOut(code, '', 0)
}

/** Code that takes a place in a file: `indent` of the line that it begins on, the characters before and behind it there. */
export function printAt(
  code: Code,
  place: { readonly indent: string; readonly before: number; readonly after: number },
): string {
  return layOut(code, place.indent, place.before + place.after)
}

/** `beside`: characters that have to stand on the same line. */
function layOut(code: Code, indent: string, beside: number): string {
  const line = onOneLine(code)
  if (typeof code === 'string' || indent.length + line.length + beside <= WIDTH) return line
  const inner = indent + STEP
  if ('key' in code) return `${code.key}:\n${inner}${code.value}`
  if (code.items.length === 0) return line
  const items = code.items.map((item) => `${inner}${layOut(item, inner, 1)},\n`)
  return `${code.open}\n${items.join('')}${indent}${code.close}`
}

function onOneLine(code: Code): string {
  if (typeof code === 'string') return code
  if ('key' in code) return `${code.key}: ${code.value}`
  const blank = code.padded && code.items.length > 0 ? ' ' : ''
  return `${code.open}${blank}${code.items.map(onOneLine).join(', ')}${blank}${code.close}`
}

function property(key: string, value: Group | string): Code {
  const name = /^[A-Za-z_$][\w$]*$/.test(key) && key !== '__proto__' ? key : keyText(key)
  if (typeof value !== 'string') return between(`${name}: `, value)
  // A line of its own has to win three columns at least.
  return /^['"]/.test(value) && name.length >= STEP.length + 3 ? { key: name, value } : `${name}: ${value}`
}

/** `__proto__` as a plain key would set the prototype. */
function keyText(key: string): string {
  return key === '__proto__' ? `[${text(key)}]` : text(key)
}
