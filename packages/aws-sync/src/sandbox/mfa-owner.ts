import type { User } from '@aws-sdk/client-iam'
import { rootUserOf } from './key-owner.ts'
import { userNamed, userNamedOrCalling } from './lookup.ts'
import type { Call } from './operation.ts'
import { accountIdOf, entityDate, userShape } from './shapes.ts'
import type { Account } from './state/account.ts'
import type { EnabledMfaDevice } from './state/credentials.ts'
import type { StoredUser } from './state/entities.ts'

/** Who signs in with MFA devices: a user, or the root user, with how to replace them. */
export interface DeviceOwner {
  readonly id: string
  /** Undefined for the root user. */
  readonly name: string | undefined
  readonly devices: readonly EnabledMfaDevice[]
  readonly shape: User
  readonly replace: (devices: readonly EnabledMfaDevice[]) => void
}

/** What the console names the root user's virtual device; only the root user can have it. */
const ROOT_DEVICE = 'root-account-mfa-device'

/** Whose device a request is about: the user named, the root user for its own device, else whoever calls. */
export function deviceOwner(
  account: Account,
  serialNumber: string,
  asked: { readonly userName: string | undefined; readonly call?: Call },
): DeviceOwner {
  const { userName, call } = asked
  if (serialNumber.endsWith(`:mfa/${ROOT_DEVICE}`)) return rootDevices(account)
  if (userName !== undefined || call === undefined) return userDevices(account, userNamed(account, userName))
  if (call.caller.kind === 'root') return rootDevices(account)
  return userDevices(account, userNamedOrCalling(account, undefined, call))
}

/** Who has a device in use; nobody, where it is not in use. */
export function ownerOfDevice(account: Account, serialNumber: string): DeviceOwner | undefined {
  const has = (devices: readonly EnabledMfaDevice[]): boolean =>
    devices.some((device) => device.serialNumber === serialNumber)
  if (has(rootUserOf(account).mfaDevices)) return rootDevices(account)
  const user = account.users.all().find(({ mfaDevices }) => has(mfaDevices))
  return user && userDevices(account, user)
}

function userDevices(account: Account, user: StoredUser): DeviceOwner {
  return {
    id: user.id,
    name: user.name,
    devices: user.mfaDevices,
    shape: userShape(account, user),
    replace: (mfaDevices) => account.users.put({ ...user, mfaDevices }),
  }
}

function rootDevices(account: Account): DeviceOwner {
  const settings = account.settings.get()
  const root = rootUserOf(account)
  const accountId = accountIdOf(account)
  return {
    id: accountId,
    name: undefined,
    devices: root.mfaDevices,
    shape: {
      Path: '/',
      UserName: accountId,
      UserId: accountId,
      Arn: `arn:aws:iam::${accountId}:root`,
      CreateDate: entityDate(settings.createdAt),
    },
    replace: (mfaDevices) => account.settings.set({ ...settings, root: { ...root, mfaDevices } }),
  }
}
