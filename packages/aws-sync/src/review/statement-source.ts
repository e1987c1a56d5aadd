import { calleeName, importedNames, isOwn } from './definition-calls.ts'
import {
  childOf,
  childrenOf,
  hasSpread,
  literalText,
  propertyOf,
  type Syntax,
  type SyntaxNode,
  unwrap,
} from './syntax.ts'

/** One element of a policy's `statements`, as far as it is spelled out. */
export interface StatementSyntax {
  /** The whole element: `allow({ … })`. */
  readonly element: SyntaxNode
  /** The object inside it. */
  readonly object: SyntaxNode
  readonly effect: 'Allow' | 'Deny'
  /** The property `actions` or `notActions`, and its list. */
  readonly property: SyntaxNode
  readonly negated: boolean
  readonly list: SyntaxNode
  readonly actions: readonly { readonly action: string; readonly node: SyntaxNode }[]
  readonly hasSid: boolean
  /** The list `resources` and its texts, where it is one of literals. */
  readonly resources?: { readonly list: SyntaxNode; readonly texts: readonly string[] }
}

/** The statements of a policy, or in words why they are not spelled out. */
export function statementsOf(
  policy: SyntaxNode,
): { readonly list: SyntaxNode; readonly elements: readonly SyntaxNode[] } | string {
  if (hasSpread(policy, 'properties')) return 'the policy is put together from other values'
  const property = propertyOf(policy, 'statements')
  const list = property === undefined ? undefined : unwrap(childOf(property, 'value'))
  if (list?.type !== 'ArrayExpression') return 'its statements are computed'
  if (hasSpread(list, 'elements')) return 'its statements are put together from other lists'
  return { list, elements: childrenOf(list, 'elements').filter((element) => element !== null) }
}

/** Reads `allow({ … })` or `deny({ … })`, or says in words what of it is computed. */
export function readStatement(element: SyntaxNode, syntax: Syntax): StatementSyntax | string {
  const aliases = importedNames(syntax)
  const call = unwrap(element)
  const callee = call?.type === 'CallExpression' ? calleeName(call, aliases) : ''
  if (call === undefined || (callee !== 'allow' && callee !== 'deny') || !isOwn(call, syntax))
    return 'the statement is computed'
  const object = unwrap(childrenOf(call, 'arguments')[0] ?? undefined)
  if (object?.type !== 'ObjectExpression' || hasSpread(object, 'properties'))
    return 'the statement is put together from other values'
  const positive = propertyOf(object, 'actions')
  const property = positive ?? propertyOf(object, 'notActions')
  const list = property === undefined ? undefined : unwrap(childOf(property, 'value'))
  if (property === undefined || list?.type !== 'ArrayExpression') return 'its actions are computed'
  const actions: { action: string; node: SyntaxNode }[] = []
  for (const node of childrenOf(list, 'elements')) {
    const action = node === null ? undefined : actionOf(node, syntax)
    if (node === null || action === undefined) return 'its actions are computed'
    actions.push({ action, node })
  }
  return {
    element,
    object,
    effect: callee === 'allow' ? 'Allow' : 'Deny',
    property,
    negated: positive === undefined,
    list,
    actions,
    hasSid: propertyOf(object, 'sid') !== undefined,
    ...resourcesOf(object),
  }
}

/** A Sid that no other statement of the list has: each narrowing alone could have been given the same. */
export function freeSid(sid: string, elements: readonly SyntaxNode[]): string {
  const taken = new Set(
    elements.flatMap((element) => {
      const object = unwrap(childrenOf(unwrap(element) ?? element, 'arguments')[0] ?? undefined)
      const property = object?.type === 'ObjectExpression' ? propertyOf(object, 'sid') : undefined
      return property === undefined ? [] : (literalText(childOf(property, 'value')) ?? [])
    }),
  )
  let free = sid
  for (let number = 2; taken.has(free); number++) free = `${sid}${number}`
  return free
}

function resourcesOf(object: SyntaxNode): Pick<StatementSyntax, 'resources'> {
  const property = propertyOf(object, 'resources')
  const list = property === undefined ? undefined : unwrap(childOf(property, 'value'))
  if (property === undefined || list?.type !== 'ArrayExpression') return {}
  const texts = childrenOf(list, 'elements').map((node) => (node === null ? undefined : literalText(node)))
  return texts.every((text) => text !== undefined) ? { resources: { list, texts } } : {}
}

/** A literal action, or the literal inside `unlisted('…')`. */
function actionOf(node: SyntaxNode, syntax: Syntax): string | undefined {
  const inner = unwrap(node)
  if (inner?.type === 'CallExpression' && calleeName(inner, importedNames(syntax)) === 'unlisted') {
    return literalText(childrenOf(inner, 'arguments')[0] ?? undefined)
  }
  return literalText(inner)
}
