import { isEmptySet } from '../catalog/action-set.ts'
import { expandActions } from '../policy/match/expand-actions.ts'
import { fittingActions } from '../policy/match/fitting-actions.ts'
import { anyResource } from './any-resource.ts'
import type { Rule } from './rule.ts'
import { statementsOf } from './statements-of.ts'

export const resourceType: Rule = {
  code: 'RW-RESOURCE-TYPE',
  severity: 'warning',
  title: 'a resource that none of the actions acts on',
  explanation:
    'Each action acts on resources of certain types: `s3:GetObject` on objects, not on buckets. On another one the statement grants nothing, or a Deny protects nothing.',
  mend: "name a resource of the types in the action's row of the service authorization reference, or `*` where it has none",
  find: ({ model }) =>
    statementsOf(model).flatMap(({ statement, path }) => {
      const { actions, resources } = statement
      if (actions === undefined || resources === undefined || expandActions(actions).length === 0) return []
      return anyResource(resources).flatMap((resource, index) =>
        isEmptySet(fittingActions({ Action: actions, Resource: resource }))
          ? [
              {
                message: `no action here acts on \`${resources[index] ?? resource}\``,
                path: `${path}.resources[${index}]`,
              },
            ]
          : [],
      )
    }),
}
