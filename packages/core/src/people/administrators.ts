import type { AccountState, RoleState, UserState } from '../account/account-state.ts'
import { documentFinder } from '../account/documents.ts'
import { createEvaluator } from '../policy/evaluate/create-evaluator.ts'
import type { PolicyDocument } from '../policy/document.ts'

/** What an administrator can do: let somebody in and give them something. */
const NEEDED = ['iam:CreateUser', 'iam:CreateLoginProfile', 'iam:AddUserToGroup', 'iam:AttachGroupPolicy'] as const

/**
 * The users who can administer access, by what the evaluator says of their policies and not by the names of their groups: who may make a
 * user, give it a password and a group, and give the group a policy, signed in with MFA. A policy whose document is not known gives nothing.
 *
 * @example
 * ```ts
 * const [first] = administrators(state, { now: new Date('2026-06-01') }) // 'jane'
 * ```
 */
export function administrators(state: AccountState, given: { readonly now: Date }): readonly string[] {
  const finder = documentFinder(state)
  const boundary = (arn: string | undefined): PolicyDocument | undefined =>
    arn === undefined ? undefined : (finder.ofPolicy(arn) ?? nothing)
  return state.users
    .filter((user) =>
      canAdminister(user, {
        documents: finder.ofUser(user).documents,
        boundary: boundary(user.permissionsBoundary),
        accountId: state.accountId,
        now: given.now,
      }),
    )
    .map(({ name }) => name)
}

/** Whether an IAM role of the account can administer access, as {@link administrators} decides it. */
export function isAdministratorRole(state: AccountState, role: RoleState, given: { readonly now: Date }): boolean {
  const finder = documentFinder(state)
  const { permissionsBoundary: arn } = role
  return canAdminister(role, {
    documents: finder.ofGroup(role).documents,
    boundary: arn === undefined ? undefined : (finder.ofPolicy(arn) ?? nothing),
    accountId: state.accountId,
    now: given.now,
  })
}

/** A boundary that can't be read bounds everything. */
const nothing: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
}

function canAdminister(
  principal: UserState | RoleState,
  given: {
    readonly documents: readonly PolicyDocument[]
    readonly boundary: PolicyDocument | undefined
    readonly accountId: string
    readonly now: Date
  },
): boolean {
  const { documents, boundary, accountId, now } = given
  const evaluator = createEvaluator(documents, boundary === undefined ? {} : { boundary })
  const partition = principal.arn.split(':')[1] ?? 'aws'
  const context = {
    'aws:CurrentTime': now.toISOString(),
    'aws:MultiFactorAuthPresent': true,
    'aws:PrincipalArn': principal.arn,
    'aws:SecureTransport': true,
    'aws:username': principal.name,
  }
  return NEEDED.every((action) => {
    const kind = action.endsWith('Group') || action.endsWith('GroupPolicy') ? 'group' : 'user'
    const resource = `arn:${partition}:iam::${accountId}:${kind}/somebody-else`
    return evaluator.decide({ action, resource, context }).effect === 'allow'
  })
}
