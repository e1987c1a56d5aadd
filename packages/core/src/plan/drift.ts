import type { AccountState } from '../account/account-state.ts'
import { policyNameOf, subjectOf } from './order.ts'
import type { Change, Plan, PlanNote } from './plan.ts'

/** One way in which an account is not as its model says: what `apply` would set back, or what it only tells. */
export interface Drifted {
  readonly subject: string
  readonly change?: Change
  readonly note?: PlanNote
  /** What somebody may have done for it to be so, for a look into CloudTrail. */
  readonly traces: readonly Trace[]
}

/** A call that may have made a difference. */
export interface Trace {
  /** Names of IAM operations, any of which would do. */
  readonly operations: readonly string[]
  /** What CloudTrail finds the call by: the name of a group, user or role, or the ARN of a policy. */
  readonly resource: string
  /** All that the call was about, as `kind/name`. */
  readonly about: readonly string[]
}

/** Notes that somebody's doing is behind; the others tell of AWS, of the model, of what is awaited, or of what is foreign anyway. */
const tellsOfDrift: ReadonlySet<PlanNote['kind']> = new Set(['foreign-member', 'foreign-use', 'unpruned'])

/**
 * Every way in which an account is not as its model says: the changes that a plan would make, and what stands beside the model without
 * being changed: foreign members, foreign users of owned policies, owned groups and policies that the model does not have.
 *
 * @example
 * ```ts
 * driftOf(diff(actual, desired), actual).map(({ subject }) => subject)
 * ```
 */
export function driftOf(plan: Plan, actual: AccountState): readonly Drifted[] {
  const told = plan.notes.filter(({ kind }) => tellsOfDrift.has(kind))
  return [
    ...plan.changes.map((change) => ({ subject: subjectOf(change), change, traces: [traceOf(change)] })),
    ...told.map((note) => ({ subject: note.subject, note, traces: tracesOf(note, actual) })),
  ]
}

/** What undoes a change, since the change would set it back. */
function traceOf(change: Change): Trace {
  switch (change.kind) {
    case 'create-policy':
      return onPolicy(['DeletePolicy'], change.after.arn)
    case 'delete-policy':
      return onPolicy(['CreatePolicy'], change.before.arn)
    case 'update-policy':
    case 'set-default-version':
      return onPolicy(['CreatePolicyVersion', 'SetDefaultPolicyVersion'], change.before.arn)
    case 'create-group':
      return on('group', change.after.name, ['DeleteGroup', 'UpdateGroup'])
    case 'delete-group':
    case 'move-group':
      return on('group', change.before.name, ['CreateGroup', 'UpdateGroup'])
    case 'create-user':
      return on('user', change.after.name, ['DeleteUser', 'UpdateUser'])
    case 'attach-policy':
      return onGroupAndPolicy(['DetachGroupPolicy'], change.after)
    case 'detach-policy':
      return onGroupAndPolicy(['AttachGroupPolicy'], change.before)
    case 'delete-inline-policy':
      return on('group', change.before.group, ['PutGroupPolicy'])
    case 'add-member':
      return onMember(['RemoveUserFromGroup'], change.after)
    case 'remove-member':
      return onMember(['AddUserToGroup'], change.before)
    default:
      return change satisfies never
  }
}

function tracesOf(note: PlanNote, actual: AccountState): readonly Trace[] {
  const [kind = '', name = ''] = note.subject.split(/ (.*)/s)
  const arn = actual.policies.find((policy) => kind === 'policy' && policy.name === name)?.arn
  const { principals = [] } = note
  if (note.kind === 'foreign-member') {
    return principals.map((one) => onMember(['AddUserToGroup'], { group: name, user: one.name }))
  }
  if (note.kind === 'foreign-use') return arn === undefined ? [] : principals.map((one) => useOf(one, arn))
  if (kind === 'policy') return arn === undefined ? [] : [onPolicy(['CreatePolicy'], arn)]
  return [on('group', name, ['CreateGroup', 'UpdateGroup'])]
}

const capital = { group: 'Group', role: 'Role', user: 'User' } as const

function useOf({ kind, name, by }: NonNullable<PlanNote['principals']>[number], arn: string): Trace {
  if (by === 'boundary') return on(kind, name, [`Put${capital[kind]}PermissionsBoundary`, `Create${capital[kind]}`])
  const operations = [`Attach${capital[kind]}Policy`]
  return { operations, resource: name, about: [`${kind}/${name}`, `policy/${policyNameOf(arn)}`] }
}

function on(kind: 'group' | 'role' | 'user', name: string, operations: readonly string[]): Trace {
  return { operations, resource: name, about: [`${kind}/${name}`] }
}

function onPolicy(operations: readonly string[], arn: string): Trace {
  return { operations, resource: arn, about: [`policy/${policyNameOf(arn)}`] }
}

function onGroupAndPolicy(
  operations: readonly string[],
  { group, policyArn }: { readonly group: string; readonly policyArn: string },
): Trace {
  return { operations, resource: group, about: [`group/${group}`, `policy/${policyNameOf(policyArn)}`] }
}

function onMember(
  operations: readonly string[],
  { group, user }: { readonly group: string; readonly user: string },
): Trace {
  return { operations, resource: user, about: [`user/${user}`, `group/${group}`] }
}
