import { RolewrightError } from '@rolewright/core'
import { MagicString } from 'magic-string'
import writeFileAtomic from 'write-file-atomic'
import type { History } from '../audit/open-history.ts'
import type { DefinitionCall } from './definition-calls.ts'
import { usedNames, withImport, withRightImports } from './edit-imports.ts'
import { insertElement, removeElements, textOf } from './edit-statement.ts'
import { asWritten, type ParsedSource, parseFile, styleOf, theDefinition } from './parsed-sources.ts'
import { sameCode } from './patch-grant.ts'
import { patchedInHistory } from './patched-in-history.ts'
import { restoreActions } from './restore-actions.ts'
import type { SourceEdit } from './source-edit.ts'
import { readSourceFiles } from './source-files.ts'
import { childOf, childrenOf, hasSpread, propertyOf, type SyntaxNode, unwrap } from './syntax.ts'

/** What to take back, and why. */
export interface RestoreOptions {
  /** The folder of the TypeScript source. */
  readonly dir: string
  /** The proposal's id, or its first characters when no other patched one begins with them. */
  readonly proposal: string
  readonly reason: string
  /** Tells what was edited, and gets the entries `restored` and `decision`. */
  readonly history: History
  /** Only says what would be written. */
  readonly dryRun?: boolean
}

/** What restoring did. */
export interface RestoreResult {
  readonly proposal: string
  readonly policyName?: string
  /** `by-hand` writes nothing: the source has changed since. */
  readonly outcome: 'restored' | 'already' | 'by-hand'
  readonly file: string
  readonly path?: string
  readonly before?: string
  readonly after?: string
  /** With `by-hand`: why, and what to put back; null when something is to be taken out. */
  readonly reason?: string
  readonly statement?: string | null
}

/**
 * Takes back what an accepted proposal edited in the source: what was removed stands there again, with its imports, and the proposal is
 * kept from now on. What the account grants changes with the next apply.
 *
 * @throws {RolewrightError} `nothing-to-restore`, `ambiguous-proposal`, `reason-missing`; nothing is written then
 *
 * @example
 * ```ts
 * await restoreSource({ dir: 'roles', proposal: '3f9a12', reason: 'the nightly job needs it', history })
 * ```
 */
export async function restoreSource(options: RestoreOptions): Promise<RestoreResult> {
  const { history, dryRun } = options
  const reason = options.reason.trim()
  const { proposal, policyName, edit } = editToRestore(options)
  if (reason === '') {
    throw new RolewrightError({
      code: 'reason-missing',
      message: `the restoring of \`${proposal}\` has no reason`,
      hint: 'say in a sentence why, for whoever reads the history later',
    })
  }
  const about = { proposal, ...(policyName === undefined ? {} : { policyName }), file: edit.file }
  const files = (await readSourceFiles(options.dir)).map((source) => parseFile(source))
  const restored = restore(edit, files)
  if (typeof restored === 'string') {
    return { ...about, outcome: 'by-hand', reason: restored, statement: edit.before }
  }
  const { source } = restored
  const after = asWritten(restored)
  const changed = after !== source.text
  if (dryRun !== true) {
    if (changed) await writeFileAtomic(source.path, after)
    await history.append('restored', { ...about, reason })
    await history.append('decision', { proposal, decision: 'keep', reason: `restored: ${reason}`, removed: [] })
  }
  return {
    ...about,
    file: source.file,
    outcome: changed ? 'restored' : 'already',
    path: source.path,
    before: source.text,
    after,
  }
}

function editToRestore({ history, proposal }: RestoreOptions): {
  readonly proposal: string
  readonly policyName?: string
  readonly edit: SourceEdit
} {
  const all = [...patchedInHistory(history.earlier).values()]
  const exact = all.filter((one) => one.proposal === proposal)
  const found = exact.length > 0 || proposal === '' ? exact : all.filter((one) => one.proposal.startsWith(proposal))
  const [only, other] = found
  if (only?.edit === undefined) {
    throw new RolewrightError({
      code: 'nothing-to-restore',
      message: `no patch of the history took anything away by a proposal \`${proposal}\``,
      hint: 'see what was patched with `rolewright audit log --kind patched`',
    })
  }
  if (other !== undefined) {
    throw new RolewrightError({
      code: 'ambiguous-proposal',
      message: `\`${proposal}\` begins the ids of several proposals`,
      hint: `give more of it: \`${only.proposal}\` or \`${other.proposal}\``,
    })
  }
  return { ...only, edit: only.edit }
}

/** The file with the edit taken back, or in words why it can't be. */
function restore(edit: SourceEdit, files: readonly ParsedSource[]): ParsedSource | string {
  const found = theDefinition(files, edit.kind, edit.name)
  if (typeof found === 'string') return found
  const { file, definition } = found
  const list = listOf(definition, edit)
  if (list === undefined) return `its ${edit.list} are computed now`
  const elements = childrenOf(list, 'elements').filter((element) => element !== null)
  const there = (text: string): SyntaxNode | undefined => {
    const same = elements.filter((element) => sameCode(textOf(file.syntax, element), text))
    return same.find((element) => elements.indexOf(element) === edit.index) ?? same[0]
  }
  const code = new MagicString(file.text)
  const editing = { code, syntax: file.syntax, style: styleOf(file.syntax, definition.call) }
  if (edit.before === null) {
    const added = edit.after === null ? undefined : there(edit.after)
    if (added === undefined) return file
    removeElements(editing, list, [added])
  } else {
    if (there(edit.before) !== undefined && (edit.after === null || there(edit.after) === undefined)) return file
    if (edit.after === null) insertElement(editing, list, { index: edit.index, text: edit.before })
    else {
      const narrowed = there(edit.after)
      if (narrowed === undefined) {
        const { call } = definition
        const restored =
          edit.list === 'statements' ? restoreActions({ edit, file, call, list }) : 'it has changed since'
        return typeof restored === 'string' ? restored : finished(file, restored.text, edit)
      }
      code.overwrite(narrowed.start, narrowed.end, edit.before)
    }
  }
  return finished(file, code.toString(), edit)
}

/** The edited file with its imports made right. */
function finished(file: ParsedSource, edited: string, edit: SourceEdit): ParsedSource {
  let { text } = withRightImports(edited, file.source.file, usedNames(file.syntax))
  for (const name of edit.dropped) text = withImport(text, file.source.file, name)
  return parseFile(file.source, text)
}

function listOf({ object }: DefinitionCall, edit: SourceEdit): SyntaxNode | undefined {
  const property = hasSpread(object, 'properties') ? undefined : propertyOf(object, edit.list)
  const list = property === undefined ? undefined : unwrap(childOf(property, 'value'))
  return list?.type === 'ArrayExpression' ? list : undefined
}
