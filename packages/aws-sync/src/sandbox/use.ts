import { findAction, findService, nearest, RolewrightError, servicePrefixes } from '@rolewright/core'
import { rootUserOf } from './key-owner.ts'
import type { Account } from './state/account.ts'
import type { StoredUser } from './state/entities.ts'
import type { Attempt } from './state/evidence.ts'

/** One attempt to call AWS, allowed or not. */
export type Use = {
  /** `service:Action`, as the Service Authorization Reference has it, or `signin:ConsoleLogin` for the sign-in of a user, or of `<root_account>`, to the console. */
  readonly action: string
  /** ARN of what it acted on; `*`, the default, where that does not matter. */
  readonly resource?: string
  /** A date or its ISO spelling, not after the account's clock; its present time unless given. */
  readonly at?: Date | string
  readonly region?: string
} & ({ readonly user: string; readonly role?: never } | { readonly role: string; readonly user?: never })

/** What CloudTrail calls a sign-in to the console; it is no action of a policy. */
const consoleLogin = 'signin:ConsoleLogin'

/** The root user, as the credential report names it; it can sign in. */
const ROOT = '<root_account>'

/** @throws {RolewrightError} `sandbox-use` for a user, role, action or date that can't be. */
export function layDownUse(account: Account, uses: readonly Use[], now: Date): void {
  const attempts = uses.filter((use) => use.action !== consoleLogin).map((use) => attemptOf(account, use, now))
  const logins = uses.filter((use) => use.action === consoleLogin).map((use) => loginOf(account, use, now))
  for (const { user, at } of logins) {
    if (user !== ROOT) account.users.put({ ...user, passwordLastUsed: at })
    else account.settings.set({ ...account.settings.get(), root: { ...rootUserOf(account), passwordLastUsed: at } })
  }
  if (attempts.length > 0) account.attempts.set([...account.attempts.get(), ...attempts])
}

function attemptOf(account: Account, use: Use, now: Date): Attempt {
  const { resource = '*', region = 'us-east-1' } = use
  return {
    entity: entityOf(account, use),
    action: actionOf(use.action),
    resource,
    at: dateOf(use.at ?? now, now).toISOString(),
    region,
  }
}

function loginOf(
  account: Account,
  use: Use,
  now: Date,
): { readonly user: StoredUser | typeof ROOT; readonly at: string } {
  if (use.user === ROOT) return { user: ROOT, at: dateOf(use.at ?? now, now).toISOString() }
  const user = use.user === undefined ? undefined : account.users.get(use.user)
  if (user?.loginProfile === undefined) {
    throw wrong(
      `\`${use.user ?? use.role}\` can't sign in: there is no login profile`,
      undefined,
      'make one with `CreateLoginProfile`',
    )
  }
  return { user, at: dateOf(use.at ?? now, now).toISOString() }
}

function entityOf(account: Account, use: Use): string {
  const table = use.user === undefined ? account.roles : account.users
  const name = use.user ?? use.role
  const entity = table.get(name)
  if (entity !== undefined) return entity.id
  const names = table.all().map((each) => each.name)
  throw wrong(
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
