import type { StatementDefinition } from '../define/definitions.ts'
import { expandActions } from '../policy/match/expand-actions.ts'
import { matchesGlob } from '../policy/match/glob.ts'
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
      const everyRole = statement.resources === undefined || statement.resources.some(isEveryRole)
      const anyService = !namesService(statement)
      if (!everyRole && !anyService) return []
      const what =
        everyRole && anyService ? 'every role to any service' : everyRole ? 'every role' : 'a role to any service'
      return [{ message: `\`iam:PassRole\` hands over ${what}`, path }]
    }),
}

/** Whether a pattern takes a role whose name nobody would think of, in whichever account it names. */
function isEveryRole(resource: string): boolean {
  const [arn, , service, region, , ...rest] = resource.split(':')
  const anywhere = rest.length === 0 ? resource : [arn, 'aws', service, region, 'account', ...rest].join(':')
  return matchesGlob(anywhere, 'arn:aws:iam::account:role/\u0001\u0001\u0001\u0001')
}

/** Whether a condition names the services: one that excludes some, or takes a text of wildcards alone, leaves any other open. */
function namesService({ conditions = {} }: StatementDefinition): boolean {
  return Object.entries(conditions).some(
    ([operator, keys]) =>
      /(?:^|:)String(?:Equals|Like)/i.test(operator) &&
      Object.entries(keys).some(
        ([key, values]) =>
          key.toLowerCase() === 'iam:passedtoservice' && [values].flat().every((value) => /[^*?]/.test(String(value))),
      ),
  )
}
