import type { ActionSet } from '../catalog/action-set.ts'
import { actionSet, numbersIn, subtract, union } from '../catalog/action-set.ts'
import { serviceActions } from '../catalog/action-names.ts'
import { actionSetOf } from '../policy/match/action-patterns.ts'
import { asList } from '../policy/as-list.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { fittingActions } from '../policy/match/fitting-actions.ts'

/**
 * The catalogue's actions that documents allow on at least one resource, under some condition: a sum for overviews, not a decision.
 * What is denied on every resource without a condition is left out.
 */
export function allowedActions(documents: readonly PolicyDocument[]): ActionSet {
  const statements = documents.flatMap((document) => asList(document.Statement))
  const none = actionSet([], 0)
  const allowed = statements
    .filter((statement) => statement.Effect === 'Allow')
    .reduce((sum, statement) => union(fittingActions(statement), sum), none)
  return statements
    .filter((statement) => statement.Effect === 'Deny' && isUnconditional(statement))
    .reduce((rest, statement) => subtract(rest, actionSetOf(statement)), allowed)
}

/** A set in words: `service:*` where all that the catalogue knows of a service is meant, single actions elsewhere; sorted. */
export function describeActions(set: ActionSet): readonly string[] {
  const wanted = [...numbersIn(set)]
  const described: string[] = []
  let position = 0
  for (const { prefix, start, names } of serviceActions()) {
    const begin = position
    while (position < wanted.length && (wanted[position] ?? 0) < start + names.length) position++
    const inService = wanted.slice(begin, position)
    if (inService.length === names.length && names.length > 1) described.push(`${prefix}:*`)
    else described.push(...inService.map((number) => `${prefix}:${names[number - start] ?? ''}`))
  }
  return described
}

/** Whether a statement holds on every resource and under every condition. */
function isUnconditional(statement: Statement): boolean {
  return asList(statement.Resource).includes('*') && Object.keys(statement.Condition ?? {}).length === 0
}
