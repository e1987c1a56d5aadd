import type { Conditions } from '../policy/document.ts'
import type { StatementActions, StatementDefinition, StatementResources } from './definitions.ts'
import { freeze } from './freeze.ts'

type StatementInput = StatementActions &
  StatementResources & { readonly sid?: string; readonly conditions?: Conditions }

/**
 * A statement that allows actions on resources, under conditions.
 *
 * @example
 * ```ts
 * allow({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::{{inputBucket}}/*'] })
 * ```
 */
export function allow(statement: StatementInput): StatementDefinition {
  return freeze({ ...statement, effect: 'Allow' })
}

/**
 * A statement that denies, whatever else allows.
 *
 * @example
 * ```ts
 * deny({ actions: ['s3:DeleteBucket'], resources: ['*'] })
 * ```
 */
export function deny(statement: StatementInput): StatementDefinition {
  return freeze({ ...statement, effect: 'Deny' })
}
