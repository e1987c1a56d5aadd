import { type Statement } from '@rolewright/core'
import type { MagicString } from 'magic-string'
import { type CodeStyle, printAction, printList, printString } from './print-statement.ts'
import type { StatementSyntax } from './statement-source.ts'
import { childrenOf, type Syntax, type SyntaxNode } from './syntax.ts'

const WIDTH = 118

/** A file that is being edited. */
export interface Edit {
  readonly code: MagicString
  readonly syntax: Syntax
  readonly style: CodeStyle
}

/**
 * Rewrites the actions of one statement in place, and adds a Sid where the narrowed one has a new one. Resources, conditions, comments
 * elsewhere and the spelling of actions that stay are left as they are.
 */
export function narrowInPlace(edit: Edit, source: StatementSyntax, after: Statement): void {
  const { code, syntax, style } = edit
  const actions = typeof after.Action === 'string' ? [after.Action] : (after.Action ?? [])
  const items = actions.map((action) => {
    const same = source.actions.find((candidate) => candidate.action === action)
    return same === undefined ? printAction(action, style) : textOf(syntax, same.node)
  })
  const sid = after.Sid === undefined || source.hasSid ? undefined : `sid: ${printString(after.Sid, style)}`
  const { object, property, list } = source
  if (!textOf(syntax, object).includes('\n') && !hasComment(syntax, object)) {
    code.overwrite(object.start, object.end, objectText({ edit, source, items, sid }))
    return
  }
  const lost = source.actions.filter(({ action }) => !actions.includes(action))
  const onlyLoses = !source.negated && items.length === source.actions.length - lost.length
  if (hasComment(syntax, list) && onlyLoses) {
    removeElements(
      edit,
      list,
      lost.map(({ node }) => node),
    )
  } else {
    const indent = indentAt(syntax, property.start)
    const comments = syntax.comments
      .filter((comment) => comment.start >= property.start && comment.end <= property.end)
      .map((comment) => `${syntax.text.slice(comment.start, comment.end)}\n${indent}`)
    const before = columnAt(syntax, property.start) + 'actions: '.length
    const printed = printList({ items, style, indent, before, after: 1 })
    code.overwrite(property.start, property.end, `${comments.join('')}actions: ${printed}`)
  }
  const first = childrenOf(object, 'properties')[0]
  if (sid === undefined || first === null || first === undefined) return
  const sameLine = !syntax.text.slice(object.start, first.start).includes('\n')
  code.appendLeft(first.start, sameLine ? `${sid}, ` : `${sid},\n${indentAt(syntax, first.start)}`)
}

/** Takes elements out of an array, each with its comma, its line where it has it to itself, and the comments above it. */
export function removeElements(edit: Edit, list: SyntaxNode, removed: readonly SyntaxNode[]): void {
  const { code, syntax } = edit
  const elements = childrenOf(list, 'elements').filter((element) => element !== null)
  let lastKept: SyntaxNode | undefined
  for (const [index, element] of elements.entries()) {
    if (!removed.includes(element)) {
      lastKept = element
      continue
    }
    const next = elements[index + 1]
    if (standsAlone(syntax, element)) removeLine(edit, element)
    else if (next !== undefined) code.remove(element.start, behindComma(syntax, element.end, next.start))
    else {
      const comma = lastKept === undefined ? undefined : commaBehind(syntax, lastKept.end, element.start)
      // A comment that stands before it stays.
      const between = comma === undefined ? '' : syntax.text.slice(comma + 1, element.start)
      if (comma !== undefined) code.remove(comma, /\S/.test(between) ? comma + 1 : element.start)
      code.remove(element.start, element.end)
    }
  }
}

/** The offset behind the comma that follows an element, and the white space there; what a comment holds is no comma. */
function behindComma(syntax: Syntax, end: number, next: number): number {
  const comma = commaBehind(syntax, end, next)
  if (comma === undefined) return next
  return comma + 1 + (/^[ \t]*/.exec(syntax.text.slice(comma + 1, next))?.[0].length ?? 0)
}

function commaBehind(syntax: Syntax, from: number, to: number): number | undefined {
  for (let at = from; at < to; at++) {
    const comment = syntax.comments.find(({ start, end }) => start <= at && at < end)
    if (comment !== undefined) at = comment.end - 1
    else if (syntax.text[at] === ',') return at
  }
  return undefined
}

/** Puts an element into an array at a position, on a line of its own where the others have one. */
export function insertElement(
  edit: Edit,
  list: SyntaxNode,
  given: { readonly index: number; readonly text: string },
): void {
  const { code, syntax, style } = edit
  const elements = childrenOf(list, 'elements').filter((element) => element !== null)
  const at = elements[given.index]
  const last = elements.at(-1)
  const ownLine = (element: SyntaxNode): boolean =>
    /^[ \t]*$/.test(syntax.text.slice(lineStart(syntax, element.start), element.start))
  if (at !== undefined) {
    code.appendLeft(at.start, ownLine(at) ? `${given.text},\n${indentAt(syntax, at.start)}` : `${given.text}, `)
  } else if (last === undefined) {
    code.overwrite(list.start, list.end, `[${given.text}]`)
  } else if (ownLine(last)) {
    const comma = commaBehind(syntax, last.end, list.end - 1)
    const lines = `\n${indentAt(syntax, last.start)}${given.text}`
    if (comma === undefined) code.appendLeft(last.end, ',')
    // A comment behind the last element stays there.
    code.appendRight(endOfLine(syntax, comma ?? last.end), comma === undefined ? lines : `${lines},`)
  } else {
    const line = syntax.text.slice(lineStart(syntax, list.start), list.end)
    if (line.includes('\n') || line.length + given.text.length <= WIDTH) {
      code.appendLeft(last.end, `, ${given.text}`)
      return
    }
    const indent = indentAt(syntax, list.start)
    const items = [...elements.map((element) => textOf(syntax, element)), given.text]
    code.overwrite(
      list.start,
      list.end,
      `[\n${items.map((item) => `${indent}${style.step}${item},\n`).join('')}${indent}]`,
    )
  }
}

function endOfLine(syntax: Syntax, from: number): number {
  const end = syntax.text.indexOf('\n', from)
  return end === -1 ? syntax.text.length : end
}

function objectText(given: {
  readonly edit: Edit
  readonly source: StatementSyntax
  readonly items: readonly string[]
  readonly sid: string | undefined
}): string {
  const { edit, source, items, sid } = given
  const { syntax, style } = edit
  const indent = indentAt(syntax, source.object.start)
  const properties = (multiLine: boolean): string[] => [
    ...(sid === undefined ? [] : [sid]),
    ...childrenOf(source.object, 'properties').flatMap((property) => {
      if (property === null) return []
      if (property !== source.property) return [textOf(syntax, property)]
      const inner = indent + style.step
      const place = multiLine ? { indent: inner, before: inner.length + 'actions: '.length } : { indent, before: 0 }
      return [`actions: ${printList({ items, style, after: 1, ...place })}`]
    }),
  ]
  const line = `{ ${properties(false).join(', ')} }`
  // Behind the object stand the call's parenthesis and a comma.
  if (!line.includes('\n') && columnAt(syntax, source.object.start) + line.length + 2 <= 120) return line
  return `{\n${properties(true)
    .map((property) => `${indent}${style.step}${property},\n`)
    .join('')}${indent}}`
}

export function textOf(syntax: Syntax, node: SyntaxNode): string {
  return syntax.text.slice(node.start, node.end)
}

function hasComment(syntax: Syntax, node: SyntaxNode): boolean {
  return syntax.comments.some((comment) => comment.start >= node.start && comment.end <= node.end)
}

/** White space at the beginning of the line on which an offset lies. */
export function indentAt(syntax: Syntax, offset: number): string {
  return /^[ \t]*/.exec(syntax.text.slice(lineStart(syntax, offset), offset))?.[0] ?? ''
}

function columnAt(syntax: Syntax, offset: number): number {
  return offset - lineStart(syntax, offset)
}

function lineStart(syntax: Syntax, offset: number): number {
  return syntax.text.lastIndexOf('\n', offset - 1) + 1
}

/** Whether nothing but this element, its comma and a comment behind it is on its lines. */
function standsAlone(syntax: Syntax, node: SyntaxNode): boolean {
  const before = syntax.text.slice(lineStart(syntax, node.start), node.start)
  return /^[ \t]*$/.test(before) && restOfLine(syntax, node.end) !== undefined
}

/** The end of the line behind an element, its line break included; undefined when something else stands there. */
function restOfLine(syntax: Syntax, end: number): number | undefined {
  const rest = /^[ \t]*,?[ \t]*(?:\/\/[^\n]*|\/\*[^\n]*?\*\/[ \t]*)?\r?(?:\n|$)/.exec(syntax.text.slice(end))
  return rest === null ? undefined : end + rest[0].length
}

/** Removes an element that stands alone, with the comments right above it. */
function removeLine({ code, syntax }: Edit, node: SyntaxNode): void {
  let start = lineStart(syntax, node.start)
  for (const comment of syntax.comments.toReversed()) {
    const begin = lineStart(syntax, comment.start)
    const between = comment.end <= start && syntax.text.slice(comment.end, start)
    const opens = /^[ \t]*$/.test(syntax.text.slice(begin, comment.start))
    if (typeof between === 'string' && /^[ \t]*\r?\n?$/.test(between) && opens) start = begin
  }
  code.remove(start, restOfLine(syntax, node.end) ?? node.end)
}

/** Rewrites the resources of one statement in place; all else stays. */
export function narrowResources(edit: Edit, source: StatementSyntax, after: Statement): void {
  const { code, syntax, style } = edit
  if (source.resources === undefined) return
  const { property } = source.resources
  const resources = typeof after.Resource === 'string' ? [after.Resource] : (after.Resource ?? [])
  const items = resources.map((resource) => printString(resource, style))
  const indent = indentAt(syntax, property.start)
  const before = columnAt(syntax, property.start) + 'resources: '.length
  code.overwrite(property.start, property.end, `resources: ${printList({ items, style, indent, before, after: 1 })}`)
}
