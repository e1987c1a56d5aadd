import {
  DeleteServiceLinkedRoleCommand,
  GetServiceLinkedRoleDeletionStatusCommand,
  type RoleUsageType,
} from '@aws-sdk/client-iam'
import { CLOUDHSM_ROLE, RolewrightError } from '@rolewright/core'
import type { AccountCaller } from '../audit/record-account-call.ts'
import type { AwsClients } from '../read/aws-clients.ts'
import { awsError, errorName } from '../read/aws-error.ts'

/** Where the role is still used, as the failed task tells it. */
export interface RoleUsage {
  readonly region: string
  /** ARNs. */
  readonly resources: readonly string[]
}

/** The deletion task failed: the role stays, and `usage` says what uses it. */
export class RoleStillUsed extends RolewrightError {
  readonly usage: readonly RoleUsage[]

  constructor(reason: string, usage: readonly RoleUsage[]) {
    const regions = usage.map(({ region }) => region).join(', ')
    super({
      code: 'service-role-used',
      message: `AWS did not delete the role \`${CLOUDHSM_ROLE.name}\`${regions === '' ? '' : `, which is used in ${regions}`}: ${reason}`,
      hint:
        usage.length === 0
          ? 'look at it in some minutes and run it again'
          : 'delete what uses it, with `--region` for each of these regions, and run it again',
    })
    this.name = 'RoleStillUsed'
    this.usage = usage
  }
}

const PATIENCE_MS = 10 * 60_000

/**
 * Deletes the service-linked role and follows the task to its end. A task that an earlier run began is followed, not begun anew; a role
 * that is gone is done.
 *
 * @throws {RolewrightError} {@link RoleStillUsed} for a task that failed, `service-role-pending` after ten minutes, and those of `awsError`
 */
export async function deleteServiceRole(
  { iam }: Pick<AwsClients, 'iam'>,
  run: {
    readonly call: AccountCaller
    readonly sleep: (milliseconds: number) => Promise<unknown>
    readonly onStatus?: (status: string) => void
  },
): Promise<void> {
  const input = { RoleName: CLOUDHSM_ROLE.name }
  const subject = `role ${CLOUDHSM_ROLE.name}`
  const task = await run.call({ operation: 'iam:DeleteServiceLinkedRole', subject, input }, async () => {
    try {
      return (await iam.send(new DeleteServiceLinkedRoleCommand(input))).DeletionTaskId
    } catch (error) {
      if (errorName(error) === 'NoSuchEntity') return undefined
      throw error
    }
  })
  if (task === undefined) return
  let waited = 0
  for (let pause = 500; ; pause = Math.min(pause * 2, 10_000)) {
    const { Status: status = '', Reason: reason } = await iam
      .send(new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId: task }))
      .catch((error: unknown) => {
        throw awsError(error, { operation: 'iam:GetServiceLinkedRoleDeletionStatus', subject })
      })
    run.onStatus?.(status)
    if (status === 'SUCCEEDED') return
    if (status === 'FAILED')
      throw new RoleStillUsed(oneLine(reason?.Reason), (reason?.RoleUsageList ?? []).map(usageOf))
    if (waited >= PATIENCE_MS) {
      throw new RolewrightError({
        code: 'service-role-pending',
        message: `AWS is still deleting the role \`${CLOUDHSM_ROLE.name}\` after ${PATIENCE_MS / 60_000} minutes`,
        hint: 'run it again later: it goes on with the same task',
      })
    }
    await run.sleep(pause)
    waited += pause
  }
}

const oneLine = (text = 'it gives no reason'): string => text.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '')

const usageOf = ({ Region: region = '', Resources: resources = [] }: RoleUsageType): RoleUsage => ({
  region,
  resources,
})
