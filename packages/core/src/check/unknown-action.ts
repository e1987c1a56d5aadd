import { misspelling } from '../catalog/misspelling.ts'
import { expandActions } from '../policy/match/expand-actions.ts'
import { actionsOf } from './actions-of.ts'
import type { Rule } from './rule.ts'

export const unknownAction: Rule = {
  code: 'RW-ACTION-UNKNOWN',
  severity: 'error',
  title: 'an action that does not exist, or a pattern that matches none',
  explanation:
    "AWS accepts such a policy and it silently grants nothing. The catalogue is AWS's service authorization reference.",
  mend: "mend the spelling, or write `unlisted('…')` where AWS has added the action since the catalogue's date",
  find: ({ model }) =>
    actionsOf(model).flatMap(({ action, statement, path }) => {
      if (statement.unlisted?.includes(action) === true || expandActions([action]).length > 0) return []
      const problem = misspelling(action)
      return problem === undefined ? [] : [{ ...problem, path }]
    }),
}
