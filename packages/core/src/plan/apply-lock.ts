import { partitionOf } from '../define/partition.ts'
import type { PlannedCall } from './plan.ts'

/** What calls on the lock are about, as a change's subject is. */
export const LOCK_SUBJECT = 'the lock of apply'

/** A plan of more calls than this may take longer than the lock holds, so that its holder has to be able to put the end off. */
const CALLS_OF_ONE_LEASE = 50

/** The path under which the lock of an owned path lies while somebody applies; whoever holds it adds a folder of its own. */
export function lockPath(ownedPath: string): string {
  return `${ownedPath}lock/`
}

/** A plan's calls with those on the lock around them; a plan that changes nothing takes none. */
export function withLockCalls(calls: readonly PlannedCall[], resource: string): readonly PlannedCall[] {
  if (calls.length === 0) return calls
  return [lockCall('CreatePolicy', resource), ...calls, lockCall('DeletePolicy', resource)]
}

/** The calls that a long plan makes in between to keep the lock: rights that it needs, not calls that can be counted. */
export function keepingCalls(calls: readonly PlannedCall[], resource: string): readonly PlannedCall[] {
  if (calls.length <= CALLS_OF_ONE_LEASE) return []
  return [lockCall('CreatePolicyVersion', resource), lockCall('DeletePolicyVersion', resource)]
}

function lockCall(operation: string, resource: string): PlannedCall {
  return { service: 'iam', operation, subject: LOCK_SUBJECT, resource }
}

/** The ARN pattern of an owned path's lock, in the partition of what is called for. */
export function lockResource(accountId: string, ownedPath: string, calls: readonly PlannedCall[]): string {
  const partition = partitionOf(calls.find(({ resource }) => resource !== '*')?.resource ?? '')
  return `arn:${partition}:iam::${accountId}:policy${lockPath(ownedPath)}*`
}
