import { asList } from '../policy/as-list.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { createEvaluator } from '../policy/evaluate/create-evaluator.ts'

/** An attempt as far as it is known. */
export interface Attempt {
  /** `service:Action`. */
  readonly action: string
  /** ARN; null where nothing says what it was about. */
  readonly resource: string | null
}

/**
 * Whether a document could have allowed an attempt of which neither the context is known nor, with null, the resource: what depends on
 * them is taken for the attempt where it allows, and left out where it denies.
 */
export function couldAllow(document: PolicyDocument | null, attempt: Attempt): boolean {
  if (document === null) return false
  const statements = asList(document.Statement).flatMap((statement) => withoutUnknown(statement, attempt.resource))
  const request = { action: attempt.action, resource: attempt.resource ?? '*' }
  return createEvaluator({ ...document, Statement: statements }).decide(request).effect === 'allow'
}

function withoutUnknown(statement: Statement, resource: string | null): readonly Statement[] {
  const { Condition: condition, ...rest } = statement
  const named = [...asList(statement.Resource), ...asList(statement.NotResource)]
  const isOpen = named.some((pattern) => pattern.includes('${') || (resource === null && pattern !== '*'))
  if (statement.Effect === 'Deny') return condition === undefined && !isOpen ? [statement] : []
  if (!isOpen) return [rest]
  const { Resource: _, NotResource: __, ...open } = rest
  return [{ ...open, Resource: '*' }]
}
