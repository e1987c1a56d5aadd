import type { Statement } from '@rolewright/core'
import { columnAt, type Edit, hasComment, indentAt, rewriteList, textOf } from './edit-list.ts'
import { printAction, printList, printString } from './print-statement.ts'
import type { StatementSyntax } from './statement-source.ts'
import { childOf, childrenOf, type SyntaxNode } from './syntax.ts'

const WIDTH = 120

/**
 * Rewrites the actions of one statement in place, and adds a Sid where the narrowed one has a new one. Resources, conditions, comments
 * and the spelling of actions that stay are left as they are.
 */
export function narrowInPlace(edit: Edit, source: StatementSyntax, after: Statement): void {
  const { code, syntax, style } = edit
  const actions = typeof after.Action === 'string' ? [after.Action] : (after.Action ?? [])
  const sid = after.Sid === undefined || source.hasSid ? undefined : `sid: ${printString(after.Sid, style)}`
  const { object, property, list } = source
  const written = new Map(source.actions.map(({ action, node }) => [action, textOf(syntax, node)]))
  const items = actions.map((action) => written.get(action) ?? printAction(action, style))
  const anything = actions.some((action) => written.has(action)) && !source.negated
  const fresh = actions.some((action) => !written.has(action))
  if (!anything || (fresh && isPlainLine(edit, object))) {
    if (printAnew({ edit, source, items, sid })) return
  } else {
    rewriteList(edit, list, {
      elements: source.actions.map(({ action, node }) => ({ says: action, node })),
      wanted: actions,
      print: (action) => printAction(action, style),
      before: columnAt(syntax, list.start),
    })
  }
  const first = childrenOf(object, 'properties')[0]
  if (sid === undefined || first === null || first === undefined) return
  const sameLine = !syntax.text.slice(object.start, first.start).includes('\n')
  const at = first === property ? property.start : first.start
  code.appendLeft(at, sameLine ? `${sid}, ` : `${sid},\n${indentAt(syntax, first.start)}`)
}

/** Writes the list anew; true where the whole object was printed anew, since it needs more lines. */
function printAnew(given: {
  readonly edit: Edit
  readonly source: StatementSyntax
  readonly items: readonly string[]
  readonly sid: string | undefined
}): boolean {
  const { edit, source, items, sid } = given
  const { code, syntax, style } = edit
  const { object, property, list } = source
  const key = childOf(property, 'key')
  if (key === undefined) return false
  const removed = list.end - list.start - items.join(', ').length - 2 + (source.negated ? 'notA'.length - 1 : 0)
  const width = columnAt(syntax, object.end) - removed + (sid === undefined ? 0 : sid.length + 2)
  // Behind the object stand the call's parenthesis and a comma.
  if (isPlainLine(edit, object) && width + 2 > WIDTH) {
    code.overwrite(object.start, object.end, objectText({ edit, source, items, sid }))
    return true
  }
  const indent = indentAt(syntax, property.start)
  const comments = !textOf(syntax, object).includes('\n')
    ? ''
    : syntax.comments
        .filter((comment) => comment.start >= property.start && comment.end <= list.end)
        .map((comment) => `${syntax.text.slice(comment.start, comment.end)}\n${indent}`)
        .join('')
  const before = columnAt(syntax, list.start) - (source.negated ? 'notA'.length - 1 : 0)
  if (comments !== '') code.appendLeft(property.start, comments)
  if (source.negated) code.overwrite(key.start, key.end, 'actions')
  code.overwrite(list.start, list.end, printList({ items, style, indent, before, after: 1 }))
  return false
}

/** Whether a node is on one line, without a comment. */
function isPlainLine({ syntax }: Edit, node: SyntaxNode): boolean {
  return !textOf(syntax, node).includes('\n') && !hasComment(syntax, node)
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
      // What stands around the list stays: `as const`, for example.
      const value = childOf(property, 'value') ?? source.list
      const [ahead, behind] = [
        syntax.text.slice(value.start, source.list.start),
        syntax.text.slice(source.list.end, property.end),
      ]
      return [
        `actions: ${ahead}${printList({ items, style, after: 1 + ahead.length + behind.length, ...place })}${behind}`,
      ]
    }),
  ]
  const line = `{ ${properties(false).join(', ')} }`
  // Behind the object stand the call's parenthesis and a comma.
  if (!line.includes('\n') && columnAt(syntax, source.object.start) + line.length + 2 <= 120) return line
  return `{\n${properties(true)
    .map((property) => `${indent}${style.step}${property},\n`)
    .join('')}${indent}}`
}

/** Rewrites the resources of one statement in place; all else stays. */
export function narrowResources(edit: Edit, source: StatementSyntax, after: Statement): void {
  if (source.resources === undefined) return
  const { list, texts } = source.resources
  const elements = childrenOf(list, 'elements').filter((element) => element !== null)
  rewriteList(edit, list, {
    elements: elements.map((node, index) => ({ says: texts[index] ?? '', node })),
    wanted: typeof after.Resource === 'string' ? [after.Resource] : (after.Resource ?? []),
    print: (resource) => printString(resource, edit.style),
    before: columnAt(edit.syntax, list.start),
  })
}
