import {
  type AccountState,
  type BrokenGuard,
  defaultDocument,
  isAwsManaged,
  lockOut,
  type Plan,
  policyNameOf,
  RolewrightError,
} from '@rolewright/core'
import type { AwsClients } from '../read/aws-clients.ts'
import type { Caller } from '../read/caller.ts'
import { readAwsManaged } from '../read/read-aws-managed.ts'

/** What the caller's way back in is judged by. */
export interface LockOutQuestion {
  readonly plan: Plan
  /** The account as it is before the plan. */
  readonly actual: AccountState
  readonly caller: Caller
  readonly clients: Pick<AwsClients, 'iam'>
  readonly now?: Date
}

/**
 * Whether a plan takes from whoever calls what managing the account needs, as `lockOut` of core decides it, with what these credentials
 * tell: a long-lived access key never calls with MFA. Undefined when it is proved not to.
 *
 * @example
 * ```ts
 * const broken = await callerLockOut({ plan, actual, caller: await callerIdentity(clients), clients })
 * ```
 */
export async function callerLockOut(question: LockOutQuestion): Promise<BrokenGuard | undefined> {
  const { plan, caller, clients, now = new Date() } = question
  if (caller.arn.endsWith(':root')) return undefined
  const { accessKeyId } = await clients.iam.config.credentials()
  const mfa = accessKeyId.startsWith('AKIA') ? false : undefined
  const known = await withNewlyAttached(question)
  return lockOut(plan, known, { arn: caller.arn, userId: caller.userId, mfa, now })
}

/** Throws code `lock-out` for a plan that {@link callerLockOut} speaks against. */
export async function requireNotLockedOut(question: LockOutQuestion): Promise<void> {
  const broken = await callerLockOut(question)
  if (broken === undefined) return
  throw new RolewrightError({ code: broken.code, message: broken.message, hint: broken.hint })
}

/** An account lists AWS's own policies where they are in use: those that the plan attaches first are read, since one may deny. */
async function withNewlyAttached({ plan, actual, clients }: LockOutQuestion): Promise<AccountState> {
  const listed = new Set(actual.policies.filter(defaultDocument).map(({ arn }) => arn))
  const missing = plan.changes.flatMap((change) => {
    const arn = change.kind === 'attach-policy' ? change.after.policyArn : undefined
    return arn !== undefined && isAwsManaged(arn) && !listed.has(arn) ? [arn] : []
  })
  if (missing.length === 0) return actual
  // Without the right to read them they stay unknown, and what is unknown refuses.
  const read = await readAwsManaged(clients, [...new Set(missing)]).catch((error: unknown) => {
    if (error instanceof RolewrightError) return {}
    throw error
  })
  const policies = Object.entries(read).map(([arn, { versionId, document }]) => ({
    name: policyNameOf(arn),
    path: '/',
    arn,
    defaultVersionId: versionId,
    versions: [{ versionId, document }],
  }))
  return { ...actual, policies: [...actual.policies, ...policies] }
}
