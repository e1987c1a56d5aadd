import { findAction } from '../catalog/catalog.ts'
import { actionNames } from '../policy/match/action-patterns.ts'
import { fittingActions } from '../policy/match/fitting-actions.ts'
import { anyResource } from './any-resource.ts'
import type { Rule } from './rule.ts'
import { statementsOf } from './statements-of.ts'

/** AWS puts some that only read, such as `billing:GetResourcePolicy`, under permissions management too. */
const reading = /:(?:Get|List|Describe)/

export const permissionWildcard: Rule = {
  code: 'RW-PERMISSION-WILDCARD',
  severity: 'warning',
  title: 'a pattern that matches actions that change permissions',
  explanation:
    'An action that changes permissions can give what was never granted, and a pattern takes in those that AWS adds later, unseen.',
  mend: 'name the actions that are meant, one by one',
  find: ({ model }) =>
    statementsOf(model).flatMap(({ statement, path }) => {
      if (statement.effect !== 'Allow' || statement.actions === undefined) return []
      return statement.actions.flatMap((pattern, index) => {
        if (!/[*?]/.test(pattern)) return []
        const fitting = actionNames(fittingActions({ Action: pattern, Resource: anyResource(statement.resources) }))
        const changing = fitting.filter(
          (action) => !reading.test(action) && findAction(action)?.level === 'Permissions management',
        )
        const [first] = changing
        if (first === undefined) return []
        const more = changing.length === 1 ? '' : ` and ${changing.length - 1} more`
        return [
          {
            message: `\`${pattern}\` matches \`${first}\`${more}, which change permissions`,
            path: `${path}.actions[${index}]`,
          },
        ]
      })
    }),
}
