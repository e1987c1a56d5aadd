import { actionCount, actionName } from '../catalog/action-names.ts'
import { type ActionSet, actionSet, has, isEmptySet, numbersIn } from '../catalog/action-set.ts'
import { asList } from '../policy/as-list.ts'
import { comparePolicies } from '../policy/compare/compare-policies.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { actionSetOf } from '../policy/match/action-patterns.ts'
import { fittingActions } from '../policy/match/fitting-actions.ts'

/**
 * Of some actions, those that the later documents still allow, but on fewer resources or under narrower conditions. Actions that the
 * same statements speak of are looked at together.
 */
export function partlyLost(
  actions: ActionSet,
  before: readonly PolicyDocument[],
  after: readonly PolicyDocument[],
): ActionSet {
  const none = actionSet([], actionCount())
  if (isEmptySet(actions)) return none
  const sides = [statementsOf(before), statementsOf(after)] as const
  const alike = new Map<string, number[]>()
  for (const number of numbersIn(actions)) {
    const key = sides
      .map((side) => side.flatMap(({ set }, index) => (has(set, number) ? [index] : [])).join())
      .join('/')
    const known = alike.get(key)
    if (known === undefined) alike.set(key, [number])
    else known.push(number)
  }
  const partly = [...alike.values()].filter((numbers) => {
    const [was = [], is = []] = sides.map((side) => of(numbers, side))
    if (isAllowedWhole(is) || JSON.stringify(was) === JSON.stringify(is)) return false
    return comparePolicies(documents(was), documents(is)).relation !== 'equal'
  })
  return actionSet(partly.flat(), actionCount())
}

interface Spoken {
  readonly statement: Statement
  readonly set: ActionSet
}

function statementsOf(list: readonly PolicyDocument[]): readonly Spoken[] {
  return list.flatMap((document) =>
    asList(document.Statement).map((statement) => ({
      statement,
      set: statement.Effect === 'Allow' ? fittingActions(statement) : actionSetOf(statement),
    })),
  )
}

/** What statements say of the first of some actions that they all speak of: what they say of the others is the same. */
function of([first = 0]: readonly number[], side: readonly Spoken[]): readonly Statement[] {
  return side.flatMap(({ statement, set }): Statement[] => {
    if (!has(set, first)) return []
    const { Action: _, NotAction: __, Sid: ___, ...rest } = statement
    return [{ ...rest, Action: actionName(first) }]
  })
}

/** The usual case, which needs no comparing: something else allows it everywhere; what is denied was denied before. */
function isAllowedWhole(statements: readonly Statement[]): boolean {
  return statements.some(
    ({ Effect, Resource, Condition }) =>
      Effect === 'Allow' && Condition === undefined && asList(Resource).includes('*'),
  )
}

function documents(statements: readonly Statement[]): readonly PolicyDocument[] {
  return statements.length === 0 ? [] : [{ Version: '2012-10-17', Statement: statements }]
}
