import { RolewrightError } from '@rolewright/core'
import { openSession } from './operations/sessions.ts'
import { secretHash } from './secret-hash.ts'
import type { SandboxCredentials } from './credentials.ts'
import { layDownUse } from './use.ts'
import type { Account } from './state/account.ts'
import type { StoredLoginProfile } from './state/credentials.ts'

/** Somebody at the console's sign-in page. */
export interface SignIn {
  readonly user: string
  readonly password: string
  /** With a code of an MFA device, which the user must have. */
  readonly mfa?: boolean
}

const HOURS = 12
const DAY = 86_400_000

/**
 * What the console does when somebody signs in: notes that the password was used, and gives temporary credentials of the user.
 *
 * @throws {RolewrightError} `sandbox-use` for a wrong password, or MFA without a device
 */
export function signIn(
  account: Account,
  { user: name, password, mfa = false }: SignIn,
  now: Date,
): { readonly session: SandboxCredentials; readonly records: ReturnType<typeof layDownUse> } {
  const user = account.users.get(name)
  if (user?.loginProfile?.passwordSha256 !== secretHash(password)) {
    throw refused(`\`${name}\` can't sign in: the name or the password is wrong`)
  }
  if (isLocked(account, user.loginProfile, now)) {
    throw refused(`the password of \`${name}\` has expired: an administrator has to set a new one`)
  }
  if (mfa && user.mfaDevices.length === 0) throw refused(`\`${name}\` has no MFA device`)
  const records = layDownUse(account, [{ user: user.name, action: 'signin:ConsoleLogin' }], now)
  const given = openSession(account, { now }, { principal: user.id, mfa, seconds: HOURS * 3600 })
  const session = { accessKeyId: given.AccessKeyId ?? '', sessionToken: given.SessionToken ?? '' }
  return { session, records }
}

/** An expired password still lets its user set a new one, unless the password policy says that only an administrator may. */
function isLocked(account: Account, { createdAt, changedAt }: StoredLoginProfile, now: Date): boolean {
  const { maxPasswordAge = 0, hardExpiry = false } = account.settings.get().passwordPolicy ?? {}
  return hardExpiry && maxPasswordAge > 0 && now.getTime() - Date.parse(changedAt ?? createdAt) >= maxPasswordAge * DAY
}

const refused = (message: string): RolewrightError =>
  new RolewrightError({ code: 'sandbox-use', message, hint: 'a first password is told by `rolewright people onboard`' })
