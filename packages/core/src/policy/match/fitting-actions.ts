import { actionCount, actionNumber } from '../../catalog/action-names.ts'
import { type ActionSet, actionSet, numbersIn } from '../../catalog/action-set.ts'
import { actionOfNumber, findService } from '../../catalog/catalog.ts'
import { actionSetOf } from './action-patterns.ts'
import { asList } from '../as-list.ts'
import type { Statement } from '../document.ts'
import { globsOverlap } from './globs-overlap.ts'
import { splitSegments } from './match-arn.ts'

/**
 * The catalogue's actions that a statement speaks of and whose resource it can name: `s3:Put*` on `arn:aws:s3:::data/*` has `PutObject`
 * but not `PutBucketPolicy`, which acts on a bucket. An action that acts on no resource wants `*`.
 *
 * Follows the resource types of AWS's service authorization reference. A policy variable may stand for anything, and NotResource leaves
 * everything else.
 */
export function fittingActions(
  statement: Pick<Statement, 'Action' | 'NotAction' | 'Resource' | 'NotResource'>,
): ActionSet {
  const actions = actionSetOf(statement)
  if (statement.Resource === undefined) return actions
  const patterns = asList(statement.Resource).map((resource) => splitSegments(resource.replaceAll(/\$\{[^}]*\}/g, '*')))
  if (patterns.some((pattern) => pattern.length < 6 && pattern.at(-1)?.endsWith('*') === true)) return actions
  return actionSet(
    [...numbersIn(actions)].filter((number) =>
      formsOf(number).some((form) => patterns.some((pattern) => fits(form, pattern))),
    ),
    actionCount(),
  )
}

/** How an ARN of one type of resource looks, its variables as wildcards. */
interface Form {
  readonly segments: readonly string[]
  /** Another type is named by a path below this one, so that this one's name has no slash of its own. */
  readonly slashes: number | null
}

const known = new Map<number, readonly Form[]>()

function formsOf(number: number): readonly Form[] {
  const there = known.get(number)
  if (there !== undefined) return there
  const action = actionOfNumber(number)
  const others =
    action === undefined ? [] : (findService(action.service)?.resourceTypes ?? []).flatMap(({ arns }) => arns)
  const forms = (action?.resources ?? []).flatMap(({ type }) =>
    type.arns.map((arn): Form => {
      const segments = splitSegments(arn.replaceAll(/\$\{[^}]*\}/g, '*'))
      const below = others.some((other) => other.startsWith(`${arn}/`))
      return { segments, slashes: below ? count(segments.at(-1) ?? '') : null }
    }),
  )
  known.set(number, forms)
  return forms
}

/**
 * Whether a resource pattern can name something that an action acts on. An action that acts on no resource wants `*`.
 *
 * @example
 * ```ts
 * canActOn('s3:GetObject', 'arn:aws:s3:::data') // false: it acts on objects
 * ```
 */
export function canActOn(action: string, resource: string): boolean {
  if (/^\*+$/.test(resource)) return true
  const number = actionNumber(action)
  const pattern = splitSegments(resource.replaceAll(/\$\{[^}]*\}/g, '*'))
  return number !== undefined && formsOf(number).some((form) => fits(form, pattern))
}

function fits(form: Form, pattern: readonly string[]): boolean {
  if (form.slashes !== null && count(pattern.at(-1) ?? '') > form.slashes) return false
  return form.segments.every((segment, index) => globsOverlap(segment, pattern[index] ?? '*'))
}

function count(text: string): number {
  return text.split('/').length - 1
}
