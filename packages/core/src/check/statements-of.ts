import type { Model, StatementDefinition } from '../define/definitions.ts'
import { tasksOf } from '../model/tasks-of.ts'

/** Every statement of every own policy, once, with its place by the first role and task that bring it in. */
export function statementsOf(
  model: Model,
): readonly { readonly statement: StatementDefinition; readonly path: string }[] {
  const seen = new Set<unknown>()
  return model.roles.flatMap((role) =>
    tasksOf(role).flatMap((task) =>
      task.policies.flatMap((policy) => {
        if (policy.kind !== 'policy' || seen.has(policy)) return []
        seen.add(policy)
        const path = `role ${role.id} > task ${task.id} > policy ${policy.name}`
        return policy.statements.map((statement, index) => ({ statement, path: `${path} > statements[${index}]` }))
      }),
    ),
  )
}
