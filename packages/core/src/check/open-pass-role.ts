import { expandActions } from '../policy/match/expand-actions.ts'
import type { Rule } from './rule.ts'
import { statementsOf } from './statements-of.ts'

export const openPassRole: Rule = {
  code: 'RW-PASS-ROLE',
  severity: 'warning',
  title: '`iam:PassRole` on every role, or to any service',
  explanation: 'Whoever may hand any role to a service may do what that role may, by way of the service.',
  mend: 'name the roles in `resources` and the service in the condition `iam:PassedToService`',
  find: ({ model }) =>
    statementsOf(model).flatMap(({ statement, path }) => {
      if (statement.effect !== 'Allow' || statement.actions === undefined) return []
      if (!expandActions(statement.actions).includes('iam:PassRole')) return []
      const everyRole =
        statement.resources === undefined || statement.resources.some((resource) => /^\*$|:role\/\*$/.test(resource))
      const keys = Object.values(statement.conditions ?? {}).flatMap((condition) => Object.keys(condition))
      const anyService = !keys.some((key) => key.toLowerCase() === 'iam:passedtoservice')
      if (!everyRole && !anyService) return []
      const what =
        everyRole && anyService ? 'every role to any service' : everyRole ? 'every role' : 'a role to any service'
      return [{ message: `\`iam:PassRole\` hands over ${what}`, path }]
    }),
}
