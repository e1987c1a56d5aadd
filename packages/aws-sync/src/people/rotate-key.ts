import { CreateAccessKeyCommand, DeleteAccessKeyCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam'
import { RolewrightError, type RotationStep, rotationStep } from '@rolewright/core'
import type { AwsClients } from '../read/aws-clients.ts'
import { readHoldings } from './read-holdings.ts'
import { personCaller, type PersonRun, taskOf } from './recorded-person.ts'

/** A new access key, told once. */
export interface NewKey {
  readonly user: string
  readonly id: string
  readonly secret: string
}

/**
 * What comes next in the rotation of a user's access key, and nothing of it done.
 *
 * @throws {RolewrightError} `user-unknown`; `rotation-stuck` where there is no key to rotate
 */
export async function planRotation(
  clients: AwsClients,
  user: string,
): Promise<Exclude<RotationStep, { kind: 'nothing' }>> {
  const holdings = await readHoldings(clients, user)
  if (holdings === undefined) {
    throw new RolewrightError({
      code: 'user-unknown',
      message: `the account has no user \`${user}\``,
      hint: 'see the users with `rolewright people review`',
    })
  }
  const step = rotationStep(holdings.accessKeys)
  if (step.kind !== 'nothing') return step
  const why = {
    'no-key': 'has no access key',
    'none-active': 'has no active access key',
    'newer-inactive': 'has a second access key, newer and out of force, which leaves no room for another',
  }[step.why]
  throw new RolewrightError({
    code: 'rotation-stuck',
    message: `\`${user}\` ${why}`,
    hint:
      step.why === 'newer-inactive'
        ? `delete it with \`aws iam delete-access-key --user-name ${user} --access-key-id …\``
        : 'there is nothing to rotate',
  })
}

/**
 * Does one step of a rotation; a `wait` does nothing. `tell` gets the new key before anything else: AWS tells its secret once.
 *
 * @example
 * ```ts
 * await rotateKey(clients, { user, step: await planRotation(clients, user) }, { history, now, tell })
 * ```
 */
export async function rotateKey(
  clients: AwsClients,
  given: { readonly user: string; readonly step: RotationStep },
  run: PersonRun & { readonly tell: (key: NewKey) => Promise<void> },
): Promise<void> {
  const { user, step } = given
  if (step.kind === 'wait' || step.kind === 'nothing') return
  const { iam } = clients
  const task = taskOf({ rotate: step.old.id, user })
  const { call } = personCaller(run, task)
  const subject = `user ${user}`
  if (step.kind === 'create') {
    const input = { UserName: user }
    let made: NewKey | undefined
    await call({
      operation: 'CreateAccessKey',
      subject,
      input,
      send: async () => {
        const { AccessKey } = await iam.send(new CreateAccessKeyCommand(input))
        made = { user, id: AccessKey?.AccessKeyId ?? '', secret: AccessKey?.SecretAccessKey ?? '' }
      },
    })
    if (made !== undefined) await run.tell(made)
    await run.history?.append('key-rotation', {
      user,
      step: 'create',
      old: step.old.id,
      next: made?.id ?? '',
      plan: task,
    })
    return
  }
  const key = { UserName: user, AccessKeyId: step.old.id }
  if (step.kind === 'switch') {
    const input = { ...key, Status: 'Inactive' as const }
    await call({
      operation: 'UpdateAccessKey',
      subject,
      input,
      send: () => iam.send(new UpdateAccessKeyCommand(input)),
    })
  } else {
    const send = () => iam.send(new DeleteAccessKeyCommand(key))
    await call({ operation: 'DeleteAccessKey', subject, input: key, send, goneIsDone: true })
  }
  await run.history?.append('key-rotation', { user, step: step.kind, old: step.old.id, next: step.next.id, plan: task })
}
