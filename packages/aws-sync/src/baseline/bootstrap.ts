import {
  AddUserToGroupCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeleteVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  ListVirtualMFADevicesCommand,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam'
import type { AccountFacts, BootstrapCall, BootstrapStep } from '@rolewright/core'
import { setTimeout as wait } from 'node:timers/promises'
import { accountCaller, type AccountCaller } from '../audit/record-account-call.ts'
import type { History } from '../audit/open-history.ts'
import { generatePassword } from '../people/generate-password.ts'
import type { AwsClients } from '../read/aws-clients.ts'
import { awsError, errorName } from '../read/aws-error.ts'
import { mendCall } from './mend-call.ts'
import { whenKnown } from './when-known.ts'

/** What `bootstrap` hands over once: it stands in no record. */
export type BootstrapSecret =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  /** The secret of a virtual MFA device, as an address that authenticator apps read, and as text. */
  | { readonly kind: 'mfa'; readonly user: string; readonly seed: string; readonly uri: string }

/** How the steps are carried out. */
export interface BootstrapRun {
  readonly history?: History
  /** Shows a secret once, before it is used: what could not be shown is not put into the account. */
  readonly tell: (secret: BootstrapSecret) => Promise<void>
  /** Asks for two codes of the device that was just told; undefined where nobody is there to answer, and the step is left to a person. */
  readonly codes?: (user: string) => Promise<readonly [string, string]>
  readonly sleep?: (milliseconds: number) => Promise<unknown>
  readonly onStep?: (step: BootstrapStep) => void
}

/** What the steps came to. */
export interface Bootstrapped {
  readonly done: readonly number[]
  /** Steps that are left to a person. */
  readonly left: readonly number[]
}

/**
 * Carries out the steps of a bootstrap that calls can do, in their order, each call recorded before and after. A stop anywhere leaves what
 * is done; planned again from new facts, it goes on from there, and a password that was made but not told is made anew.
 *
 * @throws {RolewrightError} those of `awsError`
 *
 * @example
 * ```ts
 * await bootstrap(bootstrapPlan(facts, { alias: 'examplecorp' }), { facts, clients, run: { history, tell } })
 * ```
 */
export async function bootstrap(
  plan: readonly BootstrapStep[],
  given: { readonly facts: AccountFacts; readonly clients: Pick<AwsClients, 'iam'>; readonly run: BootstrapRun },
): Promise<Bootstrapped> {
  const { facts, clients, run } = given
  const call = accountCaller({ history: run.history, task: 'bootstrap' })
  const done: number[] = []
  const left: number[] = []
  for (const step of plan) {
    run.onStep?.(step)
    const isAsked = step.calls.some(({ kind }) => kind === 'enable-mfa')
    if (step.status === 'person' || (isAsked && run.codes === undefined)) {
      left.push(step.number)
      continue
    }
    for (const each of step.calls) await perform(each, { facts, clients, run, call })
    done.push(step.number)
  }
  await run.history?.append('bootstrap', { done, left })
  return { done, left }
}

interface Performance {
  readonly facts: AccountFacts
  readonly clients: Pick<AwsClients, 'iam'>
  readonly run: BootstrapRun
  readonly call: AccountCaller
}

async function perform(each: BootstrapCall, given: Performance): Promise<void> {
  const { clients, call, run } = given
  const { iam } = clients
  const sleep = run.sleep ?? wait
  switch (each.kind) {
    case 'create-user': {
      const Tags = Object.entries(each.tags).map(([Key, Value]) => ({ Key, Value }))
      const input = { UserName: each.user, ...(Tags.length === 0 ? {} : { Tags }) }
      await call({ operation: 'iam:CreateUser', subject: `user ${each.user}`, input }, () =>
        iam.send(new CreateUserCommand(input)),
      )
      return
    }
    case 'add-to-group': {
      const input = { UserName: each.user, GroupName: each.group }
      const subject = `user ${each.user} in group ${each.group}`
      await call({ operation: 'iam:AddUserToGroup', subject, input }, () =>
        whenKnown(() => iam.send(new AddUserToGroupCommand(input)), sleep),
      )
      return
    }
    case 'create-password':
      await makePassword(each.user, given)
      return
    case 'enable-mfa':
      await enableMfa(each.user, given)
      return
    case 'attach-policy':
    case 'create-alias':
    case 'create-group':
    case 'create-policy':
    case 'delete-inline-policy':
    case 'set-password-policy': {
      const ready = mendCall(each)
      await call(ready.call, () => whenKnown(() => ready.send(iam), sleep))
      return
    }
    default:
      each satisfies never
  }
}

async function makePassword(user: string, { facts, clients, run, call }: Performance): Promise<void> {
  const length = facts.passwordPolicy?.minimumLength
  const password = generatePassword(length === undefined ? {} : { MinimumPasswordLength: length })
  await run.tell({ kind: 'password', user, password })
  // The password goes to AWS and to whoever was told, and into no record.
  const input = { UserName: user, PasswordResetRequired: true }
  await call({ operation: 'iam:CreateLoginProfile', subject: `user ${user}`, input }, () =>
    whenKnown(async () => {
      try {
        await clients.iam.send(new CreateLoginProfileCommand({ ...input, Password: password }))
      } catch (error) {
        // The SDK may have sent it twice: the password that was told is the one that counts.
        if (errorName(error) !== 'EntityAlreadyExists') throw error
        await clients.iam.send(new UpdateLoginProfileCommand({ ...input, Password: password }))
      }
    }, run.sleep ?? wait),
  )
}

async function enableMfa(user: string, { facts, clients, run, call }: Performance): Promise<void> {
  const { iam } = clients
  const subject = `MFA device ${user}`
  const input = { VirtualMFADeviceName: user }
  const serial = `arn:aws:iam::${facts.accountId}:mfa/${user}`
  if (await isUnassigned(clients, serial)) {
    // A run that was stopped made it, and nobody knows its secret.
    await call({ operation: 'iam:DeleteVirtualMFADevice', subject, input: { SerialNumber: serial } }, () =>
      iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: serial })),
    )
  }
  const made = await call({ operation: 'iam:CreateVirtualMFADevice', subject, input }, () =>
    iam.send(new CreateVirtualMFADeviceCommand(input)),
  )
  const device = made.VirtualMFADevice
  const seed = new TextDecoder().decode(device?.Base32StringSeed)
  const label = encodeURIComponent(`${user}@${facts.alias ?? facts.accountId}`)
  await run.tell({
    kind: 'mfa',
    user,
    seed,
    uri: `otpauth://totp/Amazon%20Web%20Services:${label}?secret=${seed}&issuer=Amazon%20Web%20Services`,
  })
  const [first, second] = (await run.codes?.(user)) ?? ['', '']
  const enabled = { UserName: user, SerialNumber: device?.SerialNumber ?? serial }
  await call({ operation: 'iam:EnableMFADevice', subject, input: enabled }, () =>
    iam.send(new EnableMFADeviceCommand({ ...enabled, AuthenticationCode1: first, AuthenticationCode2: second })),
  )
}

async function isUnassigned({ iam }: Pick<AwsClients, 'iam'>, serial: string): Promise<boolean> {
  let marker: string | undefined
  do {
    const page = await iam
      .send(
        new ListVirtualMFADevicesCommand({
          AssignmentStatus: 'Unassigned',
          ...(marker === undefined ? {} : { Marker: marker }),
        }),
      )
      .catch((error: unknown) => {
        throw awsError(error, { operation: 'iam:ListVirtualMFADevices' })
      })
    if (page.VirtualMFADevices?.some(({ SerialNumber }) => SerialNumber === serial) === true) return true
    marker = page.IsTruncated === true ? page.Marker : undefined
  } while (marker !== undefined)
  return false
}
