import type { AccountState, GroupState, PolicyState, UserState } from '../account/account-state.ts'
import { byName } from '../account/by-name.ts'
import { defaultDocument } from '../account/documents.ts'
import type { Change } from './plan.ts'
import { oldestSpare } from './planned-calls.ts'

/**
 * The state that an account would have after changes, in memory: what `access` is computed from, and what tests hold against the
 * real thing.
 */
export function applyToState(state: AccountState, changes: readonly Change[]): AccountState {
  if (changes.length === 0) return state
  const groups = new Map(state.groups.map((group) => [group.name, group]))
  const policies = new Map(state.policies.map((policy) => [policy.arn, policy]))
  const users = new Map(state.users.map((user) => [user.name, user]))
  const onGroup = (name: string, edit: (group: GroupState) => GroupState): void => {
    const group = groups.get(name)
    if (group !== undefined) groups.set(name, edit(group))
  }
  const onUser = (name: string, edit: (user: UserState) => UserState): void => {
    const user = users.get(name)
    if (user !== undefined) users.set(name, edit(user))
  }
  for (const change of changes) {
    switch (change.kind) {
      case 'create-policy':
      case 'set-default-version':
        policies.set(change.after.arn, change.after)
        break
      case 'update-policy':
        policies.set(change.before.arn, withNewVersion(change.before, change.after))
        break
      case 'delete-policy':
        policies.delete(change.before.arn)
        break
      case 'create-group':
        groups.set(change.after.name, change.after)
        break
      case 'move-group': {
        const { name, path, arn } = change.after
        onGroup(name, (group) => ({ ...group, path, arn }))
        break
      }
      case 'delete-group':
        groups.delete(change.before.name)
        break
      case 'create-user':
        users.set(change.after.name, change.after)
        break
      case 'attach-policy':
        onGroup(change.after.group, (group) => ({
          ...group,
          attachedPolicies: [...group.attachedPolicies, change.after.policyArn].toSorted(),
        }))
        break
      case 'detach-policy':
        onGroup(change.before.group, (group) => ({
          ...group,
          attachedPolicies: group.attachedPolicies.filter((arn) => arn !== change.before.policyArn),
        }))
        break
      case 'delete-inline-policy':
        onGroup(change.before.group, (group) => ({
          ...group,
          inlinePolicies: group.inlinePolicies.filter((policy) => policy.name !== change.before.name),
        }))
        break
      case 'add-member':
        onUser(change.after.user, (user) => ({ ...user, groups: [...user.groups, change.after.group].toSorted() }))
        break
      case 'remove-member':
        onUser(change.before.user, (user) => ({
          ...user,
          groups: user.groups.filter((group) => group !== change.before.group),
        }))
        break
      default:
        change satisfies never
    }
  }
  return {
    ...state,
    groups: [...groups.values()].toSorted(byName),
    policies: [...policies.values()].toSorted(byName),
    users: [...users.values()].toSorted(byName),
  }
}

/** `v12` is 12. */
function number(versionId: string): number {
  return Number(versionId.slice(1))
}

/** A new default version; the number goes on rising, as it does in IAM, and of five the oldest that is not in force goes. */
function withNewVersion(before: PolicyState, after: PolicyState): PolicyState {
  const document = defaultDocument(after)
  if (document === undefined) return before
  const versionId = `v${Math.max(...before.versions.map((version) => number(version.versionId))) + 1}`
  const spare = oldestSpare(before)
  const kept = before.versions.filter((version) => version.versionId !== spare)
  return { ...before, defaultVersionId: versionId, versions: [{ versionId, document }, ...kept] }
}
