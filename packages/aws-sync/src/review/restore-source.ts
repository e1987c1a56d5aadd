import { type Restored, RolewrightError, toJsonValue } from '@rolewright/core'
import { MagicString } from 'magic-string'
import type { History } from '../audit/open-history.ts'
import type { DefinitionCall } from './definition-calls.ts'
import { withImport } from './edit-imports.ts'
import { editedFile } from './edited-file.ts'
import { insertElement, removeElements, textOf } from './edit-list.ts'
import { type ParsedSource, parseFile, parseFiles, styleOf, theDefinition } from './parsed-sources.ts'
import { sameCode } from './patch-grant.ts'
import { type PatchedInHistory, patchedInHistory } from './patched-in-history.ts'
import { restoreActions } from './restore-actions.ts'
import type { SourceEdit } from './source-edit.ts'
import { readSourceFiles } from './source-files.ts'
import { changedFiles, type WrittenFile, writeFiles } from './written-files.ts'
import { childOf, childrenOf, hasSpread, propertyOf, type SyntaxNode, unwrap } from './syntax.ts'

/** What to take back, and why. */
export interface RestoreOptions {
  /** The folder of the TypeScript source. */
  readonly dir: string
  /** Ids of proposals, each whole or its first characters when no other patched one begins with them: all of them, or none. */
  readonly proposals: readonly string[]
  readonly reason: string
  /** Tells what was edited, and gets entries `restored` and `decision`. */
  readonly history: History
  /** Only says what would be written. */
  readonly dryRun?: boolean
}

/** What restoring did to one proposal. */
export interface RestoredProposal {
  readonly proposal: string
  readonly policyName?: string
  readonly file: string
  /** `by-hand` where the source has changed since: nothing of all of them is written then. */
  readonly outcome: 'restored' | 'already' | 'by-hand'
  /** With `by-hand`: why, and what to put back; null when something is to be taken out. */
  readonly reason?: string
  readonly statement?: string | null
}

/** What restoring did. */
export interface RestoreResult {
  /** The newest patch first: they are taken back in the reverse order. */
  readonly proposals: readonly RestoredProposal[]
  /** None when a proposal has to be restored by hand. */
  readonly files: readonly WrittenFile[]
}

/**
 * Takes back what accepted proposals edited in the source: what was removed stands there again, with its imports, and the proposals are
 * kept from now on. What the account grants changes with the next apply.
 *
 * @throws {RolewrightError} `nothing-to-restore`, `ambiguous-proposal`, `reason-missing`; nothing is written then
 *
 * @example
 * ```ts
 * await restoreSource({ dir: 'roles', proposals: ['3f9a12'], reason: 'the nightly job needs it', history })
 * ```
 */
export async function restoreSource(options: RestoreOptions): Promise<RestoreResult> {
  const { history, dryRun } = options
  const reason = options.reason.trim()
  const patched = [...patchedInHistory(history.earlier).values()]
  const edits = new Map(options.proposals.map((id) => editToRestore(patched, id)).map((one) => [one.proposal, one]))
  if (reason === '') {
    throw new RolewrightError({
      code: 'reason-missing',
      message: `the restoring of \`${[...edits.keys()].join('`, `')}\` has no reason`,
      hint: 'say in a sentence why, for whoever reads the history later',
    })
  }
  const read = await readSourceFiles(options.dir)
  const files = new Map(parseFiles(read).map((parsed) => [parsed.source.file, parsed]))
  const original = new Map([...files].map(([file, { text }]) => [file, text]))
  const proposals: RestoredProposal[] = []
  for (const { proposal, policyName, edit } of newestFirst(patched, edits)) {
    const about = { proposal, ...(policyName === undefined ? {} : { policyName }), file: edit.file }
    const restored = restore(edit, [...files.values()])
    if (typeof restored === 'string') {
      proposals.push({ ...about, outcome: 'by-hand', reason: restored, statement: edit.before })
      continue
    }
    const { file } = restored.source
    const outcome = restored.text === files.get(file)?.text ? 'already' : 'restored'
    files.set(file, restored)
    proposals.push({ ...about, file, outcome })
  }
  if (proposals.some(({ outcome }) => outcome === 'by-hand')) return { proposals, files: [] }
  const changed = changedFiles([...files.values()], original)
  if (dryRun !== true) {
    await writeFiles(changed)
    for (const { proposal, policyName, file } of proposals) {
      const restored: Restored = { proposal, ...(policyName === undefined ? {} : { policyName }), file, reason }
      await history.append('restored', toJsonValue(restored))
      await history.append('decision', { proposal, decision: 'keep', reason: `restored: ${reason}`, removed: [] })
    }
  }
  return { proposals, files: changed }
}

interface EditToRestore {
  readonly proposal: string
  readonly policyName?: string
  readonly edit: SourceEdit
}

function newestFirst(
  patched: readonly PatchedInHistory[],
  edits: ReadonlyMap<string, EditToRestore>,
): readonly EditToRestore[] {
  return patched.toReversed().flatMap(({ proposal }) => edits.get(proposal) ?? [])
}

function editToRestore(all: readonly PatchedInHistory[], proposal: string): EditToRestore {
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
function finished(before: ParsedSource, text: string, edit: SourceEdit): ParsedSource | string {
  const edited = editedFile(before, text)
  if (edited === undefined) return 'what was there would not be TypeScript there now'
  const { source, text: right } = edited.file
  return parseFile(
    source,
    edit.dropped.reduce((code, one) => withImport(code, source.file, one), right),
  )
}

function listOf({ object }: DefinitionCall, edit: SourceEdit): SyntaxNode | undefined {
  const property = hasSpread(object, 'properties') ? undefined : propertyOf(object, edit.list)
  const list = property === undefined ? undefined : unwrap(childOf(property, 'value'))
  return list?.type === 'ArrayExpression' ? list : undefined
}
