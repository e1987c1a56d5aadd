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
    if (name !== undefined) calls.push({ kind: defined.kind, name, call: node, object })
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
  const names = new Map<string, string>()
  for (const node of nodesOf(syntax.root)) {
    if (node.type !== 'ImportSpecifier') continue
    const imported = childOf(node, 'imported')
    const local = childOf(node, 'local')?.['name']
    const original = imported?.type === 'Identifier' ? imported['name'] : literalText(imported)
    if (typeof local === 'string' && typeof original === 'string') names.set(local, original)
  }
  return names
}
