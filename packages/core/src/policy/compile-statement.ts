import { asList } from './as-list.ts'
import { type CompiledCondition, compileConditions } from './compile-condition.ts'
import { compileResources, type ResourceMatcher, type ResourceView } from './compile-resources.ts'
import type { ContextView } from './context-view.ts'
import type { Statement } from './document.ts'
import { PolicyError } from './policy-error.ts'
import type { StatementRef } from './request.ts'

/** A statement made ready for many requests; which actions it speaks of is the action index's part. */
export interface CompiledStatement {
  readonly ref: StatementRef
  readonly source: Statement
  readonly resource: (resource: ResourceView, context: ContextView) => boolean
  readonly conditions: readonly CompiledCondition[]
}

export function compileStatement(source: Statement, ref: StatementRef, variables: boolean): CompiledStatement {
  if (source.Principal !== undefined || source.NotPrincipal !== undefined) {
    throw new PolicyError({
      code: 'principal-not-allowed',
      message: 'a statement with a principal is not part of what somebody may do',
      path: `$.Statement[${ref.statement}]`,
      hint: 'give the evaluator identity policies: trust and resource policies are decided elsewhere',
    })
  }
  return {
    ref,
    source,
    resource: resourceTest(source, variables),
    conditions: compileConditions(source.Condition, { effect: source.Effect, variables }),
  }
}

function resourceTest(source: Statement, variables: boolean): ResourceMatcher {
  if (source.NotResource === undefined) return compileResources(asList(source.Resource), variables)
  const excluded = compileResources(asList(source.NotResource), variables)
  return (resource, context) => !excluded(resource, context)
}

/** Whether a statement that speaks of the action applies to the request. */
export function applies(statement: CompiledStatement, resource: ResourceView, context: ContextView): boolean {
  if (!statement.resource(resource, context)) return false
  for (const condition of statement.conditions) if (!condition.holds(context)) return false
  return true
}
