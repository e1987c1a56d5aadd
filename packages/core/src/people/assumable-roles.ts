import type { AccountState, RoleState, UserState } from '../account/account-state.ts'
import { documentFinder } from '../account/documents.ts'
import { asList } from '../policy/as-list.ts'
import { createEvaluator } from '../policy/evaluate/create-evaluator.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { type AssumedRole, isSameRole } from './assumed-roles.ts'

/** A role that somebody may have taken, so that a session of it may still run. */
export interface AssumableRole {
  readonly name: string
  readonly arn: string
  /** Put on the role as an inline policy, it refuses all sessions that were begun before. */
  readonly revoke: PolicyDocument
  /** Where CloudTrail tells that the person took it. */
  readonly assumed?: Omit<AssumedRole, 'arn'>
}

/** The name that the console gives such a policy; see "Revoking IAM role temporary security credentials" in the IAM User Guide. */
export const REVOKE_POLICY = 'AWSRevokeOlderSessions'

/**
 * The IAM roles that a user may have assumed: whose trust policy lets the user in, by name or with the account, and which the user's own
 * policies allow in the second case, and those that `assumed` says were taken, whatever the policies say of today. Conditions are taken for met: a
 * role too many is looked at, one too few is left open.
 *
 * Sessions of roles outlive the user who began them, for as long as the role's longest session.
 *
 * @example
 * ```ts
 * assumableRoles(state, 'mary', { now: new Date('2026-06-01') }).map(({ name }) => name)
 * ```
 */
export function assumableRoles(
  state: AccountState,
  userName: string,
  given: { readonly now: Date; readonly assumed?: readonly AssumedRole[] },
): readonly AssumableRole[] {
  const user = state.users.find(({ name }) => name === userName)
  if (user === undefined) return []
  const { documents } = documentFinder(state).ofUser(user)
  const evaluator = createEvaluator(documents.map(withoutConditions))
  const may = ({ arn }: RoleState): boolean =>
    evaluator.decide({ action: 'sts:AssumeRole', resource: arn }).effect === 'allow'
  const revoke = revokingDocument(given.now)
  return state.roles.flatMap((role) => {
    const { name, arn } = role
    const taken = given.assumed?.find((each) => isSameRole(each.arn, arn))
    if (taken !== undefined) {
      const { arn: _, ...assumed } = taken
      return [{ name, arn, revoke, assumed }]
    }
    const trust = trustOf(role, { user, accountId: state.accountId })
    return trust === 'named' || (trust === 'account' && may(role)) ? [{ name, arn, revoke }] : []
  })
}

function trustOf(
  role: RoleState,
  { user, accountId }: { readonly user: UserState; readonly accountId: string },
): 'named' | 'account' | 'none' {
  const principals = asList(role.trustPolicy.Statement)
    .filter((statement) => statement.Effect === 'Allow')
    .flatMap(({ Principal: principal }) => {
      if (principal === undefined) return []
      return typeof principal === 'string' ? [principal] : asList(principal['AWS'] ?? [])
    })
  if (principals.includes(user.arn)) return 'named'
  const whole = principals.some(
    (each) => each === '*' || each === accountId || (each.endsWith(':root') && each.split(':')[4] === accountId),
  )
  return whole ? 'account' : 'none'
}

/** Allows hold at some time and place, denies perhaps not. */
function withoutConditions(document: PolicyDocument): PolicyDocument {
  const statements = asList<Statement>(document.Statement)
  return {
    ...document,
    Statement: statements.flatMap(({ Condition: condition, ...statement }) =>
      condition === undefined || statement.Effect === 'Allow' ? [statement] : [],
    ),
  }
}

/**
 * What refuses all sessions of a role that were begun before a moment; for an inline policy of the role.
 *
 * @example
 * ```ts
 * JSON.stringify(revokingDocument(new Date('2026-06-01')))
 * ```
 */
export function revokingDocument(before: Date): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Action: ['*'],
        Resource: ['*'],
        Condition: { DateLessThan: { 'aws:TokenIssueTime': before.toISOString() } },
      },
    ],
  }
}
