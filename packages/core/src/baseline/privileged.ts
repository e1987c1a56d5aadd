import type { UserState } from '../account/account-state.ts'
import { documentFinder } from '../account/documents.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { findEscalations } from '../policy/escalation/find-escalations.ts'
import { createEvaluator } from '../policy/evaluate/create-evaluator.ts'
import type { AccountFacts } from './account-facts.ts'

/** A user who may administer, and by what. */
export interface Privileged {
  readonly user: UserState
  /** `\`iam:CreateUser\``, or the way up that is open. */
  readonly by: string
  readonly documents: readonly PolicyDocument[]
  readonly boundary: readonly PolicyDocument[]
}

/** What makes an administrator of people and permissions, whoever else is one. */
const ADMINISTERING = [
  'iam:AttachGroupPolicy',
  'iam:AttachUserPolicy',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreatePolicyVersion',
  'iam:CreateUser',
  'iam:PutGroupPolicy',
  'iam:PutUserPolicy',
  'iam:UpdateAssumeRolePolicy',
] as const

const SIGNED_IN_WITH_MFA = { 'aws:MultiFactorAuthPresent': 'true' }

/**
 * The users who may administer the account, or can come to it: they may change users or permissions in general, or a known way to
 * escalate is open to them without condition. Users of the same documents are judged once.
 */
export function privilegedUsers({
  state,
  accountId,
}: Pick<AccountFacts, 'state' | 'accountId'>): readonly Privileged[] {
  const finder = documentFinder(state)
  const known = new Map<string, string | null>()
  const numbers = new Map<PolicyDocument, number>()
  const numberOf = (document: PolicyDocument): number => {
    const number = numbers.get(document) ?? numbers.size
    numbers.set(document, number)
    return number
  }
  return state.users.flatMap((user): Privileged[] => {
    const { documents } = finder.ofUser(user)
    const limit = user.permissionsBoundary === undefined ? undefined : finder.ofPolicy(user.permissionsBoundary)
    const boundary = limit === undefined ? [] : [limit]
    const key = `${documents.map(numberOf).join(',')}|${boundary.map(numberOf).join(',')}`
    const by = known.has(key) ? known.get(key) : powerOf({ documents, boundary, accountId })
    known.set(key, by ?? null)
    return by === null || by === undefined ? [] : [{ user, by, documents, boundary }]
  })
}

function powerOf(held: {
  readonly documents: readonly PolicyDocument[]
  readonly boundary: readonly PolicyDocument[]
  readonly accountId: string
}): string | null {
  const { documents, boundary, accountId } = held
  const action = ADMINISTERING.find((each) => mayAdminister({ ...held, context: SIGNED_IN_WITH_MFA }, each, accountId))
  if (action !== undefined) return `may \`${action}\``
  const way = findEscalations(documents, { boundary }).find(({ conditional }) => !conditional)
  return way === undefined ? null : `can escalate by \`${way.id}\` (${way.title})`
}

/** Whether an action is allowed on something that nobody named: any user, group, role or policy of the account. */
function mayAdminister(
  held: {
    readonly documents: readonly PolicyDocument[]
    readonly boundary: readonly PolicyDocument[]
    readonly context: Readonly<Record<string, string>>
  },
  action: string,
  accountId: string,
): boolean {
  const kind = action.includes('Group')
    ? 'group'
    : action.includes('Assume')
      ? 'role'
      : action.includes('Version')
        ? 'policy'
        : 'user'
  const resource = `arn:aws:iam::${accountId}:${kind}/any-${kind}-of-the-account`
  const evaluator = createEvaluator(held.documents, { boundary: held.boundary })
  return evaluator.decide({ action, resource, context: held.context }).effect === 'allow'
}

/** The administering action that somebody may call from anywhere, at any time and without MFA; undefined where conditions keep them. */
export function unconditionalPower({ documents, boundary }: Privileged, accountId: string): string | undefined {
  const context = { 'aws:MultiFactorAuthPresent': 'false' }
  return ADMINISTERING.find((action) => mayAdminister({ documents, boundary, context }, action, accountId))
}
