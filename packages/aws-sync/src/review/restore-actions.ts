import { MagicString } from 'magic-string'
import { insertElement, textOf } from './edit-list.ts'
import { narrowInPlace } from './edit-statement.ts'
import { type ParsedSource, styleOf } from './parsed-sources.ts'
import { houseStyle } from './print-statement.ts'
import type { SourceEdit } from './source-edit.ts'
import { readStatement, type StatementSyntax } from './statement-source.ts'
import { childrenOf, nodesOf, parseSource, type Syntax, type SyntaxNode } from './syntax.ts'

/**
 * Gives back the actions that a narrowing took, where the statement has changed since, by other narrowings for example: they come into the
 * statement that is else the same, or into one of their own where that is gone. In words why not, where the actions can't be told.
 */
export function restoreActions(given: {
  readonly edit: SourceEdit
  readonly file: ParsedSource
  readonly call: SyntaxNode
  readonly list: SyntaxNode
}): string | { readonly text: string } {
  const { edit, file, list } = given
  const before = snippet(edit.before)
  const after = snippet(edit.after)
  if (before === undefined || after === undefined || before.read.negated || after.read.negated) {
    return 'it has changed since'
  }
  const kept = new Set(after.read.actions.map(({ action }) => action))
  const lost = before.read.actions.map(({ action }) => action).filter((action) => !kept.has(action))
  if (lost.length === 0 || restOf(before.syntax, before.read) !== restOf(after.syntax, after.read)) {
    return 'it has changed since'
  }
  const was = new Set(before.read.actions.map(({ action }) => action))
  const elements = childrenOf(list, 'elements').filter((element) => element !== null)
  const same = elements.flatMap((element, index) => {
    const read = readStatement(element, file.syntax)
    const fits =
      typeof read === 'object' &&
      !read.negated &&
      read.effect === before.read.effect &&
      read.actions.some(({ action }) => was.has(action)) &&
      restOf(file.syntax, read) === restOf(before.syntax, before.read)
    return fits ? [{ read, index }] : []
  })
  const target = same.find(({ index }) => index === edit.index) ?? same[0]
  const code = new MagicString(file.text)
  const editing = { code, syntax: file.syntax, style: styleOf(file.syntax, given.call) }
  if (target !== undefined) {
    const now = target.read.actions.map(({ action }) => action)
    const wanted = [...new Set([...now, ...lost])]
    if (wanted.length > now.length) narrowInPlace(editing, target.read, { Effect: before.read.effect, Action: wanted })
  } else {
    const own = new MagicString(before.syntax.text)
    narrowInPlace({ code: own, syntax: before.syntax, style: houseStyle }, before.read, {
      Effect: before.read.effect,
      Action: lost,
    })
    insertElement(editing, list, { index: edit.index, text: own.toString() })
  }
  return { text: code.toString() }
}

interface Snippet {
  readonly syntax: Syntax
  readonly read: StatementSyntax
}

/** A statement's code on its own. */
function snippet(text: string | null): Snippet | undefined {
  if (text === null) return undefined
  const syntax = parseSource(text, 'the history')
  const call = [...nodesOf(syntax.root)].find((node) => node.type === 'CallExpression')
  const read = call === undefined ? 'nothing' : readStatement(call, syntax)
  return typeof read === 'string' ? undefined : { syntax, read }
}

/** All of a statement but its actions and its Sid, without regard to white space. */
function restOf(syntax: Syntax, { object, property }: StatementSyntax): string {
  return childrenOf(object, 'properties')
    .filter((one) => one !== null && one !== property)
    .map((one) => (one === null ? '' : textOf(syntax, one).replaceAll(/\s+/g, '')))
    .filter((text) => !text.startsWith('sid:'))
    .toSorted()
    .join()
}
