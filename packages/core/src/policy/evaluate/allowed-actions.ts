import { actionCount } from '../../catalog/action-names.ts'
import { type ActionSet, intersect, subtract } from '../../catalog/action-set.ts'
import { actionNames, numbersMatching } from '../match/action-patterns.ts'
import { asList } from '../as-list.ts'
import { type ResourceView, viewResource } from './compile-resources.ts'
import { applies, compileStatement } from './compile-statement.ts'
import { type ContextView, viewContext } from './context-view.ts'
import type { EvaluatorOptions } from './create-evaluator.ts'
import type { PolicyDocument, Statement } from '../document.ts'
import { policySet } from './policy-set.ts'
import type { RequestContext } from '../request.ts'

/** What every request of the question has in common. */
export interface AllowedActionsOptions extends EvaluatorOptions {
  /** The ARN acted on; `*` unless given. */
  readonly resource?: string | undefined
  readonly context?: RequestContext | undefined
}

/**
 * The actions of the catalogue that one principal's identity policies allow on a resource: what `createEvaluator` answers `allow` to, all at once.
 *
 * @throws {PolicyError} for what `createEvaluator` throws.
 *
 * @example
 * ```ts
 * allowedActions([{ Statement: { Effect: 'Allow', Action: 'sqs:Send*', Resource: '*' } }])
 * // ['sqs:SendMessage']
 * ```
 */
export function allowedActions(
  documents: PolicyDocument | readonly PolicyDocument[],
  options: AllowedActionsOptions = {},
): string[] {
  return actionNames(allowedActionSet(documents, options))
}

/**
 * As `allowedActions`, as a set of bits: for a matrix of many roles by all actions. It throws what `allowedActions` throws.
 *
 * @example
 * ```ts
 * actionNames(allowedActionSet([{ Statement: { Effect: 'Allow', Action: 'sqs:Send*', Resource: '*' } }])) // ['sqs:SendMessage']
 * ```
 */
export function allowedActionSet(
  documents: PolicyDocument | readonly PolicyDocument[],
  options: AllowedActionsOptions = {},
): ActionSet {
  const asked = { action: '', resource: options.resource ?? '*', context: options.context ?? {} }
  const view: View = { resource: viewResource(asked.resource), context: viewContext(asked) }
  const own = decided(asList(documents), view)
  let allowed = own.allowed
  let denied = own.denied
  for (const boundary of asList(options.boundary)) {
    const limits = decided([boundary], view)
    allowed = intersect(allowed, limits.allowed)
    denied = { words: denied.words.map((word, index) => word | (limits.denied.words[index] ?? 0)) }
  }
  return subtract(allowed, denied)
}

interface View {
  readonly resource: ResourceView
  readonly context: ContextView
}

function decided(documents: readonly PolicyDocument[], view: View): { allowed: ActionSet; denied: ActionSet } {
  const size = (actionCount() + 31) >>> 5
  const allowed = new Uint32Array(size)
  const denied = new Uint32Array(size)
  for (const statement of policySet(documents).statements) {
    const { source } = statement
    if (applies(compileStatement(statement), view.resource, view.context))
      mark(source, source.Effect === 'Deny' ? denied : allowed)
  }
  return { allowed: { words: allowed }, denied: { words: denied } }
}

function mark({ Action, NotAction }: Statement, words: Uint32Array): void {
  const target = NotAction === undefined ? words : new Uint32Array(words.length)
  for (const pattern of asList(NotAction ?? Action))
    for (const number of numbersMatching(pattern))
      target[number >>> 5] = (target[number >>> 5] ?? 0) | (1 << (number & 31))
  if (NotAction === undefined) return
  const count = actionCount()
  for (const [index, word] of target.entries()) words[index] = (words[index] ?? 0) | ~word
  if (count & 31) words[words.length - 1] = (words[words.length - 1] ?? 0) & ((1 << (count & 31)) - 1)
}
