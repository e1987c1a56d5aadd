import { asList } from '../as-list.ts'
import { type CompiledCondition, compileConditions } from './compile-condition.ts'
import { compileResources, type ResourceMatcher, type ResourceView } from './compile-resources.ts'
import type { ContextView } from './context-view.ts'
import type { Statement } from '../document.ts'
import type { StatementRef } from '../request.ts'

/** A statement and where it stands. */
export interface PlacedStatement {
  readonly source: Statement
  /** Positions of the document and of the statement in it, from 0. */
  readonly document: number
  readonly position: number
  readonly boundary: boolean
  /** Whether `${…}` means a variable: from Version 2012-10-17 on. */
  readonly variables: boolean
}

/** A statement made ready for many requests; which actions it speaks of is the action index's part. */
export interface CompiledStatement {
  readonly ref: StatementRef
  readonly source: Statement
  readonly resource: ResourceMatcher
  readonly conditions: readonly CompiledCondition[]
}

export function compileStatement(statement: PlacedStatement): CompiledStatement {
  const { source, variables } = statement
  return {
    ref: refOf(statement),
    source,
    resource: resourceTest(source, variables),
    conditions: compileConditions(source.Condition, { effect: source.Effect, variables }),
  }
}

export function refOf({ source, document, position, boundary }: PlacedStatement): StatementRef {
  return {
    document,
    statement: position,
    ...(source.Sid === undefined || source.Sid === '' ? {} : { sid: source.Sid }),
    ...(boundary ? { boundary } : {}),
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
