import { MagicString } from 'magic-string'
import { importsOf } from './definition-calls.ts'
import { removeFromList } from './edit-list.ts'
import { childOf, childrenOf, literalText, nodesOf, parseSource, type Syntax, type SyntaxNode } from './syntax.ts'

const CORE = '@rolewright/core'

/** One name that a file imports. */
export interface Import {
  /** As the file calls it. */
  readonly name: string
  readonly from: string
  /** What its module calls it, where that is another name: `default`, or `*` for the whole module. */
  readonly imported?: string
}

/** A file's text whose imports are right, and the names that are no longer imported. */
export interface RightImports {
  readonly text: string
  readonly dropped: readonly Import[]
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
  const dropped: Import[] = []
  const known = new Map(importsOf(syntax).map((one) => [one.local, one]))
  for (const declaration of declarations) {
    const specifiers = childrenOf(declaration, 'specifiers').filter((node) => node !== null)
    for (const specifier of specifiers) imported.add(localName(specifier))
    const gone = specifiers.filter((specifier) => {
      const name = localName(specifier)
      return usedBefore.has(name) && !used.has(name)
    })
    if (gone.length === 0) continue
    for (const specifier of gone) {
      const one = known.get(localName(specifier))
      if (one === undefined) continue
      const { local, original, from } = one
      dropped.push({ name: local, from, ...(original === local ? {} : { imported: original }) })
    }
    if (gone.length === specifiers.length) {
      const lineEnd = /^[ \t]*\n?/.exec(text.slice(declaration.end))?.[0].length ?? 0
      code.remove(declaration.start, declaration.end + lineEnd)
    } else removeSpecifiers(code, syntax, { specifiers, gone })
  }
  if (used.has('unlisted') && !imported.has('unlisted') && !usedBefore.has('unlisted')) {
    return { text: withImport(code.toString(), file, { name: 'unlisted', from: CORE }), dropped }
  }
  return { text: code.toString(), dropped }
}

/** Some specifiers of a declaration that keeps others: `a, { b, c }` or `a, * as b`. */
function removeSpecifiers(
  code: MagicString,
  syntax: Syntax,
  given: { readonly specifiers: readonly SyntaxNode[]; readonly gone: readonly SyntaxNode[] },
): void {
  const { specifiers, gone } = given
  const named = specifiers.filter(({ type }) => type === 'ImportSpecifier')
  const [first] = named
  const whole = specifiers.find(({ type }) => type === 'ImportDefaultSpecifier')
  const space = specifiers.find(({ type }) => type === 'ImportNamespaceSpecifier')
  const brace = first === undefined ? undefined : syntax.text.lastIndexOf('{', first.start)
  const behind = space?.start ?? brace
  if (whole !== undefined && behind !== undefined && gone.includes(whole)) code.remove(whole.start, behind)
  if (whole !== undefined && space !== undefined && gone.includes(space)) code.remove(whole.end, space.end)
  const goneNamed = named.filter((node) => gone.includes(node))
  const last = named.at(-1)
  if (whole !== undefined && last !== undefined && goneNamed.length === named.length) {
    code.remove(whole.end, syntax.text.indexOf('}', last.end) + 1)
  } else removeFromList({ code, syntax }, named, goneNamed)
}

/** The same file that also imports a name: with others of its module, or else in a line below the last import. */
export function withImport(text: string, file: string, wanted: Import): string {
  const syntax = parseSource(text, file)
  const declarations = nodesIn(syntax, 'ImportDeclaration')
  const names = declarations.flatMap((node) => childrenOf(node, 'specifiers'))
  if (names.some((node) => node !== null && localName(node) === wanted.name)) return text
  const code = new MagicString(text)
  const same = declarations.find(
    (node) => node['importKind'] !== 'type' && literalText(childOf(node, 'source')) === wanted.from,
  )
  const specifier = same === undefined ? undefined : childrenOf(same, 'specifiers').at(-1)
  const { name, from, imported = name } = wanted
  const listed = imported === name ? name : `${imported} as ${name}`
  if (specifier?.type === 'ImportSpecifier' && imported !== 'default' && imported !== '*') {
    code.appendLeft(specifier.end, `, ${listed}`)
  } else {
    const last = declarations.at(-1)
    const quote = text.includes(`from "`) ? '"' : "'"
    const what = imported === 'default' ? name : imported === '*' ? listed : `{ ${listed} }`
    const end = last !== undefined && syntax.text[last.end - 1] === ';' ? ';' : ''
    const line = `import ${what} from ${quote}${from}${quote}${end}`
    if (last !== undefined) code.appendRight(last.end, `\n${line}`)
    else code.appendLeft(/^#![^\n]*\n/.exec(text)?.[0].length ?? 0, `${line}\n`)
  }
  return code.toString()
}

/** Names that a file uses anywhere but in its imports; a property of that name is another thing. */
export function usedNames(syntax: Syntax): ReadonlySet<string> {
  const names = new Set<string>()
  const others = new Set<SyntaxNode>()
  for (const declaration of nodesIn(syntax, 'ImportDeclaration'))
    for (const node of nodesOf(declaration)) others.add(node)
  for (const node of nodesOf(syntax.root)) {
    const member = /^(?:Optional)?MemberExpression$/.test(node.type) ? childOf(node, 'property') : undefined
    const key = node.type === 'ObjectProperty' ? childOf(node, 'key') : member
    if (key !== undefined && node['computed'] !== true) others.add(key)
    if (!/^(?:JSX)?Identifier$/.test(node.type) || others.has(node)) continue
    if (typeof node['name'] === 'string') names.add(node['name'])
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
