import type { Operation } from '../operation.ts'
import type { ServiceId } from '../wire/write-xml.ts'
import { accountDetailOperations } from './account-details.ts'
import { attachmentOperations } from './attachments.ts'
import { callerIdentityOperations } from './caller-identity.ts'
import { groupOperations } from './groups.ts'
import { inlinePolicyOperations } from './inline-policies.ts'
import { membershipOperations } from './membership.ts'
import { policyOperations } from './policies.ts'
import { policyEntityOperations } from './policy-entities.ts'
import { policyVersionOperations } from './policy-versions.ts'
import { roleOperations } from './roles.ts'
import { userOperations } from './users.ts'

const iam = [
  ...accountDetailOperations,
  ...attachmentOperations,
  ...groupOperations,
  ...inlinePolicyOperations,
  ...membershipOperations,
  ...policyEntityOperations,
  ...policyOperations,
  ...policyVersionOperations,
  ...roleOperations,
  ...userOperations,
]

const byName = (operations: readonly Operation[]): ReadonlyMap<string, Operation> =>
  new Map(operations.map((operation) => [operation.name, operation]))

/** Every operation that the account answers, by service and name. */
export const operations: Readonly<Record<ServiceId, ReadonlyMap<string, Operation>>> = {
  iam: byName(iam),
  sts: byName(callerIdentityOperations),
}
