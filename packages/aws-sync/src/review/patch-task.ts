import type { DropTaskProposal } from '@rolewright/core'
import { MagicString } from 'magic-string'
import { importsOf } from './definition-calls.ts'
import { editedFile } from './edited-file.ts'
import { removeElements, textOf } from './edit-list.ts'
import { mentionOf, type ParsedSource, type SourcePlace, styleOf, theDefinition } from './parsed-sources.ts'
import { type PatchOutcome, sameDefinition } from './source-edit.ts'
import { childOf, childrenOf, hasSpread, nodesOf, propertyOf, type SyntaxNode, unwrap } from './syntax.ts'

/** Takes a task out of a role in the source, or says why somebody has to. */
export function patchTask(proposal: DropTaskProposal, files: readonly ParsedSource[]): PatchOutcome {
  const found = theDefinition(files, 'role', proposal.role)
  if (typeof found === 'string') return byHand(proposal, found, mentionOf(proposal.role, files))
  const { file, definition } = found
  const place = {
    style: styleOf(file.syntax, definition.call),
    file: file.source.file,
    line: definition.call.loc.start.line,
  }
  const tasks = tasksOfRole(file, definition.object, files)
  if (typeof tasks === 'string') return byHand(proposal, tasks, place)
  const index = tasks.ids.indexOf(proposal.task)
  const element = tasks.elements[index]
  if (element === undefined) return { kind: 'already' }
  if (tasks.elements.length === 1) {
    return byHand(
      proposal,
      'the role would have no task left: take the role out of the model, and its people first',
      place,
    )
  }
  const code = new MagicString(file.text)
  removeElements({ code, syntax: file.syntax }, tasks.list, [element])
  const edited = editedFile(file, code.toString())
  const now = edited === undefined ? undefined : sameDefinition(edited.file, definition)
  const left = now === undefined || edited === undefined ? 'gone' : tasksOfRole(edited.file, now.object, files)
  if (edited === undefined || typeof left === 'string' || left.ids.join() !== tasks.ids.toSpliced(index, 1).join()) {
    return byHand(proposal, 'the edit would not come out as accepted', place)
  }
  return {
    kind: 'edited',
    file: edited.file,
    line: element.loc.start.line,
    edit: {
      file: file.source.file,
      kind: 'role',
      name: proposal.role,
      list: 'tasks',
      index,
      before: textOf(file.syntax, element),
      after: null,
      dropped: edited.dropped,
    },
  }
}

/** The tasks of a role as the source lists them, with their ids, or in words why they are not spelled out. */
export function tasksOfRole(
  file: ParsedSource,
  role: SyntaxNode,
  files: readonly ParsedSource[],
): { readonly list: SyntaxNode; readonly elements: readonly SyntaxNode[]; readonly ids: readonly string[] } | string {
  if (hasSpread(role, 'properties')) return 'the role is put together from other values'
  const property = propertyOf(role, 'tasks')
  const list = property === undefined ? undefined : unwrap(childOf(property, 'value'))
  if (list?.type !== 'ArrayExpression') return 'its tasks are computed'
  if (hasSpread(list, 'elements')) return 'its tasks are put together from other lists'
  const elements = childrenOf(list, 'elements').filter((element) => element !== null)
  const ids: string[] = []
  for (const element of elements) {
    const id = taskIdOf(element, file, files)
    if (id === undefined) return 'one of its tasks is computed'
    ids.push(id)
  }
  return { list, elements, ids }
}

/** The id behind a name or a `defineTask` in place; undefined where it can't be followed. */
function taskIdOf(element: SyntaxNode, file: ParsedSource, files: readonly ParsedSource[]): string | undefined {
  const node = unwrap(element)
  if (node?.type === 'CallExpression') return taskOfCall(node, file)
  const name = node?.type === 'Identifier' ? node['name'] : undefined
  if (typeof name !== 'string') return undefined
  const imported = importsOf(file.syntax).find(({ local }) => local === name)
  if (imported === undefined) return taskNamed(name, file)
  const from = files.find(({ source }) => source.file === resolved(imported.from, file.source.file))
  return from === undefined || /^(?:\*|default)$/.test(imported.original)
    ? undefined
    : taskNamed(imported.original, from)
}

function taskNamed(name: string, file: ParsedSource): string | undefined {
  const declared = [...nodesOf(file.syntax.root)].filter(
    (node) => node.type === 'VariableDeclarator' && childOf(node, 'id')?.['name'] === name,
  )
  const [only] = declared
  const value = only === undefined || declared.length > 1 ? undefined : unwrap(childOf(only, 'init'))
  return value?.type === 'CallExpression' ? taskOfCall(value, file) : undefined
}

function taskOfCall(call: SyntaxNode, file: ParsedSource): string | undefined {
  return file.calls.find((one) => one.kind === 'task' && one.call === call && one.own)?.name
}

/** A relative import as a path in the source folder. */
function resolved(from: string, importer: string): string | undefined {
  if (!from.startsWith('.')) return undefined
  const parts = importer.split('/').slice(0, -1)
  for (const part of from.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined
    } else if (part !== '.') parts.push(part)
  }
  return parts
    .join('/')
    .replace(/\.js$/, '.ts')
    .replace(/\.mjs$/, '.mts')
}

function byHand(proposal: DropTaskProposal, reason: string, place: SourcePlace | undefined): PatchOutcome {
  return {
    kind: 'by-hand',
    reason,
    mend: `take the task ${proposal.task} out of the tasks of ${proposal.role}`,
    code: null,
    ...(place === undefined ? {} : { place: { file: place.file, line: place.line } }),
  }
}
