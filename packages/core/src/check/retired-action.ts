import { actionsOf } from './actions-of.ts'
import type { Rule } from './rule.ts'

/** Prefixes that AWS has retired though it still documents them, and what took their place. */
const retired: ReadonlyMap<string, string> = new Map([
  ['aws-portal', 'use the actions of account, billing, invoicing, payments, ce, cur and tax instead'],
])

export const retiredAction: Rule = {
  code: 'RW-ACTION-RETIRED',
  severity: 'error',
  title: 'an action of a service that AWS has retired',
  explanation: 'AWS still accepts the name and does not regard it any more, so that the statement grants nothing.',
  mend: 'use the actions that took its place',
  find: ({ model }) =>
    actionsOf(model).flatMap(({ action, path }) => {
      const service = action.split(':')[0]?.toLowerCase() ?? ''
      const hint = retired.get(service)
      return hint === undefined
        ? []
        : [{ message: `\`${action}\` has no effect: AWS has retired \`${service}\``, path, hint }]
    }),
}
