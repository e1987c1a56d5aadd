import {
  type AccountState,
  asList,
  canonicalJson,
  canonicalPolicy,
  defaultDocument,
  type ResourceProposal,
  type SourceMap,
  type Statement,
  type StatementProposal,
  toJsonValue,
} from '@rolewright/core'
import { MagicString } from 'magic-string'
import type { DefinitionCall } from './definition-calls.ts'
import { editedFile } from './edited-file.ts'
import { removeElements, textOf } from './edit-list.ts'
import { narrowInPlace, narrowResources } from './edit-statement.ts'
import { mentionOf, type ParsedSource, type SourcePlace, styleOf, theDefinition } from './parsed-sources.ts'
import { houseStyle, printStatement } from './print-statement.ts'
import { type PatchOutcome, sameDefinition } from './source-edit.ts'
import { freeSid, readStatement, type StatementSyntax, statementsOf } from './statement-source.ts'
import { childrenOf, type SyntaxNode } from './syntax.ts'

/** A proposal about one statement. */
export type OneStatement = StatementProposal | ResourceProposal

/** What the model compiles to now: where a statement is, and which definition it came from. */
export interface Compiled {
  readonly sources?: SourceMap
  readonly state?: AccountState
}

/** Narrows or removes one statement in the source, or says why somebody has to. */
export function patchStatement(
  proposal: OneStatement,
  files: readonly ParsedSource[],
  compiled: Compiled,
): PatchOutcome {
  const target = targetOf(proposal, compiled)
  if (typeof target === 'string') {
    return target === ALREADY ? { kind: 'already' } : byHand(proposal, target, mentionOf(proposal.policyName, files))
  }
  const found = theDefinition(files, 'policy', target.policy)
  if (typeof found === 'string') return byHand(proposal, found, mentionOf(target.policy, files))
  const { file, definition } = found
  const place = (node: SyntaxNode = definition.call): SourcePlace => ({
    style: styleOf(file.syntax, definition.call),
    file: file.source.file,
    line: node.loc.start.line,
  })
  const statements = statementsOf(definition.object)
  if (typeof statements === 'string') return byHand(proposal, statements, place())
  const index = positionOf(proposal, statements.elements, target.statement, file)
  if (index === undefined) return { kind: 'already' }
  const element = statements.elements[index]
  if (element === undefined)
    return byHand(proposal, `the source has only ${statements.elements.length} statements`, place())
  const source = readStatement(element, file.syntax)
  if (typeof source === 'string') return byHand(proposal, source, place(element))
  if (proposal.after !== null && difference(source, proposal, proposal.after) === undefined) return { kind: 'already' }
  const differs = difference(source, proposal, proposal.before)
  if (differs !== undefined) return byHand(proposal, differs, place(element))
  if (proposal.after === null && statements.elements.length === 1) {
    return byHand(
      proposal,
      'nothing would remain of the policy: take it out of its tasks, and delete it',
      place(element),
      'take the policy out of its tasks, and delete it',
    )
  }
  return editStatement({ proposal, file, definition, list: statements.list, element, source, index })
}

function editStatement(given: {
  readonly proposal: OneStatement
  readonly file: ParsedSource
  readonly definition: DefinitionCall
  readonly list: SyntaxNode
  readonly element: SyntaxNode
  readonly source: StatementSyntax
  readonly index: number
}): PatchOutcome {
  const { proposal, file, definition, list, element, source, index } = given
  const style = styleOf(file.syntax, definition.call)
  const code = new MagicString(file.text)
  const edit = { code, syntax: file.syntax, style }
  if (proposal.after === null) removeElements(edit, list, [element])
  else if (proposal.kind === 'narrow-resources') narrowResources(edit, source, proposal.after)
  else narrowInPlace(edit, source, withFreeSid(proposal.after, childrenOf(list, 'elements')))
  const edited = editedFile(file, code.toString())
  const now = edited === undefined ? undefined : sameDefinition(edited.file, definition)
  const statements = now === undefined ? 'gone' : statementsOf(now.object)
  const elements = typeof statements === 'string' ? [] : statements.elements
  const fresh = elements[index]
  // The edited file is read again: what does not say what was accepted is not written.
  if (edited === undefined || !saysWhatWasAccepted({ ...given, after: edited.file, elements })) {
    return byHand(proposal, 'the edit would not come out as accepted', {
      style,
      file: file.source.file,
      line: element.loc.start.line,
    })
  }
  const { file: after, dropped } = edited
  return {
    kind: 'edited',
    file: after,
    line: element.loc.start.line,
    edit: {
      file: file.source.file,
      kind: 'policy',
      name: definition.name,
      list: 'statements',
      index,
      before: textOf(file.syntax, element),
      after: proposal.after === null || fresh === undefined ? null : textOf(after.syntax, fresh),
      dropped,
    },
  }
}

function saysWhatWasAccepted(given: {
  readonly proposal: OneStatement
  readonly file: ParsedSource
  readonly list: SyntaxNode
  readonly index: number
  readonly after: ParsedSource
  readonly elements: readonly SyntaxNode[]
}): boolean {
  const { proposal, file, list, index, after, elements } = given
  const before = childrenOf(list, 'elements').map((element) => (element === null ? '' : textOf(file.syntax, element)))
  const now = elements.map((element) => textOf(after.syntax, element))
  const [fresh] = elements.slice(index)
  if (proposal.after === null) return sameList(now, before.toSpliced(index, 1))
  const read = fresh === undefined ? 'gone' : readStatement(fresh, after.syntax)
  return (
    typeof read === 'object' &&
    difference(read, proposal, proposal.after) === undefined &&
    sameList(now.toSpliced(index, 1), before.toSpliced(index, 1))
  )
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, at) => text === b[at])
}

function withFreeSid(statement: Statement, elements: readonly (SyntaxNode | null)[]): Statement {
  if (statement.Sid === undefined) return statement
  const others = elements.filter((element) => element !== null)
  return { ...statement, Sid: freeSid(statement.Sid, others) }
}

const ALREADY = 'already'

/** The definition and the position in it that a statement of the reviewed document came from, or in words why there is none. */
function targetOf(
  proposal: OneStatement,
  { sources, state }: Compiled,
): { readonly policy: string; readonly statement: number } | string {
  if (sources === undefined) return { policy: proposal.policyName, statement: proposal.statementIndex }
  const index = state === undefined ? proposal.statementIndex : compiledIndex(proposal, state)
  if (index === ALREADY) return ALREADY
  const now = state === undefined || index === undefined ? undefined : statementsIn(state, proposal.policyArn)[index]
  if (now !== undefined && conditionsOf(now) !== conditionsOf(proposal.before)) {
    return 'the source does not say what was reviewed: its conditions have changed since'
  }
  const source = sources.statements.find(
    ({ policyArn, statement }) => policyArn === proposal.policyArn && statement === index,
  )
  if (source === undefined) return 'the model does not make this statement any more'
  const [first, ...more] = source.definitions
  if (first === undefined) return 'no definition makes this statement: compile adds it by itself'
  if (more.length > 0) {
    return `it was merged from statements of ${source.definitions.map(({ policy }) => `\`${policy}\``).join(' and ')}`
  }
  return first
}

/** Where the reviewed statement is in the document that the model makes now: other edits may have moved it, or made it what it becomes. */
function compiledIndex(proposal: OneStatement, state: AccountState): number | undefined | typeof ALREADY {
  const statements = statementsIn(state, proposal.policyArn)
  const all = statements.map(meaningOf)
  const before = meaningOf(proposal.before)
  if (all[proposal.statementIndex] === before) return proposal.statementIndex
  const moved = all.indexOf(before)
  if (moved !== -1) return moved
  if (proposal.after !== null && all.includes(meaningOf(proposal.after))) return ALREADY
  // A statement that another proposal has narrowed too keeps its place.
  const there = statements[proposal.statementIndex]
  return there === undefined ? undefined : proposal.statementIndex
}

function statementsIn(state: AccountState, policyArn: string): readonly Statement[] {
  const policy = state.policies.find(({ arn }) => arn === policyArn)
  return asList(policy === undefined ? undefined : defaultDocument(policy)?.Statement)
}

/** All of a statement that no narrowing edits, in one spelling. */
function conditionsOf({ Effect, Condition }: Statement): string {
  return meaningOf({ Effect, Action: '*', Resource: '*', ...(Condition === undefined ? {} : { Condition }) })
}

function meaningOf(statement: Statement): string {
  return canonicalJson(toJsonValue(canonicalPolicy({ Statement: statement })))
}

/** The statement's position in the source; undefined where the source says already what is proposed. */
function positionOf(
  proposal: OneStatement,
  elements: readonly SyntaxNode[],
  expected: number,
  file: ParsedSource,
): number | undefined {
  const says = (wanted: Statement): readonly boolean[] =>
    elements.map((element) => {
      const source = readStatement(element, file.syntax)
      return typeof source === 'object' && difference(source, proposal, wanted) === undefined
    })
  const matches = says(proposal.before)
  if (matches[expected] === true) return expected
  const only = matches.indexOf(true)
  if (only !== -1) return matches.includes(true, only + 1) ? expected : only
  if (proposal.after !== null) return says(proposal.after).includes(true) ? undefined : expected
  const allRead = elements.every((element) => typeof readStatement(element, file.syntax) === 'object')
  return allRead && elements.length > 0 ? undefined : expected
}

/** Why a statement of the source is not the one that a proposal speaks of, if it is not. */
function difference(source: StatementSyntax, proposal: OneStatement, wanted: Statement): string | undefined {
  const changed = 'the source does not say what was reviewed: it has changed since, or was not applied'
  if (source.effect !== wanted.Effect || source.negated !== (wanted.NotAction !== undefined)) return changed
  const resources = asList(wanted.Resource)
  if (proposal.kind === 'narrow-resources') {
    if (source.resources === undefined) return 'its resources are computed'
    if (source.resources.texts.some((text) => text.includes('{{'))) return 'its resources hold parameters'
    return sameTexts(source.resources.texts, resources, (text) => text) ? undefined : changed
  }
  if (source.resources !== undefined && !couldFillIn(source.resources.texts, resources)) return changed
  const written = source.actions.map(({ action }) => action)
  if (written.some((action) => action.includes('{{'))) return 'its actions hold parameters'
  const actions = asList(wanted.Action ?? wanted.NotAction)
  return sameTexts(written, actions, (text) => text.toLowerCase()) ? undefined : changed
}

/** Whether texts with parameters can be what these became in an account. */
function couldFillIn(written: readonly string[], filled: readonly string[]): boolean {
  const patterns = written.map((text) => {
    const parts = text.split(/\{\{.*?\}\}/s).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    return new RegExp(`^${parts.join('.*')}$`, 's')
  })
  return (
    filled.every((text) => patterns.some((pattern) => pattern.test(text))) &&
    patterns.every((pattern) => filled.some((text) => pattern.test(text)))
  )
}

function sameTexts(a: readonly string[], b: readonly string[], as: (text: string) => string): boolean {
  const [left, right] = [new Set(a.map(as)), new Set(b.map(as))]
  return left.size === right.size && [...left].every((text) => right.has(text))
}

function byHand(proposal: OneStatement, reason: string, place: SourcePlace | undefined, mend?: string): PatchOutcome {
  const takeOut = mend ?? 'take the statement out'
  return {
    kind: 'by-hand',
    reason,
    mend: proposal.after === null ? takeOut : 'write this statement in its place',
    code: proposal.after === null ? null : printStatement(proposal.after, place?.style ?? houseStyle),
    ...(place === undefined ? {} : { place: { file: place.file, line: place.line } }),
  }
}
