import type { AccountState, GroupState, PolicyState } from '../account/account-state.ts'
import { defaultDocument } from '../account/documents.ts'
import type { Finding } from '../diagnostic/finding.ts'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import { sameDocument } from '../policy/print/same-document.ts'
import { applyToState } from './apply-to-state.ts'
import { changeStatus } from './change-status.ts'
import { completePlan } from './complete-plan.ts'
import type { DiffOptions } from './diff.ts'
import { orderChanges, policyNameOf, subjectOf } from './order.ts'
import { ownedBy } from './owned.ts'
import type { Change, Plan, PlanNote } from './plan.ts'

const REASON = 'set back to what it was before'

/** Why an apply can't be set back: the account is not any more as it left it. `findings` has every difference. */
export class RollbackRefused extends RolewrightError {
  readonly findings: readonly Finding[]

  constructor(findings: readonly Finding[]) {
    super({
      code: 'rollback-stale',
      message: 'the account has moved on since that apply, so it is not set back',
      hint: 'set back what came later first, or put what you want into the model and apply that',
    })
    this.findings = findings
  }
}

/**
 * The plan that sets back what an apply changed: its changes the other way round. What of them was never made, or is set back already, is
 * left out.
 *
 * `desired` says what is owned, as `compile` gives it. Throws a {@link RollbackRefused} with every difference where something that the apply
 * changed is no longer as it left it, where something else hangs on what it made, and where a change is on what the model does not own.
 * Users stay, since only offboarding deletes them; so do removed inline policies, since an owned group holds managed ones.
 *
 * @example
 * ```ts
 * const plan = rollbackPlan(changes, await readAccount(clients), compile(model, dev, options).state)
 * ```
 */
export function rollbackPlan(
  changes: readonly Change[],
  actual: AccountState,
  desired: AccountState,
  options: Omit<DiffOptions, 'prune' | 'signedIn'> = {},
): Plan {
  const findings: Finding[] = []
  const notes: PlanNote[] = []
  const inverted: Change[] = []
  const differs = (change: Change, message: string): void => {
    findings.push({ code: 'rollback-stale', severity: 'error', path: subjectOf(change), message })
  }
  for (const change of changes) {
    const status = changeStatus(change, actual)
    // What was never made, or is set back already.
    if (status === 'before') continue
    const stays = staying(change)
    if (status === 'neither') differs(change, 'is not as the apply left it')
    else if (!isOwned(change, actual, desired)) differs(change, 'is not of this model')
    else if (stays === undefined) inverted.push(...inverse(change, actual))
    else notes.push({ kind: 'stays', subject: subjectOf(change), message: stays })
  }
  const ordered = orderChanges(inverted, actual)
  const next = applyToState(actual, ordered)
  for (const change of ordered) {
    const problem = misfit(change, next)
    if (problem !== undefined) differs(change, problem)
  }
  if (findings.length > 0) throw new RollbackRefused(findings)
  return completePlan({ actual, desired, changes: ordered, notes, options })
}

function staying(change: Change): string | undefined {
  if (change.kind === 'create-user') return 'stays, without what the apply gave: only offboarding deletes a user'
  if (change.kind === 'delete-inline-policy') return 'stays removed: an owned group holds managed policies only'
  return undefined
}

function inverse(change: Change, actual: AccountState): readonly Change[] {
  const reason = REASON
  switch (change.kind) {
    case 'create-policy': {
      const before = policyOf(actual, change.after.arn)
      return before === undefined ? [] : [{ kind: 'delete-policy', before, after: null, reason }]
    }
    case 'delete-policy':
      return [{ kind: 'create-policy', before: null, after: asNew(change.before), reason }]
    case 'update-policy':
    case 'set-default-version': {
      const there = policyOf(actual, change.before.arn)
      return there === undefined ? [] : [backTo(change.before, there)]
    }
    case 'create-group': {
      const before = actual.groups.find(({ name }) => name === change.after.name)
      return before === undefined ? [] : [{ kind: 'delete-group', before: bare(before), after: null, reason }]
    }
    case 'move-group': {
      const there = actual.groups.find(({ name }) => name === change.after.name)
      return there === undefined
        ? []
        : [{ kind: 'move-group', before: bare(there), after: bare(change.before), reason }]
    }
    case 'delete-group':
      return [{ kind: 'create-group', before: null, after: bare(change.before), reason }]
    case 'attach-policy':
      return [{ kind: 'detach-policy', before: change.after, after: null, reason }]
    case 'detach-policy':
      return [{ kind: 'attach-policy', before: null, after: change.before, reason }]
    case 'add-member':
      return [{ kind: 'remove-member', before: change.after, after: null, reason }]
    case 'remove-member':
      return [{ kind: 'add-member', before: null, after: change.before, reason }]
    case 'create-user':
    case 'delete-inline-policy':
      return []
    default:
      return change satisfies never
  }
}

/** The version that was in force, where the policy still has it; else its document as a new one. */
function backTo(before: PolicyState, there: PolicyState): Change {
  const document = defaultDocument(before)
  const kept = there.versions.find(({ versionId }) => versionId === before.defaultVersionId)
  if (kept !== undefined && document !== undefined && sameDocument(kept.document, document)) {
    const after = { ...there, defaultVersionId: kept.versionId }
    return { kind: 'set-default-version', before: there, after, reason: REASON }
  }
  return { kind: 'update-policy', before: there, after: asNew(before), reason: REASON }
}

function asNew(policy: PolicyState): PolicyState {
  const { name, path, arn, description } = policy
  const document = defaultDocument(policy)
  return {
    name,
    path,
    arn,
    ...(description === undefined ? {} : { description }),
    defaultVersionId: 'v1',
    versions: document === undefined ? [] : [{ versionId: 'v1', document }],
  }
}

function bare(group: GroupState): GroupState {
  const { name, path, arn } = group
  return { name, path, arn, attachedPolicies: [], inlinePolicies: [] }
}

/** What does not fit together once everything is set back: somebody else has built on it, or has taken away what it needs. */
function misfit(change: Change, next: AccountState): string | undefined {
  switch (change.kind) {
    case 'delete-policy': {
      const { arn } = change.before
      const holders = [...next.groups, ...next.users, ...next.roles].filter(
        (holder) =>
          holder.attachedPolicies.includes(arn) ||
          ('permissionsBoundary' in holder && holder.permissionsBoundary === arn),
      )
      return holders.length === 0 ? undefined : `was made by the apply, and is used by ${names(holders)} since`
    }
    case 'delete-group': {
      const members = next.users.filter((user) => user.groups.includes(change.before.name))
      return members.length === 0 ? undefined : `was made by the apply, and has ${names(members)} in it since`
    }
    case 'attach-policy': {
      const { group, policyArn } = change.after
      const there = next.groups.some(({ name }) => name === group)
      const known = policyArn.includes(':iam::aws:') || policyOf(next, policyArn) !== undefined
      return there && known ? undefined : `\`${there ? policyNameOf(policyArn) : group}\` is not there any more`
    }
    case 'add-member': {
      const { group, user } = change.after
      if (!next.users.some(({ name }) => name === user)) return `the user \`${user}\` is not there any more`
      return next.groups.some(({ name }) => name === group) ? undefined : `the group \`${group}\` is not there any more`
    }
    case 'create-policy':
      return twins(next.policies, change.after.name) ? 'another policy has its name since' : undefined
    case 'create-group':
      return twins(next.groups, change.after.name) ? 'another group has its name since' : undefined
    case 'update-policy':
    case 'set-default-version':
    case 'move-group':
    case 'create-user':
    case 'detach-policy':
    case 'delete-inline-policy':
    case 'remove-member':
      return undefined
    default:
      return change satisfies never
  }
}

function twins(all: readonly { readonly name: string; readonly arn: string }[], name: string): boolean {
  return (
    all.filter((one) => !one.arn.includes(':iam::aws:') && one.name.toLowerCase() === name.toLowerCase()).length > 1
  )
}

function names(entities: readonly { readonly name: string }[]): string {
  return entities.map(({ name }) => `\`${name}\``).join(', ')
}

function policyOf(state: AccountState, arn: string): PolicyState | undefined {
  return state.policies.find((policy) => policy.arn === arn)
}

/** A history can be written by whoever can write the repository: what it names must still be the model's to change. */
function isOwned(change: Change, actual: AccountState, desired: AccountState): boolean {
  const owned = ownedBy(desired)
  const value = change.after ?? change.before
  if ('arn' in value && !value.arn.endsWith(`${value.path}${value.name}`)) return false
  if ('versions' in value) return owned.policy(value)
  if (change.kind === 'create-user') return true
  if ('attachedPolicies' in value) return owned.group(value)
  const there = actual.groups.find(({ name }) => 'group' in value && name === value.group)
  // One that is gone is either made again by the same plan, or misses there.
  return there === undefined || owned.group(there)
}
