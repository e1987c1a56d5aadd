import { goesTo } from '../compile/memberships.ts'
import type { compile } from '../compile/compile.ts'
import type { AccountDefinition, Model } from '../define/definitions.ts'
import { tasksOf } from '../model/tasks-of.ts'
import type { Elsewhere, ReviewedModel } from './ground.ts'

/**
 * What a review needs to know of the model behind one of its accounts: the roles that go there, what they were compiled to, and which of their definitions
 * other accounts have too.
 *
 * @example
 * ```ts
 * const model = reviewedModel(company, dev, compile(company, dev, { now: new Date(), awsManaged }))
 * reviewState(state, usage, { now: new Date(), windowDays: 90, model })
 * ```
 */
export function reviewedModel(
  model: Model,
  account: AccountDefinition,
  { state: desired, sources }: ReturnType<typeof compile>,
): ReviewedModel {
  const compiled = new Set(Object.values(sources.groups))
  return {
    roles: model.roles.filter(({ id }) => compiled.has(id)),
    sources,
    desired,
    elsewhere: elsewhere(model, account),
  }
}

function elsewhere(model: Model, account: AccountDefinition): Elsewhere {
  const roles = new Map<string, Set<string>>()
  const policies = new Map<string, Set<string>>()
  for (const other of model.accounts.filter(({ id }) => id !== account.id)) {
    for (const role of model.roles.filter((one) => goesTo(one, other))) {
      add(roles, role.id, other.id)
      for (const { name } of tasksOf(role).flatMap((task) => task.policies)) add(policies, name, other.id)
    }
  }
  return { roles, policies }
}

function add(accounts: Map<string, Set<string>>, name: string, account: string): void {
  accounts.set(name, new Set([...(accounts.get(name) ?? []), account]))
}
