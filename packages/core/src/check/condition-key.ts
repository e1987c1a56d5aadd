import { findAction, findConditionKey } from '../catalog/catalog.ts'
import type { StatementDefinition } from '../define/definitions.ts'
import { expandActions } from '../policy/match/expand-actions.ts'
import type { Rule } from './rule.ts'
import { statementsOf } from './statements-of.ts'

export const conditionKey: Rule = {
  code: 'RW-CONDITION-KEY',
  severity: 'warning',
  title: 'a condition key that none of the actions knows',
  explanation:
    'A key that a request never brings makes an Allow that never applies, or a Deny that never does. Keys that begin with `aws:` come with every request and are not looked at.',
  mend: "use a key of the action's own row in the service authorization reference, or name actions that know this one",
  find: ({ model }) =>
    statementsOf(model).flatMap(({ statement, path }) =>
      keysOf(statement).flatMap(({ operator, key }) => {
        if (key.toLowerCase().startsWith('aws:') || key.includes('{{') || statement.actions === undefined) return []
        const canonical = findConditionKey(key)?.key.toLowerCase()
        if (canonical !== undefined && expandActions(statement.actions).some((action) => knows(action, canonical)))
          return []
        const message =
          canonical === undefined ? `AWS has no condition key \`${key}\`` : `no action here knows the key \`${key}\``
        return [{ message, path: `${path}.conditions.${operator}.${key}` }]
      }),
    ),
}

function keysOf(statement: StatementDefinition): readonly { readonly operator: string; readonly key: string }[] {
  return Object.entries(statement.conditions ?? {}).flatMap(([operator, keys]) =>
    Object.keys(keys).map((key) => ({ operator, key })),
  )
}

function knows(action: string, key: string): boolean {
  const found = findAction(action)
  if (found === undefined) return false
  const resourceKeys = found.resources.flatMap((resource) => [
    ...resource.conditionKeys,
    ...resource.type.conditionKeys,
  ])
  return [...found.conditionKeys, ...resourceKeys].some((one) => one.toLowerCase() === key)
}
