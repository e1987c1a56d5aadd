import { type Statement } from '@rolewright/core'
import type { MagicString } from 'magic-string'
import { type CodeStyle, printAction, printList, printString } from './print-statement.ts'
import type { StatementSyntax } from './statement-source.ts'
import { childrenOf, type Syntax, type SyntaxNode } from './syntax.ts'

interface Edit {
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
  if (hasComment(syntax, list) && onlyLoses && lost.every(({ node }) => standsAlone(syntax, node))) {
    for (const { node } of lost) removeLine(edit, node)
  } else {
    const indent = indentAt(syntax, property.start)
    const before = columnAt(syntax, property.start) + 'actions: '.length
    code.overwrite(property.start, property.end, `actions: ${printList({ items, style, indent, before, after: 1 })}`)
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
    else if (next !== undefined) code.remove(element.start, next.start)
    else code.remove(lastKept?.end ?? element.start, element.end)
  }
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

function textOf(syntax: Syntax, node: SyntaxNode): string {
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
