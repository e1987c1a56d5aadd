import { RolewrightError, sha256Hex, type SourceMap, type Statement, type StatementProposal } from '@rolewright/core'
import { MagicString } from 'magic-string'
import writeFileAtomic from 'write-file-atomic'
import type { History } from '../audit/open-history.ts'
import { type DefinitionCall, definitionCalls, importedNames } from './definition-calls.ts'
import { usedNames, withRightImports } from './edit-imports.ts'
import { indentAt, narrowInPlace, removeElements } from './edit-statement.ts'
import { type CodeStyle, houseStyle, printStatement } from './print-statement.ts'
import { readSourceFiles, type SourceFile } from './source-files.ts'
import { readStatement, statementsOf } from './statement-source.ts'
import { literalText, nodesOf, parseSource, type Syntax, type SyntaxNode } from './syntax.ts'

/** What to patch, and how. */
export interface PatchOptions {
  /** The folder of the TypeScript source. */
  readonly dir: string
  /** The accepted proposals. */
  readonly proposals: readonly StatementProposal[]
  /** From `compile`: which definition each compiled statement came from. Without it, a policy's name and its statements' order stand for it. */
  readonly sources?: SourceMap
  /** Gets an entry `patched`. */
  readonly history?: History
  /** Only says what would be written. */
  readonly dryRun?: boolean
}

/** A proposal that became an edit. */
export interface PatchedStatement {
  readonly proposal: string
  readonly policyName: string
  readonly file: string
  /** From 1, in the file before the edit. */
  readonly line: number
}

/** A proposal that somebody has to write in: the source computes what would have to change. */
export interface ManualPatch {
  readonly proposal: string
  readonly policyName: string
  /** One line for a person. */
  readonly reason: string
  /** The statement to put in its place, as TypeScript; null when it is to be taken out. */
  readonly statement: string | null
  /** Where the definition is, or else where the policy's name stands. */
  readonly file?: string
  readonly line?: number
}

/** What patching did. */
export interface PatchResult {
  readonly patched: readonly PatchedStatement[]
  readonly manual: readonly ManualPatch[]
  readonly files: readonly {
    readonly file: string
    readonly path: string
    readonly before: string
    readonly after: string
  }[]
}

/**
 * Turns accepted proposals into edits of the TypeScript source: of a `definePolicy` with a literal name, the statement's `actions` are
 * rewritten and a Sid is added where the narrowing adds one; a statement of which nothing remains is taken out. Everything else in
 * the file stays as it is, byte for byte.
 *
 * What is computed (a name, a list, a statement), what no longer says what was reviewed, and a policy's last statement are not edited:
 * they come back in `manual`, with the statement to write in.
 *
 * @throws {RolewrightError} `source-not-found`, `source-not-parsed`; nothing is written then
 *
 * @example
 * ```ts
 * const { patched, manual } = await patchSource({ dir: 'roles', proposals: accepted, sources })
 * ```
 */
export async function patchSource(options: PatchOptions): Promise<PatchResult> {
  const sources = await readSourceFiles(options.dir)
  const parsed = sources.map((source): Parsed => {
    const syntax = parseSource(source.text, source.file)
    return { source, syntax, calls: definitionCalls(syntax).filter(({ kind }) => kind === 'policy') }
  })
  const manual: ManualPatch[] = []
  const work = new Map<DefinitionCall, Work>()
  for (const proposal of options.proposals) {
    const target = targetOf(proposal, parsed, options.sources)
    if ('reason' in target) manual.push(manualPatch(proposal, target.reason, mentionOf(proposal.policyName, parsed)))
    else {
      const entry = work.get(target.definition) ?? { ...target, steps: [] }
      entry.steps.push({ proposal, statement: target.statement })
      work.set(target.definition, entry)
    }
  }
  const patched: PatchedStatement[] = []
  const files: { file: string; path: string; before: string; after: string }[] = []
  for (const file of parsed) {
    const mine = [...work.values()].filter((entry) => entry.file === file)
    if (mine.length === 0) continue
    const code = new MagicString(file.source.text)
    for (const entry of mine) {
      const outcome = editDefinition(entry, code)
      patched.push(...outcome.patched)
      manual.push(...outcome.manual)
    }
    const before = file.source.text
    if (code.toString() === before) continue
    const after = withRightImports(code.toString(), file.source.file, usedNames(file.syntax))
    requireStatements(file, after, mine, patched)
    files.push({ file: file.source.file, path: file.source.path, before, after })
  }
  if (options.dryRun !== true) {
    for (const { path, after } of files) await writeFileAtomic(path, after)
    if (patched.length > 0) {
      await options.history?.append('patched', {
        proposals: patched.map(({ proposal, policyName, file }) => ({ proposal, policyName, file })),
        manual: manual.map(({ proposal, reason }) => ({ proposal, reason })),
        files: files.map(({ file, before, after }) => ({ file, before: sha256Hex(before), after: sha256Hex(after) })),
      })
    }
  }
  return { patched, manual, files }
}

interface Parsed {
  readonly source: SourceFile
  readonly syntax: Syntax
  readonly calls: readonly DefinitionCall[]
}

interface Target {
  readonly file: Parsed
  readonly definition: DefinitionCall
  readonly statement: number
}

interface Place {
  readonly style: CodeStyle
  readonly file: string
  readonly line: number
}

interface Step {
  readonly proposal: StatementProposal
  readonly statement: number
}

interface Work extends Omit<Target, 'statement'> {
  readonly steps: Step[]
}

/** The definition and statement that a proposal is about, or why there is none. */
function targetOf(
  proposal: StatementProposal,
  files: readonly Parsed[],
  sources: SourceMap | undefined,
): Target | { readonly reason: string } {
  let defined = { policy: proposal.policyName, statement: proposal.statementIndex }
  if (sources !== undefined) {
    const source = sources.statements.find(
      ({ policyArn, statement }) => policyArn === proposal.policyArn && statement === proposal.statementIndex,
    )
    if (source === undefined) return { reason: 'the model does not make this statement any more' }
    const [first, ...more] = source.definitions
    if (first === undefined) return { reason: 'no definition makes this statement: compile adds it by itself' }
    if (more.length > 0) {
      const names = source.definitions.map(({ policy }) => `\`${policy}\``).join(' and ')
      return { reason: `it was merged from statements of ${names}` }
    }
    defined = first
  }
  const found = files.flatMap((file) =>
    file.calls.filter(({ name }) => name === defined.policy).map((definition) => ({ file, definition })),
  )
  const [only, other] = found
  if (only === undefined) return { reason: `no \`definePolicy\` has the literal name \`${defined.policy}\`` }
  if (other !== undefined) {
    return {
      reason: `\`${defined.policy}\` is defined twice, in \`${only.file.source.file}\` and \`${other.file.source.file}\``,
    }
  }
  return { ...only, statement: defined.statement }
}

/** Where a policy's name stands as a literal although no definition has it: usually the call of a function that makes the policy. */
function mentionOf(name: string, files: readonly Parsed[]): Place | undefined {
  for (const { source, syntax } of files) {
    const node = [...nodesOf(syntax.root)].find((candidate) => literalText(candidate) === name)
    if (node !== undefined) return { style: houseStyle, file: source.file, line: node.loc.start.line }
  }
  return undefined
}

function editDefinition(
  work: Work,
  code: MagicString,
): { readonly patched: readonly PatchedStatement[]; readonly manual: readonly ManualPatch[] } {
  const { file, definition } = work
  const manual: ManualPatch[] = []
  const patched: PatchedStatement[] = []
  const style = styleOf(file.syntax, definition.call)
  const byHand = (proposal: StatementProposal, reason: string, node: SyntaxNode = definition.call): void => {
    manual.push(manualPatch(proposal, reason, { style, file: file.source.file, line: node.loc.start.line }))
  }
  const statements = statementsOf(definition.object)
  if (typeof statements === 'string') {
    for (const { proposal } of work.steps) byHand(proposal, statements)
    return { patched, manual }
  }
  const removals = work.steps.filter(({ proposal }) => proposal.after === null)
  const wouldRemain = statements.elements.length - new Set(removals.map(({ statement }) => statement)).size
  const removed: SyntaxNode[] = []
  for (const { proposal, statement } of work.steps) {
    const element = statements.elements[statement]
    if (element === undefined) {
      byHand(proposal, `the source has only ${statements.elements.length} statements`)
      continue
    }
    const source = readStatement(element, importedNames(file.syntax))
    const differs = typeof source === 'string' ? source : difference(source, proposal.before)
    if (typeof source === 'string' || differs !== undefined) {
      byHand(proposal, differs ?? 'the statement is computed', element)
      continue
    }
    if (proposal.after !== null) {
      narrowInPlace({ code, syntax: file.syntax, style }, source, proposal.after)
    } else if (wouldRemain < 1) {
      byHand(proposal, 'nothing would remain of the policy: take it out of its tasks, and delete it', element)
      continue
    } else {
      removed.push(element)
    }
    patched.push({
      proposal: proposal.id,
      policyName: proposal.policyName,
      file: file.source.file,
      line: element.loc.start.line,
    })
  }
  removeElements({ code, syntax: file.syntax, style }, statements.list, removed)
  return { patched, manual }
}

/** Why a statement of the source is not the one that was reviewed, if it is not. */
function difference(source: Exclude<ReturnType<typeof readStatement>, string>, before: Statement): string | undefined {
  const wanted = before.Action ?? before.NotAction ?? []
  const reviewed = new Set((typeof wanted === 'string' ? [wanted] : wanted).map((action) => action.toLowerCase()))
  const written = new Set(source.actions.map(({ action }) => action.toLowerCase()))
  if ([...written].some((action) => action.includes('{{'))) return 'its actions hold parameters'
  const same = written.size === reviewed.size && [...written].every((action) => reviewed.has(action))
  const sameKind = source.effect === before.Effect && source.negated === (before.NotAction !== undefined)
  return same && sameKind
    ? undefined
    : 'the source does not say what was reviewed: it has changed since, or was not applied'
}

function manualPatch(proposal: StatementProposal, reason: string, place: Place | undefined): ManualPatch {
  return {
    proposal: proposal.id,
    policyName: proposal.policyName,
    reason,
    statement: proposal.after === null ? null : printStatement(proposal.after, place?.style ?? houseStyle),
    ...(place === undefined ? {} : { file: place.file, line: place.line }),
  }
}

/** Quotes and indentation as they are around a definition. */
function styleOf(syntax: Syntax, call: SyntaxNode): CodeStyle {
  const literal = [...nodesOf(call)].find((node) => node.type === 'StringLiteral')
  const quote = literal !== undefined && syntax.text[literal.start] === '"' ? '"' : "'"
  const inner = [...nodesOf(call)].find(
    (node) => node.type === 'ObjectProperty' && node.loc.start.line > call.loc.start.line,
  )
  const indent = inner === undefined ? '' : indentAt(syntax, inner.start).slice(indentAt(syntax, call.start).length)
  return { quote, step: indent === '' ? houseStyle.step : indent }
}

/** Reads the edited file again: each narrowed statement must be there as accepted, or nothing is written. */
function requireStatements(
  file: Parsed,
  after: string,
  work: readonly Work[],
  patched: readonly PatchedStatement[],
): void {
  const syntax = parseSource(after, file.source.file)
  const ids = new Set(patched.map(({ proposal }) => proposal))
  for (const { definition, steps } of work) {
    const call = definitionCalls(syntax).find(({ kind, name }) => kind === 'policy' && name === definition.name)
    const statements = call === undefined ? undefined : statementsOf(call.object)
    const list = typeof statements === 'object' ? statements.elements : []
    const done = steps.filter(({ proposal }) => ids.has(proposal.id))
    const gone = done.filter(({ proposal }) => proposal.after === null).map(({ statement }) => statement)
    for (const { proposal, statement } of done) {
      if (proposal.after === null) continue
      const element = list[statement - gone.filter((index) => index < statement).length]
      const source = element === undefined ? undefined : readStatement(element, importedNames(syntax))
      if (typeof source === 'object' && difference(source, proposal.after) === undefined) continue
      throw new RolewrightError({
        code: 'patch-failed',
        message: `the edit of \`${proposal.policyName}\` in \`${file.source.file}\` did not come out as accepted`,
        hint: 'edit the file by hand, and report how the definition is written',
        path: file.source.file,
      })
    }
  }
}
