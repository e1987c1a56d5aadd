import {
  childOf,
  childrenOf,
  literalText,
  nodesOf,
  propertyOf,
  type Syntax,
  type SyntaxNode,
  unwrap,
} from './syntax.ts'

/** What a call defines. */
export type DefinedKind = 'policy' | 'task' | 'role' | 'person' | 'account'

/** A `define…` call with a literal name. */
export interface DefinitionCall {
  readonly kind: DefinedKind
  /** The policy's name, or the id of anything else. */
  readonly name: string
  readonly call: SyntaxNode
  /** The object it is given. */
  readonly object: SyntaxNode
  /** Whether what is called is Rolewright's own, and not a function of the same name that may do more. */
  readonly own: boolean
}

const NAMES: Readonly<Record<string, { readonly kind: DefinedKind; readonly field: 'name' | 'id' }>> = {
  definePolicy: { kind: 'policy', field: 'name' },
  defineTask: { kind: 'task', field: 'id' },
  defineRole: { kind: 'role', field: 'id' },
  definePerson: { kind: 'person', field: 'id' },
  defineAccount: { kind: 'account', field: 'id' },
}

/** The `define…` calls of a file that name what they define with a literal, in the order of the text; imports by another name count. */
export function definitionCalls(syntax: Syntax): readonly DefinitionCall[] {
  const aliases = importedNames(syntax)
  const calls: DefinitionCall[] = []
  for (const node of nodesOf(syntax.root)) {
    if (node.type !== 'CallExpression') continue
    const defined = NAMES[calleeName(node, aliases)]
    const object = unwrap(childrenOf(node, 'arguments')[0] ?? undefined)
    if (defined === undefined || object?.type !== 'ObjectExpression') continue
    const property = propertyOf(object, defined.field)
    const name = property === undefined ? undefined : literalText(childOf(property, 'value'))
    if (name !== undefined) calls.push({ kind: defined.kind, name, call: node, object, own: isOwn(node, syntax) })
  }
  return calls
}

/** What a call calls, under the name that its module exports it by; empty for anything but a plain or imported name. */
export function calleeName(call: SyntaxNode, aliases: ReadonlyMap<string, string>): string {
  const callee = childOf(call, 'callee')
  if (callee === undefined) return ''
  const name = callee.type === 'MemberExpression' ? childOf(callee, 'property')?.['name'] : callee['name']
  if (typeof name !== 'string') return ''
  return callee.type === 'Identifier' ? (aliases.get(name) ?? name) : name
}

/** Local names of imports, to the names they were exported by. */
export function importedNames(syntax: Syntax): ReadonlyMap<string, string> {
  return new Map(importsOf(syntax).flatMap(({ local, original }) => (original === '*' ? [] : [[local, original]])))
}

/** One name that a file imports; `original` is `*` for a whole module. */
export interface ImportedName {
  readonly local: string
  readonly original: string
  readonly from: string
}

/** Every name that a file imports, in the order of the text. */
export function importsOf(syntax: Syntax): readonly ImportedName[] {
  return childrenOf(childOf(syntax.root, 'program') ?? syntax.root, 'body').flatMap((statement) => {
    if (statement?.type !== 'ImportDeclaration') return []
    const from = literalText(childOf(statement, 'source')) ?? ''
    return childrenOf(statement, 'specifiers').flatMap((node): ImportedName[] => {
      const local = node === null ? undefined : childOf(node, 'local')?.['name']
      if (node === null || typeof local !== 'string') return []
      if (node.type === 'ImportNamespaceSpecifier') return [{ local, original: '*', from }]
      if (node.type === 'ImportDefaultSpecifier') return [{ local, original: 'default', from }]
      const imported = childOf(node, 'imported')
      const original = imported?.type === 'Identifier' ? imported['name'] : literalText(imported)
      return typeof original === 'string' ? [{ local, original, from }] : []
    })
  })
}

/** Whether what a call calls comes from `@rolewright/core`, or from nowhere in this file, as in a snippet. */
export function isOwn(call: SyntaxNode, syntax: Syntax): boolean {
  const callee = childOf(call, 'callee')
  const root = callee?.type === 'MemberExpression' ? childOf(callee, 'object') : callee
  const name = root?.type === 'Identifier' ? root['name'] : undefined
  if (typeof name !== 'string' || callee === undefined) return false
  const imported = importsOf(syntax).find(({ local }) => local === name)
  if (imported !== undefined) return imported.from === '@rolewright/core'
  return callee.type === 'Identifier' && !declaredNames(syntax).has(name)
}

const declared = new WeakMap<Syntax, ReadonlySet<string>>()

/** Names that a file declares itself, in whatever scope: by `const`, `function`, or as a parameter. */
function declaredNames(syntax: Syntax): ReadonlySet<string> {
  const known = declared.get(syntax)
  if (known !== undefined) return known
  const names = new Set<string>()
  const bind = (pattern: SyntaxNode | null | undefined): void => {
    if (pattern === null || pattern === undefined) return
    for (const node of nodesOf(pattern)) if (typeof node['name'] === 'string') names.add(node['name'])
  }
  for (const node of nodesOf(syntax.root)) {
    if (node.type === 'VariableDeclarator' || /^(?:Function|Class)Declaration$/.test(node.type))
      bind(childOf(node, 'id'))
    for (const parameter of childrenOf(node, 'params')) bind(parameter)
  }
  declared.set(syntax, names)
  return names
}
