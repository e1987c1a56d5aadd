import { MagicString } from 'magic-string'
import { childOf, childrenOf, literalText, nodesOf, parseSource, type Syntax, type SyntaxNode } from './syntax.ts'

const CORE = '@rolewright/core'

/**
 * The same file with its imports from `@rolewright/core` made right after an edit: `unlisted` comes in when it is needed, and what the edit
 * left without a use goes out.
 */
export function withRightImports(text: string, file: string, usedBefore: ReadonlySet<string>): string {
  const syntax = parseSource(text, file)
  const used = usedNames(syntax)
  const declarations = nodesIn(syntax, 'ImportDeclaration').filter(
    (node) => literalText(childOf(node, 'source')) === CORE && node['importKind'] !== 'type',
  )
  const code = new MagicString(text)
  const imported = new Set<string>()
  for (const declaration of declarations) {
    const specifiers = childrenOf(declaration, 'specifiers').filter((node) => node !== null)
    for (const specifier of specifiers) imported.add(localName(specifier))
    const gone = specifiers.filter((specifier) => {
      const name = localName(specifier)
      return usedBefore.has(name) && !used.has(name)
    })
    if (gone.length === 0 || gone.length === specifiers.length) continue
    for (const specifier of gone) {
      const next = specifiers[specifiers.indexOf(specifier) + 1]
      const previous = specifiers[specifiers.indexOf(specifier) - 1]
      if (next !== undefined) code.remove(specifier.start, next.start)
      else if (previous !== undefined) code.remove(previous.end, specifier.end)
    }
  }
  if (used.has('unlisted') && !imported.has('unlisted') && !usedBefore.has('unlisted')) {
    const last = childrenOf(declarations[0] ?? syntax.root, 'specifiers').at(-1)
    if (last === null || last === undefined) code.prepend(`import { unlisted } from '${CORE}'\n`)
    else code.appendLeft(last.end, ', unlisted')
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
