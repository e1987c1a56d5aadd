import type { Model } from '@rolewright/core'
import { distinct, identifierOf, idOf } from './names.ts'

/** Definitions to their identifiers. */
export type Names = ReadonlyMap<unknown, string>

/** One identifier for each definition in all files, so that a reader finds it by searching. */
export function identifiers(model: Model): Names {
  const next = distinct([], '')
  const names = new Map<unknown, string>()
  for (const account of model.accounts) names.set(account, next(identifierOf(account.id, 'account')))
  for (const role of model.roles) names.set(role, next(identifierOf(role.id, 'role')))
  for (const task of model.tasks) names.set(task, next(identifierOf(task.id, 'task')))
  for (const policy of model.policies) {
    if (policy.kind === 'policy') names.set(policy, next(policyIdentifier(policy.name)))
  }
  return names
}

function policyIdentifier(name: string): string {
  const identifier = identifierOf(idOf(name, 'policy'), 'policy')
  return /policy$/i.test(identifier) ? identifier : `${identifier}Policy`
}
