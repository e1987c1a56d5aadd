import {
  createEvaluator,
  parsePolicy,
  type PolicyDocument,
  type Principal,
  type RequestContext,
  type Statement,
} from '@rolewright/core/policy'
import { asList } from './as-list.ts'
import type { StoredRole } from './state/entities.ts'

/** Who asks to take a role. */
export interface TrustQuestion {
  readonly role: StoredRole
  /** `sts:AssumeRole`, and `sts:TagSession` or `sts:SetSourceIdentity` where the session is to have these. */
  readonly action: string
  readonly accountId: string
  /** The caller's own ARNs: the user's; of a role's session, the session's and the role's. */
  readonly callerArns: readonly string[]
  readonly context: RequestContext
}

/**
 * What a role's trust policy says to a caller: `named` lets it in by itself, `account` only together with a right of the caller's own,
 * `closed` does not let it in. See "Evaluation logic for resource-based policies" in the IAM User Guide: a policy that names the account
 * hands the decision to that account's own policies.
 */
export function trustOf(question: TrustQuestion): 'named' | 'account' | 'closed' {
  const { Statement: statements } = parsePolicy(question.role.trustPolicy, { kind: 'trust' })
  const speaking = asList(statements).flatMap((statement) => {
    const to = speaksTo(statement, question)
    return to === undefined ? [] : [{ to, statement }]
  })
  const decides = (wanted: readonly ('named' | 'account')[]): string =>
    createEvaluator(
      documentOf(speaking.flatMap(({ to, statement }) => (wanted.includes(to) ? [statement] : []))),
    ).decide({ action: question.action, resource: '*', context: question.context }).effect
  const all = decides(['named', 'account'])
  if (all !== 'allow') return 'closed'
  return decides(['named']) === 'allow' ? 'named' : 'account'
}

/** The statements as if they stood in a policy of the caller's own: a trust policy has no resource, and the principal is decided. */
function documentOf(statements: readonly Statement[]): readonly PolicyDocument[] {
  if (statements.length === 0) return []
  return [
    {
      Version: '2012-10-17',
      Statement: statements.map((statement) => {
        const { Principal: _, NotPrincipal: __, ...rest } = statement
        return { ...rest, Resource: '*' }
      }),
    },
  ]
}

/** Whether a statement is about the caller, and whether by its own name or by its account's. */
function speaksTo(
  { Effect, Principal: principal, NotPrincipal: except }: Statement,
  { accountId, callerArns }: TrustQuestion,
): 'named' | 'account' | undefined {
  const ofAccount = ['*', accountId, `arn:aws:iam::${accountId}:root`]
  if (except !== undefined) {
    const spared = awsPrincipals(except)
    const named = [...callerArns, ...(Effect === 'Allow' ? ofAccount : [])].some((each) => spared.includes(each))
    return named ? undefined : 'account'
  }
  const principals = principal === undefined ? [] : awsPrincipals(principal)
  if (callerArns.some((each) => principals.includes(each))) return 'named'
  return ofAccount.some((each) => principals.includes(each)) ? 'account' : undefined
}

const awsPrincipals = (principal: Principal): readonly string[] =>
  typeof principal === 'string' ? [principal] : asList(principal['AWS'])
