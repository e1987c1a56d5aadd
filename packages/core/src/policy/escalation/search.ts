import { actionNumber } from '../../catalog/action-names.ts'
import { type ActionSet, has, union } from '../../catalog/action-set.ts'
import { actionSetOf, actionsMatching } from '../match/action-patterns.ts'
import { asList } from '../as-list.ts'
import { createEvaluator, type Evaluator } from '../evaluate/create-evaluator.ts'
import type { PolicyDocument, Statement } from '../document.ts'
import type { StatementRef } from '../request.ts'
import type { EscalationStep } from './escalation.ts'
import { variableValues } from './fill-variables.ts'
import { reduceConditions } from './reduce-conditions.ts'

/** A statement and the actions it speaks of. */
export interface Spoken {
  readonly statement: Statement
  readonly actions: ActionSet
}

/** The policies of one principal, made ready to look for many steps. */
export interface Search {
  readonly documents: readonly PolicyDocument[]
  readonly granted: readonly Spoken[]
  readonly bounding: readonly Spoken[]
  /** All actions that any statement allows: a step beyond them need not be looked at. */
  readonly allowed: ActionSet
  readonly might: Evaluator
  readonly surely: Evaluator
  readonly variables: Readonly<Record<string, string>>
  /** Steps that were looked at before: many paths share `iam:PassRole`. */
  readonly known: Map<string, readonly EscalationStep[] | undefined>
}

export function prepare(documents: readonly PolicyDocument[], boundary: readonly PolicyDocument[]): Search {
  const evaluator = (reading: 'might' | 'surely'): Evaluator =>
    createEvaluator(
      documents.map((document) => reduceConditions(document, reading)),
      { boundary: boundary.map((document) => reduceConditions(document, reading)) },
    )
  const granted = documents.flatMap((document) => spokenOf(document))
  const bounding = boundary.flatMap((document) => spokenOf(document))
  const allowing = granted.filter(({ statement }) => statement.Effect === 'Allow')
  return {
    documents,
    granted,
    bounding,
    allowed: allowing.reduce((all, { actions }) => union(all, actions), actionsMatching([])),
    might: evaluator('might'),
    surely: evaluator('surely'),
    variables: variableValues([...granted, ...bounding].map(({ statement }) => statement)),
    known: new Map(),
  }
}

function spokenOf(document: PolicyDocument): Spoken[] {
  return asList(document.Statement).map((statement) => ({ statement, actions: actionSetOf(statement) }))
}

/** Whether an action is in a set. */
export function isIn(actions: ActionSet, action: string): boolean {
  const number = actionNumber(action)
  return number !== undefined && has(actions, number)
}

/** The statement that a reference names. */
export function statementAt(ref: StatementRef, { documents }: Search): Statement | undefined {
  return asList(documents[ref.document]?.Statement)[ref.statement]
}
