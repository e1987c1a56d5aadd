import { childOf, childrenOf, hasSpread, literalText, propertyOf, type SyntaxNode, unwrap } from '../review/syntax.ts'
import type { AccountEdit } from './edit-account.ts'

/** The lists `foreign` and `adopted` in the definition of an account, and what is to stand in them. */
export interface Lists {
  readonly foreign: SyntaxNode | undefined
  readonly adopted: SyntaxNode | undefined
  readonly wanted: { readonly foreign: readonly string[]; readonly adopted: readonly string[] }
}

/** Both lists as they are and as they are to be; undefined where one is not spelled out. */
export function readLists(node: SyntaxNode, { arn, to }: AccountEdit): Lists | undefined {
  if (hasSpread(node, 'properties')) return undefined
  const [foreign, adopted] = [propertyOf(node, 'foreign'), propertyOf(node, 'adopted')]
  const [has, owns] = [arnsOf(foreign), arnsOf(adopted)]
  if (has === undefined || owns === undefined) return undefined
  const rest = owns.filter((one) => one !== arn)
  return {
    foreign,
    adopted,
    wanted: {
      foreign: has.filter((one) => one !== arn),
      adopted: to === 'adopted' ? [...rest, arn].toSorted() : rest,
    },
  }
}

/** The literals of a list, none where there is no list; undefined where something of it is computed. */
export function arnsOf(property: SyntaxNode | undefined): readonly string[] | undefined {
  if (property === undefined) return []
  const value = unwrap(childOf(property, 'value'))
  if (value?.type !== 'ArrayExpression' || hasSpread(value, 'elements')) return undefined
  const texts = childrenOf(value, 'elements').map((element) => literalText(element ?? undefined))
  return texts.every((one) => one !== undefined) ? texts : undefined
}
