import { partitionOf } from '../define/partition.ts'
import type { AccountState } from './account-state.ts'
import { isAwsManaged } from './is-aws-managed.ts'

/** The partition of AWS that an account is in, by what it holds; undefined where it holds nothing. */
export function statePartition({ groups, policies, users, roles }: AccountState): string | undefined {
  const own = [...groups, ...users, ...roles, ...policies].find(({ arn }) => !isAwsManaged(arn))
  return own === undefined ? undefined : partitionOf(own.arn)
}
