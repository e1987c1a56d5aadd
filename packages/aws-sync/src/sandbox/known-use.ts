import { findAction, findService, nearest, RolewrightError, servicePrefixes } from '@rolewright/core'
import type { Refuses } from './refuses.ts'
import { accountIdOf } from './shapes.ts'
import type { Account } from './state/account.ts'
import type { StoredRole, StoredUser } from './state/entities.ts'
import { identityOfRole, identityOfRoot, identityOfUser } from './trail/user-identity.ts'
import type { KnownUse } from './trail/use-record.ts'

/** One attempt to call AWS, allowed or not. */
export type Use = {
  /** `service:Action`, as the Service Authorization Reference has it, or `signin:ConsoleLogin` for the sign-in of a user to the console. */
  readonly action: string
  /** ARN of what it acted on; `*`, the default, where that does not matter. */
  readonly resource?: string
  /** A date or its ISO spelling, not after the account's clock; its present time unless given. */
  readonly at?: Date | string
  readonly region?: string
  /**
   * Whether AWS refused it; unless given, whether the account as it is would, by identity policies and boundaries. It counts as use all the
   * same, and its event has the error `AccessDenied`.
   */
  readonly denied?: boolean
} & (
  | {
      /** A user's name, or `<root_account>` for the root user. */
      readonly user: string
      readonly role?: never
    }
  | {
      /** A role's name, whoever took it: a user, a service, somebody of Identity Center. */
      readonly role: string
      readonly user?: never
    }
)

/** What CloudTrail calls a sign-in to the console; it is no action of a policy. */
export const consoleLogin = 'signin:ConsoleLogin'

/** The root user, as the credential report names it. */
export const ROOT = '<root_account>'

/** A use that can be, with whose it is. */
export type Known = KnownUse & { readonly entity: { readonly id: string; readonly name: string } }

/**
 * Checks a use against the account.
 *
 * @throws {RolewrightError} `sandbox-use` for a user, role, action or date that can't be.
 */
export function knownUse(
  { account, refuses }: { readonly account: Account; readonly refuses: Refuses },
  use: Use,
  now: Date,
): Known {
  const { resource = '*', region = 'us-east-1' } = use
  const accountId = accountIdOf(account)
  if ((use.user === undefined) === (use.role === undefined)) throw wrong(oneOfBoth, undefined, 'give `user` or `role`')
  const action = use.action === consoleLogin ? consoleLogin : actionOf(use.action)
  const user = use.user === undefined ? undefined : account.users.get(use.user)
  const role = use.role === undefined ? undefined : account.roles.get(use.role)
  const shared = { action, resource, at: dateOf(use.at ?? now, now), region, denied: use.denied ?? false }
  if (use.user === ROOT) {
    return { ...shared, entity: { id: accountId, name: ROOT }, identity: identityOfRoot(accountId) }
  }
  if (action === consoleLogin && user?.loginProfile === undefined) throw noSignIn(use)
  const called = (entity: StoredUser | StoredRole): Omit<Known, 'identity'> => ({
    ...shared,
    entity,
    denied: use.denied ?? (action !== consoleLogin && refuses(entity, { action, resource })),
  })
  if (user !== undefined) return { ...called(user), identity: identityOfUser(accountId, user) }
  if (role !== undefined) return { ...called(role), identity: identityOfRole(accountId, role) }
  throw notThere(account, use)
}

const oneOfBoth = 'a use is of one user or of one role'

const noSignIn = (use: Use): RolewrightError =>
  wrong(
    `\`${use.user ?? use.role}\` can't sign in: there is no login profile`,
    undefined,
    'make one with `CreateLoginProfile`',
  )

function notThere(account: Account, use: Use): RolewrightError {
  const table = use.user === undefined ? account.roles : account.users
  const name = use.user ?? use.role
  const names = table.all().map((each) => each.name)
  return wrong(
    `there is no ${use.user === undefined ? 'role' : 'user'} \`${name}\` in the account`,
    nearest(name, names),
  )
}

function actionOf(action: string): string {
  const known = findAction(action)
  if (known !== undefined) return known.action
  const prefix = action.split(':', 1)[0] ?? ''
  const service = findService(prefix)
  const candidates =
    service === undefined
      ? servicePrefixes().map((each) => each + action.slice(prefix.length))
      : service.actions.map((name) => `${service.prefix}:${name}`)
  throw wrong(`there is no action \`${action}\``, nearest(action, candidates))
}

function dateOf(value: Date | string, now: Date): Date {
  const date = new Date(value)
  if (Number.isNaN(date.getTime())) throw wrong(`\`${String(value)}\` is not a date`, undefined)
  if (date > now) {
    throw wrong(
      `\`${date.toISOString()}\` lies after the account's clock, which shows \`${now.toISOString()}\``,
      undefined,
      'put the clock on first',
    )
  }
  return date
}

function wrong(message: string, near: string | undefined, otherwise?: string): RolewrightError {
  const hint =
    near === undefined
      ? (otherwise ?? 'give an ISO date, an existing name and `service:Action`')
      : `did you mean \`${near}\`?`
  return new RolewrightError({ code: 'sandbox-use', message, hint })
}
