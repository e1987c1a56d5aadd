import type { AccountState, UserState } from '../account/account-state.ts'
import { allowedActions } from '../account/allowed-actions.ts'
import { documentFinder } from '../account/documents.ts'
import { intersect, isEmptySet } from '../catalog/action-set.ts'
import type { Rule } from '../define/definitions.ts'
import { groupName } from '../model/group-name.ts'
import { actionNames, actionsMatching } from '../policy/match/action-patterns.ts'
import type { NewConflict } from './plan.ts'

/**
 * Who comes to hold, by what the account has besides the model too, what a rule of separation of duty keeps apart: after and not before.
 */
export function newConflicts(
  before: AccountState,
  after: AccountState,
  rules: readonly Rule[],
): readonly NewConflict[] {
  if (!rules.some((rule) => rule.kind === 'mutually-exclusive' || rule.kind === 'separate')) return []
  const old = conflictFinder(before, rules)
  const fresh = conflictFinder(after, rules)
  const earlier = new Map(before.users.map((user) => [user.name, user]))
  return after.users.flatMap((user) => {
    const there = earlier.get(user.name)
    const known = new Set(there === undefined ? [] : old(there).map(({ rule }) => rule))
    return fresh(user)
      .filter(({ rule }) => !known.has(rule))
      .map(({ rule, message }): NewConflict => ({ user: user.name, rule: rule.kind, message }))
  })
}

interface Conflict {
  readonly rule: Extract<Rule, { readonly kind: 'mutually-exclusive' | 'separate' }>
  readonly message: string
}

/** Users of the same groups and policies hold the same, so that each set is looked at once. */
function conflictFinder(state: AccountState, rules: readonly Rule[]): (user: UserState) => readonly Conflict[] {
  const finder = documentFinder(state)
  const known = new Map<string, readonly Conflict[]>()
  return (user) => {
    if (user.inlinePolicies.length > 0) return find(user)
    const key = [...user.groups, '', ...user.attachedPolicies].join(' ')
    const conflicts = known.get(key) ?? find(user)
    known.set(key, conflicts)
    return conflicts
  }
  function find(user: UserState): readonly Conflict[] {
    const allowed = allowedActions(finder.ofUser(user).documents)
    return rules.flatMap((rule): readonly Conflict[] => {
      if (rule.kind === 'mutually-exclusive') {
        const held = rule.roles.map(groupName).filter((group) => user.groups.includes(group))
        return held.length < 2
          ? []
          : [{ rule, message: `holds the roles ${held.join(' and ')}, which a rule keeps apart` }]
      }
      if (rule.kind !== 'separate') return []
      const [some, others] = rule.actions.map((patterns) => intersect(allowed, actionsMatching(patterns)))
      if (some === undefined || others === undefined || isEmptySet(some) || isEmptySet(others)) return []
      const message = `may do both ${actionNames(some)[0]} and ${actionNames(others)[0]}, which a rule keeps apart`
      return [{ rule, message }]
    })
  }
}
