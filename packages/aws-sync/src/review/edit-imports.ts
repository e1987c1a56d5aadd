import { MagicString } from 'magic-string'
import { childOf, childrenOf, literalText, nodesOf, parseSource, type Syntax, type SyntaxNode } from './syntax.ts'

const CORE = '@rolewright/core'

/** A file's text whose imports are right, and the names that are no longer imported. */
export interface RightImports {
  readonly text: string
  readonly dropped: readonly { readonly name: string; readonly from: string }[]
}

/**
 * The same file with its imports made right after an edit: `unlisted` comes in when it is needed, and what the edit left without a use
 * goes out, with its declaration when nothing else is left of it.
 */
export function withRightImports(text: string, file: string, usedBefore: ReadonlySet<string>): RightImports {
  const syntax = parseSource(text, file)
  const used = usedNames(syntax)
  const declarations = nodesIn(syntax, 'ImportDeclaration').filter((node) => node['importKind'] !== 'type')
  const code = new MagicString(text)
  const imported = new Set<string>()
  const dropped: { name: string; from: string }[] = []
  for (const declaration of declarations) {
    const specifiers = childrenOf(declaration, 'specifiers').filter((node) => node !== null)
    for (const specifier of specifiers) imported.add(localName(specifier))
    const gone = specifiers.filter((specifier) => {
      const name = localName(specifier)
      return usedBefore.has(name) && !used.has(name)
    })
    if (gone.length === 0) continue
    const from = literalText(childOf(declaration, 'source')) ?? ''
    dropped.push(...gone.map((specifier) => ({ name: localName(specifier), from })))
    if (gone.length === specifiers.length) {
      const lineEnd = /^[ \t]*\n?/.exec(text.slice(declaration.end))?.[0].length ?? 0
      code.remove(declaration.start, declaration.end + lineEnd)
      continue
    }
    for (const [index, specifier] of specifiers.entries()) {
      if (!gone.includes(specifier)) continue
      const next = specifiers[index + 1]
      const kept = specifiers.slice(0, index).findLast((one) => !gone.includes(one))
      if (next !== undefined) code.remove(specifier.start, next.start)
      else if (kept !== undefined) code.remove(kept.end, specifier.end)
    }
  }
  if (used.has('unlisted') && !imported.has('unlisted') && !usedBefore.has('unlisted')) {
    return { text: withImport(code.toString(), file, { name: 'unlisted', from: CORE }), dropped }
  }
  return { text: code.toString(), dropped }
}

/** The same file that also imports a name: with others of its module, or else in a line below the last import. */
export function withImport(
  text: string,
  file: string,
  wanted: { readonly name: string; readonly from: string },
): string {
  const syntax = parseSource(text, file)
  const declarations = nodesIn(syntax, 'ImportDeclaration')
  const names = declarations.flatMap((node) => childrenOf(node, 'specifiers'))
  if (names.some((node) => node !== null && localName(node) === wanted.name)) return text
  const code = new MagicString(text)
  const same = declarations.find(
    (node) => node['importKind'] !== 'type' && literalText(childOf(node, 'source')) === wanted.from,
  )
  const specifier = same === undefined ? undefined : childrenOf(same, 'specifiers').at(-1)
  if (specifier?.type === 'ImportSpecifier') code.appendLeft(specifier.end, `, ${wanted.name}`)
  else {
    const last = declarations.at(-1)
    const quote = text.includes(`from "`) ? '"' : "'"
    const line = `import { ${wanted.name} } from ${quote}${wanted.from}${quote}`
    if (last === undefined) code.prepend(`${line}\n`)
    else code.appendRight(last.end, `\n${line}`)
  }
  return code.toString()
}

/** Names that a file uses anywhere but in its imports. */
export function usedNames(syntax: Syntax): ReadonlySet<string> {
  const names = new Set<string>()
  const inImports = new Set<SyntaxNode>()
  for (const declaration of nodesIn(syntax, 'ImportDeclaration'))
    for (const node of nodesOf(declaration)) inImports.add(node)
  for (const node of nodesOf(syntax.root)) {
    if (node.type === 'Identifier' && !inImports.has(node) && typeof node['name'] === 'string') names.add(node['name'])
  }
  return names
}

function nodesIn(syntax: Syntax, type: string): readonly SyntaxNode[] {
  return [...nodesOf(syntax.root)].filter((node) => node.type === type)
}

function localName(specifier: SyntaxNode): string {
  const name = childOf(specifier, 'local')?.['name']
  return typeof name === 'string' ? name : ''
}
