import { awsManagedOf, pack } from '../compile/pack.ts'
import type { AwsManagedDocuments } from '../compile/aws-managed-lock.ts'
import { heldRoles } from '../compile/memberships.ts'
import type { AccountDefinition, PersonDefinition, RoleDefinition } from '../define/definitions.ts'
import type { Finding } from '../diagnostic/finding.ts'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import type { PolicyDocument } from '../policy/document.ts'

/** Where roles are looked at: the account gives the parameters, the lock AWS's own documents. */
export interface RoleTesting {
  readonly account: AccountDefinition
  /** From `aws-managed.lock.json`; needed for roles that use an AWS managed policy. */
  readonly awsManaged?: AwsManagedDocuments
  /** The day on which a person's memberships are looked at. */
  readonly now: Date
}

/** All documents of a role or person, as they would stand in the account. */
export function documentsOf(
  subject: RoleDefinition | PersonDefinition,
  testing: RoleTesting,
): readonly PolicyDocument[] {
  const roles = subject.kind === 'role' ? [subject] : heldRoles(subject, testing)
  const findings: Finding[] = []
  const parameters = { ...testing.account.parameters, accountId: testing.account.accountId }
  const { policies } = pack(roles, { parameters, account: testing.account.id, findings })
  const [problem] = findings
  if (problem !== undefined) throw new RolewrightError({ ...problem, code: 'compile-failed' })
  return [
    ...policies.map(({ statements }): PolicyDocument => ({
      Version: '2012-10-17',
      Statement: statements.map(({ statement }) => statement),
    })),
    ...roles.flatMap(awsManagedOf).map((policy) => {
      const pinned = testing.awsManaged?.[policy.arn]
      if (pinned === undefined) {
        throw new RolewrightError({
          code: 'compile-failed',
          message: `the AWS managed policy \`${policy.name}\` is not pinned`,
          hint: 'give `awsManaged` to `testRoles`: parseAwsManagedLock(JSON.parse(…)).policies',
        })
      }
      return pinned.document
    }),
  ]
}
