import { AwsError } from './aws-error.ts'
import { checkPolicyArn, findPolicy } from './lookup.ts'
import type { Account } from './state/account.ts'

/** The boundary of a new or changed user or role, as its part of the entity; nothing where none is asked for. */
export function boundaryToSet(account: Account, arn: string | undefined): { permissionsBoundary?: string } {
  if (arn === undefined) return {}
  checkPolicyArn(arn)
  if (findPolicy(account, arn) === undefined) {
    throw new AwsError('NoSuchEntity', `Scope ARN: ${arn} does not exist or is not attachable.`)
  }
  return { permissionsBoundary: arn }
}
