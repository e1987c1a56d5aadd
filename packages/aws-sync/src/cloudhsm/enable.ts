import { CreateServiceLinkedRoleCommand, UpdateRoleDescriptionCommand } from '@aws-sdk/client-iam'
import { CLOUDHSM_ROLE, RolewrightError, type ServiceRoleStatus } from '@rolewright/core'
import { accountCaller } from '../audit/record-account-call.ts'
import type { History } from '../audit/open-history.ts'
import type { AwsClients } from '../read/aws-clients.ts'
import { errorName } from '../read/aws-error.ts'
import { readServiceRole } from './read-cloudhsm.ts'

/** What enabling did. */
export interface Enabled {
  readonly role: ServiceRoleStatus
  readonly created: boolean
  readonly described: boolean
}

const subject = `role ${CLOUDHSM_ROLE.name}`

/**
 * Makes the service-linked role of CloudHSM unless it is there, and edits its description where another one is given: the only thing
 * about it, beside tags, that can be edited. Doing it again changes nothing.
 *
 * Needs `iam:GetRole`, `iam:CreateServiceLinkedRole` and, for a description, `iam:UpdateRoleDescription`.
 *
 * @throws {RolewrightError} those of `awsError`
 *
 * @example
 * ```ts
 * const { created } = await enableCloudHsm(clients, { description: 'Logs of the HSMs', history })
 * ```
 */
export async function enableCloudHsm(
  clients: Pick<AwsClients, 'iam'>,
  options: { readonly description?: string; readonly history?: History } = {},
): Promise<Enabled> {
  const { description, history } = options
  const call = accountCaller({ history, task: 'cloudhsm enable' })
  const there = await readServiceRole(clients)
  if (there === undefined) await create()
  const role = there ?? (await readServiceRole(clients))
  if (role === undefined) {
    throw new RolewrightError({
      code: 'not-converged',
      message: `the account does not show the ${subject} that was made`,
      hint: 'run it again in some seconds',
    })
  }
  const described = description !== undefined && role.description !== description
  if (described) {
    const input = { RoleName: CLOUDHSM_ROLE.name, Description: description }
    await call({ operation: 'iam:UpdateRoleDescription', subject, input }, () =>
      clients.iam.send(new UpdateRoleDescriptionCommand(input)),
    )
  }
  const created = there === undefined
  await history?.append('cloudhsm', { did: 'enable', created, described })
  return { role: described ? { ...role, description } : role, created, described }

  async function create(): Promise<void> {
    const input = {
      AWSServiceName: CLOUDHSM_ROLE.service,
      ...(description === undefined ? {} : { Description: description }),
    }
    await call({ operation: 'iam:CreateServiceLinkedRole', subject, input }, async () => {
      try {
        await clients.iam.send(new CreateServiceLinkedRoleCommand(input))
      } catch (error) {
        // The first cluster, or an answer that got lost, may have made it meanwhile.
        if (errorName(error) !== 'InvalidInput' || (await readServiceRole(clients)) === undefined) throw error
      }
    })
  }
}
