import { parse } from '@babel/parser'
import { RolewrightError } from '@rolewright/core'

/** A node of the syntax tree, with what every node has; offsets count UTF-16 units. */
export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly loc: { readonly start: { readonly line: number; readonly column: number } }
  readonly [key: string]: unknown
}

/** A comment and where it stands. */
export interface SyntaxComment {
  readonly start: number
  readonly end: number
}

/** A file's text, tree and comments. */
export interface Syntax {
  readonly text: string
  readonly root: SyntaxNode
  readonly comments: readonly SyntaxComment[]
}

/** Parses TypeScript. Throws code `source-not-parsed` with file, line and column for what can't be. */
export function parseSource(text: string, file: string): Syntax {
  try {
    const tree: unknown = parse(text, {
      sourceType: 'module',
      plugins: ['typescript', 'decorators', ...(file.endsWith('x') ? (['jsx'] as const) : [])],
      // So that an element ends behind its parentheses.
      createParenthesizedExpressions: true,
    })
    if (!isNode(tree)) throw new TypeError('the parser gave no tree')
    const comments: unknown = tree['comments']
    return { text, root: tree, comments: Array.isArray(comments) ? comments.filter(isPlaced) : [] }
  } catch (error) {
    throw new RolewrightError({
      code: 'source-not-parsed',
      message: `\`${file}\` is not TypeScript that can be read: ${error instanceof Error ? error.message : String(error)}`,
      hint: 'mend the file; `tsc` says more',
      path: file,
      cause: error,
    })
  }
}

/** Every node of a tree, outer ones first, in the order of the text. */
export function* nodesOf(node: SyntaxNode): Generator<SyntaxNode, void, undefined> {
  yield node
  for (const [key, value] of Object.entries(node)) {
    if (/comments$/i.test(key) || key === 'tokens' || key === 'errors') continue
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* nodesOf(child)
  }
}

/** The node of a field, if there is one. */
export function childOf(node: SyntaxNode, field: string): SyntaxNode | undefined {
  const child = node[field]
  return isNode(child) ? child : undefined
}

/** The nodes of a field that is a list; null stands for a hole. */
export function childrenOf(node: SyntaxNode, field: string): readonly (SyntaxNode | null)[] {
  const children = node[field]
  return Array.isArray(children) ? children.map((child: unknown) => (isNode(child) ? child : null)) : []
}

/** The expression within `(x)`, `x as const`, `x satisfies T` and `x!`. */
export function unwrap(node: SyntaxNode | undefined): SyntaxNode | undefined {
  const wrapped = /^(TSAsExpression|TSSatisfiesExpression|TSNonNullExpression|ParenthesizedExpression)$/
  return node !== undefined && wrapped.test(node.type) ? unwrap(childOf(node, 'expression')) : node
}

/** The text of a string literal, or of a template without expressions. */
export function literalText(node: SyntaxNode | undefined): string | undefined {
  const inner = unwrap(node)
  if (inner?.type === 'StringLiteral') return typeof inner['value'] === 'string' ? inner['value'] : undefined
  if (inner?.type !== 'TemplateLiteral') return undefined
  const [quasi, ...others] = childrenOf(inner, 'quasis')
  if (quasi === null || quasi === undefined || others.length > 0) return undefined
  const value = quasi['value']
  const cooked = value !== null && typeof value === 'object' && 'cooked' in value ? value.cooked : undefined
  return typeof cooked === 'string' ? cooked : undefined
}

/** The property of an object expression by its literal key; undefined where there is none, or where a spread may hide it. */
export function propertyOf(object: SyntaxNode, name: string): SyntaxNode | undefined {
  return childrenOf(object, 'properties').find((property): property is SyntaxNode => {
    if (property?.type !== 'ObjectProperty' || property['computed'] === true) return false
    const key = childOf(property, 'key')
    return (key?.type === 'Identifier' ? key['name'] : literalText(key)) === name
  })
}

/** Whether an object or array has parts that only run time knows. */
export function hasSpread(node: SyntaxNode, field: 'properties' | 'elements'): boolean {
  return childrenOf(node, field).some(
    (child) => child === null || child.type === 'SpreadElement' || child['computed'] === true,
  )
}

function isNode(value: unknown): value is SyntaxNode {
  return isPlaced(value) && 'type' in value && typeof value.type === 'string'
}

function isPlaced(value: unknown): value is SyntaxComment {
  return (
    value !== null &&
    typeof value === 'object' &&
    'start' in value &&
    'end' in value &&
    typeof value.start === 'number' &&
    typeof value.end === 'number'
  )
}
