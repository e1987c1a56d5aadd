import { type AccountState, defaultDocument } from '@rolewright/core'

/** What an edit of the model does to the customer managed policies of an account. */
export interface Touched {
  readonly changed: readonly string[]
  readonly created: readonly string[]
  readonly deleted: readonly string[]
  /** Policies whose document stays as it was under another name. */
  readonly renamed: readonly string[]
}

/** Policies whose document differs between two states, or that only one of them has, by name. */
export function touchedPolicies(before: AccountState, after: AccountState): Touched {
  const [old, now] = [documents(before), documents(after)]
  const created = [...now.keys()].filter((name) => !old.has(name))
  const deleted = [...old.keys()].filter((name) => !now.has(name))
  const gone = new Set(deleted.map((name) => old.get(name)))
  return {
    changed: [...now].filter(([name, text]) => old.has(name) && old.get(name) !== text).map(([name]) => name),
    created,
    deleted,
    renamed: created.filter((name) => gone.has(now.get(name))),
  }
}

function documents(state: AccountState): ReadonlyMap<string, string> {
  return new Map(state.policies.map((policy) => [policy.name, JSON.stringify(defaultDocument(policy))]))
}
