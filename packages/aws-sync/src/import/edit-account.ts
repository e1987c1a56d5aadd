import { MagicString } from 'magic-string'
import { type DefinitionCall, definitionCalls } from '../review/definition-calls.ts'
import { readSourceFiles } from '../review/source-files.ts'
import { childrenOf, parseSource, propertyOf, type Syntax, type SyntaxNode } from '../review/syntax.ts'
import { arnsOf, type Lists, readLists } from './account-lists.ts'
import { type Code, list, object, printAt, text } from './code.ts'

/** What becomes of an ARN in an account's lists. */
export interface AccountEdit {
  /** The account's id in the model. */
  readonly account: string
  readonly arn: string
  /** Where it is to stand from now on; undefined for neither list. */
  readonly to: 'adopted' | undefined
}

/** A file of the source with another text. */
export interface EditedFile {
  /** Relative to the folder of the source, with forward slashes. */
  readonly file: string
  readonly path: string
  readonly text: string
}

/** Why the source can't be edited, and where to look; in words. */
export interface NotEditable {
  readonly problem: string
  readonly file?: string
}

/**
 * Moves an ARN between `foreign` and `adopted` of the account's `defineAccount`, in the source. Everything else of the file stays as it is.
 *
 * @throws {RolewrightError} `source-not-found`, `source-not-parsed`
 *
 * @example
 * ```ts
 * const edited = await editAccount('roles', { account: 'main', arn: 'arn:aws:iam::111122223333:group/Developers', to: 'adopted' })
 * ```
 */
export async function editAccount(dir: string, edit: AccountEdit): Promise<EditedFile | NotEditable> {
  for (const source of await readSourceFiles(dir)) {
    const syntax = parseSource(source.text, source.file)
    const definition = definitionCalls(syntax).find(({ kind, name }) => kind === 'account' && name === edit.account)
    if (definition === undefined) continue
    if (source.untouchable !== undefined) return { problem: source.untouchable, file: source.file }
    const edited = withLists(syntax, definition, edit)
    if (typeof edited !== 'string') return { problem: edited.problem, file: source.file }
    return isAsMeant(edited, source.file, edit)
      ? { file: source.file, path: source.path, text: edited }
      : { problem: 'the edit did not come out as meant', file: source.file }
  }
  return { problem: `no \`defineAccount\` with the literal id \`${edit.account}\` was found` }
}

function withLists(
  syntax: Syntax,
  { object: node }: DefinitionCall,
  edit: AccountEdit,
): string | { readonly problem: string } {
  const lists = readLists(node, edit)
  if (lists === undefined) return { problem: 'its `foreign` or `adopted` is computed' }
  const { foreign, adopted, wanted } = lists
  const commented = [foreign, adopted].some((property) => property !== undefined && hasComment(syntax, property))
  if (commented) return { problem: 'there are comments within `foreign` or `adopted`, which an edit would lose' }
  const step = innerIndent(syntax, node)
  return step === undefined
    ? onOneLine(syntax, node, lists)
    : onLines({ syntax, node, step }, { foreign, adopted, wanted })
}

/** An object that stands on one line is laid out anew. */
function onOneLine(syntax: Syntax, node: SyntaxNode, { foreign, adopted, wanted }: Lists): string {
  const start = syntax.text.lastIndexOf('\n', node.start) + 1
  const indent = /^[ \t]*/.exec(syntax.text.slice(start))?.[0] ?? ''
  const others = propertiesOf(node).filter((property) => property !== foreign && property !== adopted)
  const items = [
    ...others.map((property) => syntax.text.slice(property.start, property.end)),
    ...listProperties(wanted),
  ]
  const place = { indent, before: node.start - start - indent.length, after: 1 }
  const written = printAt({ open: '{', items, close: '}', padded: true }, place)
  return new MagicString(syntax.text).overwrite(node.start, node.end, written).toString()
}

/** In one of several lines only the lists are touched. */
function onLines(
  { syntax, node, step }: { readonly syntax: Syntax; readonly node: SyntaxNode; readonly step: string },
  { foreign, adopted, wanted }: Lists,
): string {
  const code = new MagicString(syntax.text)
  const properties = propertiesOf(node)
  const fresh: string[] = []
  for (const [property, name] of [
    [foreign, 'foreign'],
    [adopted, 'adopted'],
  ] as const) {
    const [item] = listProperties({ foreign: [], adopted: [], [name]: wanted[name] })
    const written = item === undefined ? undefined : printAt(item, { indent: step, before: 0, after: 1 })
    if (property === undefined && written !== undefined) fresh.push(written)
    else if (property !== undefined && written !== undefined) code.overwrite(property.start, property.end, written)
    else if (property !== undefined) removeProperty(code, properties, property)
  }
  const last = properties.at(-1)
  for (const written of fresh) if (last !== undefined) code.appendLeft(last.end, `,\n${step}${written}`)
  return code.toString()
}

/** A property with the comma that parts it from its neighbour. */
function removeProperty(code: MagicString, properties: readonly SyntaxNode[], property: SyntaxNode): void {
  const index = properties.indexOf(property)
  const [previous, next] = [properties[index - 1], properties[index + 1]]
  if (previous !== undefined) code.remove(previous.end, property.end)
  else code.remove(property.start, next?.start ?? property.end)
}

function listProperties(lists: Lists['wanted']): readonly Code[] {
  return object({
    foreign: lists.foreign.length === 0 ? undefined : list(lists.foreign.map(text)),
    adopted: lists.adopted.length === 0 ? undefined : list(lists.adopted.map(text)),
  }).items
}

function propertiesOf(node: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(node, 'properties').filter((property) => property !== null)
}

function hasComment(syntax: Syntax, node: SyntaxNode): boolean {
  return syntax.comments.some((comment) => comment.start > node.start && comment.end < node.end)
}

/** How far the properties of an object are indented; undefined where it stands on one line. */
function innerIndent(syntax: Syntax, node: SyntaxNode): string | undefined {
  const first = childrenOf(node, 'properties')[0]
  if (first === null || first === undefined) return undefined
  const lead = syntax.text.slice(syntax.text.lastIndexOf('\n', first.start) + 1, first.start)
  return /^\s*$/.test(lead) ? lead : undefined
}

/** Reads the edited file again: both lists must say what was meant. */
function isAsMeant(after: string, file: string, edit: AccountEdit): boolean {
  const definition = definitionCalls(parseSource(after, file)).find(
    ({ kind, name }) => kind === 'account' && name === edit.account,
  )
  if (definition === undefined) return false
  const [foreign, adopted] = [propertyOf(definition.object, 'foreign'), propertyOf(definition.object, 'adopted')].map(
    arnsOf,
  )
  return foreign?.includes(edit.arn) === false && adopted?.includes(edit.arn) === (edit.to === 'adopted')
}
