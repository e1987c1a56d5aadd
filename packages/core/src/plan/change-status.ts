import type { AccountState } from '../account/account-state.ts'
import { defaultDocument } from '../account/documents.ts'
import { sameDocument } from '../policy/print/same-document.ts'
import type { Change } from './plan.ts'

/** How far an account has come with one change: still as `before` says, already as `after` says, or neither. */
export type ChangeStatus = 'before' | 'after' | 'neither'

/**
 * Looks in a state whether a change is still to be made, is made, or no longer fits: somebody has touched the same thing since.
 *
 * @example
 * ```ts
 * const left = plan.changes.filter((change) => changeStatus(change, await readAccount(clients)) === 'before')
 * ```
 */
export function changeStatus(change: Change, state: AccountState): ChangeStatus {
  switch (change.kind) {
    case 'create-policy': {
      const there = state.policies.find((policy) => policy.arn === change.after.arn)
      if (there !== undefined) return sameDefault(there, change.after) ? 'after' : 'neither'
      return state.policies.some((policy) => sameName(policy, change.after)) ? 'neither' : 'before'
    }
    case 'update-policy': {
      const there = state.policies.find((policy) => policy.arn === change.before.arn)
      if (there === undefined) return 'neither'
      if (sameDefault(there, change.after)) return 'after'
      return there.defaultVersionId === change.before.defaultVersionId && sameDefault(there, change.before)
        ? 'before'
        : 'neither'
    }
    case 'set-default-version': {
      const there = state.policies.find((policy) => policy.arn === change.before.arn)
      if (there?.defaultVersionId === change.after.defaultVersionId) return 'after'
      return there?.defaultVersionId === change.before.defaultVersionId ? 'before' : 'neither'
    }
    case 'delete-policy': {
      const there = state.policies.find((policy) => policy.arn === change.before.arn)
      if (there === undefined) return 'after'
      return sameDefault(there, change.before) ? 'before' : 'neither'
    }
    case 'create-group':
      return created(
        state.groups.find((group) => sameName(group, change.after)),
        change.after,
      )
    case 'move-group': {
      const there = state.groups.find((group) => group.name === change.after.name)
      if (there?.path === change.after.path) return 'after'
      return there?.path === change.before.path ? 'before' : 'neither'
    }
    case 'create-user':
      return created(
        state.users.find((user) => sameName(user, change.after)),
        change.after,
      )
    case 'delete-group':
      return state.groups.some((group) => group.name === change.before.name) ? 'before' : 'after'
    case 'attach-policy':
      return attached(state, change.after) ? 'after' : 'before'
    case 'detach-policy':
      return attached(state, change.before) ? 'before' : 'after'
    case 'delete-inline-policy': {
      const group = state.groups.find((candidate) => candidate.name === change.before.group)
      const there = group?.inlinePolicies.find((policy) => policy.name === change.before.name)
      if (there === undefined) return 'after'
      return sameDocument(there.document, change.before.document) ? 'before' : 'neither'
    }
    case 'add-member':
      return isMember(state, change.after) ? 'after' : 'before'
    case 'remove-member':
      return isMember(state, change.before) ? 'before' : 'after'
    default:
      return change satisfies never
  }
}

function created(
  there: { readonly name: string; readonly path: string } | undefined,
  wanted: { readonly name: string; readonly path: string },
): ChangeStatus {
  if (there === undefined) return 'before'
  return there.name === wanted.name && there.path === wanted.path ? 'after' : 'neither'
}

/** IAM knows a name once, whatever its case. */
function sameName(a: { readonly name: string }, b: { readonly name: string }): boolean {
  return a.name.toLowerCase() === b.name.toLowerCase()
}

function sameDefault(a: Parameters<typeof defaultDocument>[0], b: Parameters<typeof defaultDocument>[0]): boolean {
  const [left, right] = [defaultDocument(a), defaultDocument(b)]
  return left !== undefined && right !== undefined && sameDocument(left, right)
}

function attached(state: AccountState, attachment: { readonly group: string; readonly policyArn: string }): boolean {
  const group = state.groups.find((candidate) => candidate.name === attachment.group)
  return group?.attachedPolicies.includes(attachment.policyArn) ?? false
}

function isMember(state: AccountState, membership: { readonly group: string; readonly user: string }): boolean {
  const user = state.users.find((candidate) => candidate.name === membership.user)
  return user?.groups.includes(membership.group) ?? false
}
