import type { Rule } from './rule.ts'
import { statementsOf } from './statements-of.ts'

/** Prefixes that AWS has retired though it still documents them, and what took their place. */
const retired: Readonly<Record<string, string>> = {
  'aws-portal': 'use the actions of account, billing, invoicing, payments, ce, cur and tax instead',
}

/** RW-ACTION-RETIRED: an action of a service prefix that AWS does not regard any more. */
export const retiredAction: Rule = (model) =>
  statementsOf(model).flatMap(({ statement, path }) => {
    const place = statement.actions === undefined ? 'notActions' : 'actions'
    return (statement.actions ?? statement.notActions).flatMap((action, index) => {
      const service = action.split(':')[0] ?? ''
      const hint = Object.hasOwn(retired, service.toLowerCase()) ? retired[service.toLowerCase()] : undefined
      if (hint === undefined) return []
      return [
        {
          code: 'RW-ACTION-RETIRED',
          severity: 'error' as const,
          message: `\`${action}\` has no effect: AWS has retired \`${service}\``,
          path: `${path}.${place}[${index}]`,
          hint,
        },
      ]
    })
  })
