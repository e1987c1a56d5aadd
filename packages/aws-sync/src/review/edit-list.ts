import type { MagicString } from 'magic-string'
import { type CodeStyle, printList } from './print-statement.ts'
import { childrenOf, type Syntax, type SyntaxNode } from './syntax.ts'

const WIDTH = 118

/** A file that is being edited. */
export interface Edit {
  readonly code: MagicString
  readonly syntax: Syntax
  readonly style: CodeStyle
}

/**
 * Makes an array hold other texts: elements that stay are not touched, and what is new comes where the first one went, or at the end. A
 * list without line breaks and comments is printed anew when something is new in it, so that a long one gets its lines.
 */
export function rewriteList(
  edit: Edit,
  list: SyntaxNode,
  given: {
    /** The elements, each with what it says. */
    readonly elements: readonly { readonly says: string; readonly node: SyntaxNode }[]
    readonly wanted: readonly string[]
    readonly print: (text: string) => string
    /** How far into its line the list begins. */
    readonly before: number
  },
): void {
  const { code, syntax, style } = edit
  const { elements, wanted, print } = given
  const says = new Set(elements.map((element) => element.says))
  const fresh = wanted.filter((text) => !says.has(text)).map(print)
  const lost = elements.filter((element) => !wanted.includes(element.says)).map(({ node }) => node)
  const [first, ...others] = lost
  if (fresh.length === 0) removeElements(edit, list, lost)
  else if (!textOf(syntax, list).includes('\n') && !hasComment(syntax, list)) {
    const items = wanted.map((text) => {
      const same = elements.find((element) => element.says === text)
      return same === undefined ? print(text) : textOf(syntax, same.node)
    })
    const indent = indentAt(syntax, list.start)
    code.overwrite(list.start, list.end, printList({ items, style, indent, before: given.before, after: 1 }))
  } else if (first === undefined) {
    insertElement(edit, list, { index: elements.length, text: fresh.join(betweenLike(syntax, elements.at(-1)?.node)) })
  } else {
    code.overwrite(first.start, first.end, fresh.join(betweenLike(syntax, first)))
    removeElements(edit, list, others)
  }
}

/** What stands between elements like this one. */
function betweenLike(syntax: Syntax, node: SyntaxNode | undefined): string {
  const indent = node === undefined ? undefined : syntax.text.slice(lineStart(syntax, node.start), node.start)
  return indent !== undefined && /^[ \t]*$/.test(indent) ? `,\n${indent}` : ', '
}

/** Takes elements out of an array, each with its comma, its line where it has it to itself, and the comments above it. */
export function removeElements(
  edit: Pick<Edit, 'code' | 'syntax'>,
  list: SyntaxNode,
  removed: readonly SyntaxNode[],
): void {
  removeFromList(
    edit,
    childrenOf(list, 'elements').filter((element) => element !== null),
    removed,
  )
}

/** The same for whatever stands between commas. */
export function removeFromList(
  edit: Pick<Edit, 'code' | 'syntax'>,
  elements: readonly SyntaxNode[],
  removed: readonly SyntaxNode[],
): void {
  const { code, syntax } = edit
  let lastKept: SyntaxNode | undefined
  for (const [index, element] of elements.entries()) {
    if (!removed.includes(element)) {
      lastKept = element
      continue
    }
    const next = elements[index + 1]
    const comma = lastKept === undefined ? undefined : commaBehind(syntax, lastKept.end, element.start)
    const hasComma = /^[ \t]*,/.test(syntax.text.slice(element.end))
    // Where commas stand in front, the line of the first one has none, and the next line would begin with it.
    if (standsAlone(syntax, element) && (hasComma || next === undefined)) {
      removeLine(edit, element)
      // A list without a comma at its end has none afterwards.
      if (comma !== undefined && !hasComma) code.remove(comma, comma + 1)
    } else if (next !== undefined) code.remove(element.start, behindComma(syntax, element.end, next.start))
    else {
      // A comment that stands before it stays.
      if (comma !== undefined) {
        const ahead = syntax.text.slice(lastKept?.end ?? comma, comma)
        const start = /^\s*\n\s*$/.test(ahead) ? comma - ahead.length : comma
        code.remove(start, hasCommentBetween(syntax, comma, element.start) ? comma + 1 : element.start)
      }
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

/** The code of a node. */
export function textOf(syntax: Syntax, node: SyntaxNode): string {
  return syntax.text.slice(node.start, node.end)
}

/** Whether a comment stands within a node. */
export function hasComment(syntax: Syntax, node: SyntaxNode): boolean {
  return hasCommentBetween(syntax, node.start, node.end)
}

function hasCommentBetween(syntax: Syntax, start: number, end: number): boolean {
  return syntax.comments.some((comment) => comment.start >= start && comment.end <= end)
}

/** White space at the beginning of the line on which an offset lies. */
export function indentAt(syntax: Syntax, offset: number): string {
  return /^[ \t]*/.exec(syntax.text.slice(lineStart(syntax, offset), offset))?.[0] ?? ''
}

/** How far into its line an offset lies. */
export function columnAt(syntax: Syntax, offset: number): number {
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
function removeLine({ code, syntax }: Pick<Edit, 'code' | 'syntax'>, node: SyntaxNode): void {
  let start = lineStart(syntax, node.start)
  for (const comment of syntax.comments.toReversed()) {
    const begin = lineStart(syntax, comment.start)
    const between = comment.end <= start && syntax.text.slice(comment.end, start)
    const opens = /^[ \t]*$/.test(syntax.text.slice(begin, comment.start))
    if (typeof between === 'string' && /^[ \t]*\r?\n?$/.test(between) && opens) start = begin
  }
  code.remove(start, restOfLine(syntax, node.end) ?? node.end)
}
