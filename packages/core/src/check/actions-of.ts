import type { Model, StatementDefinition } from '../define/definitions.ts'
import { statementsOf } from './statements-of.ts'

/** Every action and notAction of every own policy, with its place. */
export function actionsOf(
  model: Model,
): readonly { readonly action: string; readonly statement: StatementDefinition; readonly path: string }[] {
  return statementsOf(model).flatMap(({ statement, path }) => {
    const place = statement.actions === undefined ? 'notActions' : 'actions'
    return (statement.actions ?? statement.notActions).map((action, index) => ({
      action,
      statement,
      path: `${path}.${place}[${index}]`,
    }))
  })
}
