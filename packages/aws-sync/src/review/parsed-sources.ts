import { type DefinedKind, type DefinitionCall, definitionCalls } from './definition-calls.ts'
import { type CodeStyle, houseStyle } from './print-statement.ts'
import { indentAt } from './edit-list.ts'
import type { SourceFile } from './source-files.ts'
import { literalText, nodesOf, parseSource, type Syntax, type SyntaxNode } from './syntax.ts'

/** A source file, parsed; what it was read as stays in `source`, and `text` is what it has become. */
export interface ParsedSource {
  readonly source: SourceFile
  readonly text: string
  readonly syntax: Syntax
  readonly calls: readonly DefinitionCall[]
}

/** A place in the source for a person, and how the code around it is written. */
export interface SourcePlace {
  readonly style: CodeStyle
  readonly file: string
  /** From 1. */
  readonly line: number
}

/** Parses a file as it is now. Line ends of Windows and a byte order mark are left aside; {@link asWritten} puts them back. */
export function parseFile(source: SourceFile, text: string = plain(source.text)): ParsedSource {
  const syntax = parseSource(text, source.file)
  return { source, text, syntax, calls: definitionCalls(syntax) }
}

/** Parses the files of a folder; one that can't be, and defines nothing, is none of ours: a template, for example. */
export function parseFiles(sources: readonly SourceFile[]): readonly ParsedSource[] {
  return sources.flatMap((source) => {
    try {
      return [parseFile(source)]
    } catch (error) {
      if (/\bdefine(?:Policy|Task|Role|Person|Account)\b/.test(source.text)) throw error
      return []
    }
  })
}

/** The text as it goes to the disk: with the file's own line ends and byte order mark. */
export function asWritten({ source, text }: Pick<ParsedSource, 'source' | 'text'>): string {
  const mark = source.text.startsWith('\uFEFF') ? '\uFEFF' : ''
  return mark + (hasWindowsLines(source.text) ? text.replaceAll('\n', '\r\n') : text)
}

function plain(text: string): string {
  const unmarked = text.replace(/^\uFEFF/, '')
  return hasWindowsLines(text) ? unmarked.replaceAll('\r\n', '\n') : unmarked
}

/** Whether every line ends as on Windows; a file that mixes line ends is edited as it is. */
function hasWindowsLines(text: string): boolean {
  return text.includes('\r\n') && !/(?<!\r)\n/.test(text)
}

/** The one definition of a kind and a name, or in words why there is not one. */
export function theDefinition(
  files: readonly ParsedSource[],
  kind: DefinedKind,
  name: string,
): { readonly file: ParsedSource; readonly definition: DefinitionCall } | string {
  const found = files.flatMap((file) =>
    file.calls.filter((call) => call.kind === kind && call.name === name).map((definition) => ({ file, definition })),
  )
  const callee = `define${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`
  const [only, other] = found
  if (only === undefined) {
    return `no \`${callee}\` has the literal ${kind === 'policy' ? 'name' : 'id'} \`${name}\``
  }
  if (other !== undefined) {
    return `\`${name}\` is defined twice, in \`${only.file.source.file}\` and \`${other.file.source.file}\``
  }
  if (only.file.source.untouchable !== undefined) return only.file.source.untouchable
  if (!only.definition.own) return `\`${callee}\` is not Rolewright’s own there, and may do more`
  return only
}

/** Where a name stands as a literal although no definition has it: usually the call of a function that defines. */
export function mentionOf(name: string, files: readonly ParsedSource[]): SourcePlace | undefined {
  for (const { source, syntax } of files) {
    const node = [...nodesOf(syntax.root)].find((candidate) => literalText(candidate) === name)
    if (node !== undefined) return { style: houseStyle, file: source.file, line: node.loc.start.line }
  }
  return undefined
}

/** Quotes and indentation as they are around a definition. */
export function styleOf(syntax: Syntax, call: SyntaxNode): CodeStyle {
  const literal = [...nodesOf(call)].find((node) => node.type === 'StringLiteral')
  const quote = literal !== undefined && syntax.text[literal.start] === '"' ? '"' : "'"
  const inner = [...nodesOf(call)].find(
    (node) => node.type === 'ObjectProperty' && node.loc.start.line > call.loc.start.line,
  )
  const indent = inner === undefined ? '' : indentAt(syntax, inner.start).slice(indentAt(syntax, call.start).length)
  return { quote, step: indent === '' ? houseStyle.step : indent }
}
