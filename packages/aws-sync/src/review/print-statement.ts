import { type Conditions, expandActions, findService, type Statement } from '@rolewright/core'

const WIDTH = 120

/** How the code around is written. */
export interface CodeStyle {
  readonly quote: "'" | '"'
  /** One step of indentation. */
  readonly step: string
}

export const houseStyle: CodeStyle = { quote: "'", step: '  ' }

/**
 * A statement as an author writes it: `allow({ … })`, in the house format.
 *
 * @example
 * ```ts
 * printStatement({ Effect: 'Allow', Action: ['s3:*'], Resource: '*' }) // "allow({ actions: ['s3:*'], resources: ['*'] })"
 * ```
 */
export function printStatement(statement: Statement, style: CodeStyle = houseStyle, indent = ''): string {
  const inner = indent + style.step
  const properties = [
    ...(statement.Sid === undefined ? [] : [`sid: ${printString(statement.Sid, style)}`]),
    ...listProperty('actions', statement.Action, { style, indent: inner, print: printAction }),
    ...listProperty('notActions', statement.NotAction, { style, indent: inner, print: printAction }),
    ...listProperty('resources', statement.Resource, { style, indent: inner, print: printString }),
    ...listProperty('notResources', statement.NotResource, { style, indent: inner, print: printString }),
    ...(statement.Condition === undefined ? [] : [`conditions: ${printConditions(statement.Condition, style)}`]),
  ]
  const callee = statement.Effect === 'Allow' ? 'allow' : 'deny'
  const line = `${callee}({ ${properties.join(', ')} })`
  if (!line.includes('\n') && indent.length + line.length < WIDTH) return line
  return `${callee}({\n${properties.map((property) => `${inner}${property},\n`).join('')}${indent}})`
}

/** A list as it stands behind `key: `: on one line where that fits, else one element a line. */
export function printList(given: {
  readonly items: readonly string[]
  readonly style: CodeStyle
  /** Of the line that the list begins on. */
  readonly indent: string
  /** How far into that line the list begins, and what has to stand behind it. */
  readonly before: number
  readonly after: number
}): string {
  const { items, style, indent, before, after } = given
  const line = `[${items.join(', ')}]`
  if (!line.includes('\n') && before + line.length + after <= WIDTH) return line
  return `[\n${items.map((item) => `${indent}${style.step}${item},\n`).join('')}${indent}]`
}

/** A string literal. */
export function printString(text: string, style: CodeStyle): string {
  const json = JSON.stringify(text)
  if (style.quote === '"') return json
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

/** An action as an author writes it: what the catalogue does not know is wrapped in `unlisted`. */
export function printAction(action: string, style: CodeStyle): string {
  const text = printString(action, style)
  return isListed(action) ? text : `unlisted(${text})`
}

/** Whether the type of an action takes this literal. */
export function isListed(action: string): boolean {
  if (action === '*' || action.includes('{{') || action.includes('?')) return true
  if (action.endsWith(':*')) return findService(action.slice(0, -2)) !== undefined
  return expandActions([action]).length > 0
}

function listProperty(
  key: string,
  values: string | readonly string[] | undefined,
  how: {
    readonly style: CodeStyle
    readonly indent: string
    readonly print: (text: string, style: CodeStyle) => string
  },
): string[] {
  if (values === undefined) return []
  const items = (typeof values === 'string' ? [values] : values).map((value) => how.print(value, how.style))
  const before = how.indent.length + key.length + 2
  return [`${key}: ${printList({ items, style: how.style, indent: how.indent, before, after: 1 })}`]
}

function printConditions(conditions: Conditions, style: CodeStyle): string {
  const value = (one: unknown): string =>
    Array.isArray(one)
      ? `[${one.map(value).join(', ')}]`
      : typeof one === 'string'
        ? printString(one, style)
        : String(one)
  const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : printString(name, style))
  const operators = Object.entries(conditions).map(([operator, keys]) => {
    const tests = Object.entries(keys).map(([name, values]) => `${key(name)}: ${value(values)}`)
    return `${key(operator)}: { ${tests.join(', ')} }`
  })
  return `{ ${operators.join(', ')} }`
}
