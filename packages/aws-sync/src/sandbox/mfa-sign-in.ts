import { AwsError } from './aws-error.ts'
import type { Call } from './operation.ts'
import type { Account } from './state/account.ts'

/** What asks for temporary credentials with a code of an MFA device. */
interface MfaInput {
  readonly SerialNumber?: string | undefined
  readonly TokenCode?: string | undefined
}

/**
 * Whether temporary credentials are asked for with MFA: by a code of the caller's own device, whose digits are not checked, since only
 * the device knows its secret. A session hands on what it was opened with.
 *
 * @throws {AwsError} `AccessDenied` for another's device, and for what is no code.
 */
export function isMfaSignIn(account: Account, { SerialNumber, TokenCode }: MfaInput, { caller }: Call): boolean {
  if (SerialNumber === undefined && TokenCode === undefined)
    return caller.kind === 'session' && caller.session.mfa === true
  const id = caller.kind === 'user' ? caller.id : undefined
  const user = account.users.all().find((each) => each.id === id)
  const own = user?.mfaDevices.some(({ serialNumber }) => serialNumber === SerialNumber) === true
  if (own && /^\d{6}$/.test(TokenCode ?? '')) return true
  throw new AwsError('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code.')
}
