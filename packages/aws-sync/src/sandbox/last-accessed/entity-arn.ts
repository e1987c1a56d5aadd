import { AwsError } from '../aws-error.ts'
import { callerArn } from '../caller.ts'
import { findPolicy } from '../lookup.ts'
import type { Call } from '../operation.ts'
import { accountIdOf } from '../shapes.ts'
import type { Account } from '../state/account.ts'
import type { StoredGroup, StoredPolicy, StoredRole, StoredUser } from '../state/entities.ts'

/** What a report can be of. */
export type ReportSubject =
  | { readonly kind: 'group'; readonly entity: StoredGroup }
  | { readonly kind: 'policy'; readonly entity: StoredPolicy; readonly arn: string }
  | { readonly kind: 'role'; readonly entity: StoredRole }
  | { readonly kind: 'user'; readonly entity: StoredUser }

/**
 * Finds what an ARN names. A user, group or role is found by its name alone, whatever path the ARN has.
 *
 * @throws {AwsError} as IAM does for an ARN of another service, partition, account or kind, or of nothing.
 */
export function subjectAt(account: Account, arn: string, call: Call): ReportSubject {
  const [scheme, partition, service, , accountId = '', resource = ''] = arn.split(':', 6)
  if (scheme !== 'arn' || resource === '') throw new AwsError('ValidationError', `ARN ${arn} is not valid.`)
  if (partition !== 'aws') throw new AwsError('ValidationError', 'Invalid ARN partition')
  if (service !== 'iam') throw new AwsError('ValidationError', 'Invalid service in ARN')
  if (accountId !== accountIdOf(account) && !(accountId === 'aws' && resource.startsWith('policy/'))) {
    const caller = callerArn(account, call.caller)
    throw new AwsError('AccessDenied', `User: ${caller} is not authorized to perform the operation on ${arn}`)
  }
  const kind = resource.split('/', 1)[0] ?? ''
  if (!['group', 'policy', 'role', 'user'].includes(kind) || !resource.includes('/')) {
    throw new AwsError('InvalidInput', `Invalid Entity Arn: ${arn} is not supported.`)
  }
  const subject = find(account, kind, arn)
  if (subject === undefined) throw new AwsError('NoSuchEntity', `ARN ${arn} does not exist.`)
  return subject
}

function find(account: Account, kind: string, arn: string): ReportSubject | undefined {
  const name = arn.slice(arn.lastIndexOf('/') + 1)
  if (kind === 'policy') {
    const entity = findPolicy(account, arn)
    return entity && { kind, entity, arn }
  }
  if (kind === 'group') {
    const entity = account.groups.get(name)
    return entity && { kind, entity }
  }
  if (kind === 'role') {
    const entity = account.roles.get(name)
    return entity && { kind, entity }
  }
  const entity = account.users.get(name)
  return entity && { kind: 'user', entity }
}
