import type { Conditions } from '../policy/document.ts'
import type { Actions, UnlistedAction } from './action.ts'
import type { StatementDefinition, StatementResources } from './definitions.ts'
import { freeze } from './freeze.ts'

type ActionList = readonly (string | UnlistedAction)[]

/** What `allow` and `deny` take: either actions or notActions. */
type StatementInput<List> = StatementResources & {
  readonly sid?: string
  readonly conditions?: Conditions
} & ({ readonly actions: List; readonly notActions?: never } | { readonly notActions: List; readonly actions?: never })

/**
 * A statement that allows actions on resources, under conditions. A literal action must be in the catalogue.
 *
 * @example
 * ```ts
 * allow({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::{{inputBucket}}/*'] })
 * ```
 */
export function allow<const List extends ActionList>(statement: StatementInput<Actions<List>>): StatementDefinition
export function allow(statement: StatementInput<ActionList>): StatementDefinition {
  return define('Allow', statement)
}

/**
 * A statement that denies, whatever else allows. A literal action must be in the catalogue.
 *
 * @example
 * ```ts
 * deny({ actions: ['s3:DeleteBucket'], resources: ['*'] })
 * ```
 */
export function deny<const List extends ActionList>(statement: StatementInput<Actions<List>>): StatementDefinition
export function deny(statement: StatementInput<ActionList>): StatementDefinition {
  return define('Deny', statement)
}

function define(effect: StatementDefinition['effect'], statement: StatementInput<ActionList>): StatementDefinition {
  const { actions, notActions, ...rest } = { ...statement }
  const named = actions ?? notActions
  const unlisted = isList(named) ? named.flatMap((action) => (isUnlisted(action) ? [action.unlisted] : [])) : []
  const vouched = unlisted.length === 0 ? {} : { unlisted }
  if (actions !== undefined) return freeze({ ...rest, ...vouched, effect, actions: names(actions) })
  return freeze({ ...rest, ...vouched, effect, notActions: names(notActions) })
}

/** What is no list is left as it is: the validation of the model tells it, with its place. */
function names(actions: ActionList): readonly string[] {
  return isList(actions) ? actions.map((action) => (isUnlisted(action) ? action.unlisted : action)) : actions
}

function isList(value: unknown): value is ActionList {
  return Array.isArray(value)
}

function isUnlisted(action: unknown): action is UnlistedAction {
  return typeof action === 'object' && action !== null && 'unlisted' in action
}
