import {
  CreateVirtualMFADevice$,
  DeactivateMFADevice$,
  DeleteVirtualMFADevice$,
  EnableMFADevice$,
  GetMFADevice$,
  ListMFADevices$,
  ListVirtualMFADevices$,
  ResyncMFADevice$,
  type CreateVirtualMFADeviceRequest,
  type CreateVirtualMFADeviceResponse,
  type DeactivateMFADeviceRequest,
  type DeleteVirtualMFADeviceRequest,
  type EnableMFADeviceRequest,
  type GetMFADeviceRequest,
  type GetMFADeviceResponse,
  type ListMFADevicesRequest,
  type ListMFADevicesResponse,
  type ListVirtualMFADevicesRequest,
  type ListVirtualMFADevicesResponse,
  type ResyncMFADeviceRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { arnOf, newSeed } from '../identifiers.ts'
import { deviceOwner, ownerOfDevice } from '../mfa-owner.ts'
import { changing, reading, type QueryOperation } from '../operation.ts'
import { page } from '../page.ts'
import { quotas } from '../quotas.ts'
import { accountIdOf, entityDate, tagList } from '../shapes.ts'
import type { Account } from '../state/account.ts'
import type { StoredMfaDevice } from '../state/credentials.ts'
import { newTags } from '../tag-list.ts'

const createVirtualDevice = changing<CreateVirtualMFADeviceRequest, CreateVirtualMFADeviceResponse>(
  CreateVirtualMFADevice$,
  (account, input, call) => {
    const { VirtualMFADeviceName: name = '', Path: path = '/' } = input
    if (account.mfaDevices.get(name) !== undefined) {
      throw new AwsError('EntityAlreadyExists', 'MFADevice entity at the same path and name already exists.')
    }
    const device = { name, path, createdAt: call.now.toISOString(), tags: newTags([], input.Tags) }
    account.mfaDevices.put(device)
    const VirtualMFADevice = {
      SerialNumber: serialOf(account, device),
      // Nothing of it is kept.
      Base32StringSeed: Buffer.from(newSeed()),
      QRCodePNG: onePixel,
      ...(device.tags.length === 0 ? {} : { Tags: tagList(device.tags) }),
    }
    return { VirtualMFADevice }
  },
)

/** The smallest PNG there is: nobody scans a sandbox's code. */
const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
)

const enableDevice = changing<EnableMFADeviceRequest, object>(EnableMFADevice$, (account, input, call) => {
  const { SerialNumber: serialNumber = '' } = input
  const owner = deviceOwner(account, serialNumber, { userName: input.UserName })
  requireKnown(account, serialNumber)
  checkCodes(input.AuthenticationCode1, input.AuthenticationCode2)
  if (ownerOfDevice(account, serialNumber) !== undefined) {
    throw new AwsError('EntityAlreadyExists', 'MFA Device is already in use.')
  }
  if (owner.devices.length >= quotas.mfaDevicesPerUser) {
    throw new AwsError('LimitExceeded', `Cannot exceed quota for MFADevicesPerUser: ${quotas.mfaDevicesPerUser}`)
  }
  owner.replace([...owner.devices, { serialNumber, enabledAt: call.now.toISOString() }])
  return {}
})

const deactivateDevice = changing<DeactivateMFADeviceRequest, object>(DeactivateMFADevice$, (account, input, call) => {
  const { SerialNumber: serialNumber = '' } = input
  const owner = deviceOwner(account, serialNumber, { userName: input.UserName, call })
  const rest = owner.devices.filter((device) => device.serialNumber !== serialNumber)
  if (rest.length === owner.devices.length) throw noSuchDevice(serialNumber)
  owner.replace(rest)
  return {}
})

const resyncDevice = changing<ResyncMFADeviceRequest, object>(ResyncMFADevice$, (account, input) => {
  const { SerialNumber: serialNumber = '' } = input
  const owner = deviceOwner(account, serialNumber, { userName: input.UserName })
  if (!owner.devices.some((device) => device.serialNumber === serialNumber)) throw noSuchDevice(serialNumber)
  checkCodes(input.AuthenticationCode1, input.AuthenticationCode2)
  return {}
})

const deleteVirtualDevice = changing<DeleteVirtualMFADeviceRequest, object>(
  DeleteVirtualMFADevice$,
  (account, input) => {
    const { SerialNumber: serialNumber = '' } = input
    const device = virtualDevice(account, serialNumber)
    if (device === undefined) throw noSuchDevice(serialNumber)
    if (ownerOfDevice(account, serialNumber) !== undefined) {
      throw new AwsError('DeleteConflict', 'Mfa Device must be deactivated first.')
    }
    account.mfaDevices.remove(device.name)
    return {}
  },
)

const getDevice = reading<GetMFADeviceRequest, GetMFADeviceResponse>(GetMFADevice$, (account, input) => {
  const { SerialNumber: serialNumber = '' } = input
  const owner = ownerOfDevice(account, serialNumber)
  const enabled = owner?.devices.find((device) => device.serialNumber === serialNumber)
  const isOther = input.UserName !== undefined && owner?.name !== input.UserName
  if (owner === undefined || enabled === undefined || isOther) throw noSuchDevice(serialNumber)
  return {
    ...(owner.name === undefined ? {} : { UserName: owner.name }),
    SerialNumber: serialNumber,
    EnableDate: entityDate(enabled.enabledAt),
  }
})

const listDevices = reading<ListMFADevicesRequest, ListMFADevicesResponse>(ListMFADevices$, (account, input, call) => {
  const owner = deviceOwner(account, '', { userName: input.UserName, call })
  const devices = owner.devices.toSorted((a, b) => (a.serialNumber < b.serialNumber ? -1 : 1))
  const { items, rest } = page(devices, {
    request: input,
    scope: ['ListMFADevices', owner.id],
    keyOf: ({ serialNumber }) => serialNumber,
  })
  const shapes = items.map(({ serialNumber, enabledAt }) => ({
    UserName: owner.name ?? accountIdOf(account),
    SerialNumber: serialNumber,
    EnableDate: entityDate(enabledAt),
  }))
  return { MFADevices: shapes, ...rest }
})

const listVirtualDevices = reading<ListVirtualMFADevicesRequest, ListVirtualMFADevicesResponse>(
  ListVirtualMFADevices$,
  (account, input) => {
    const { AssignmentStatus: wanted = 'Any' } = input
    const rows = account.mfaDevices.all().map((device) => {
      const serial = serialOf(account, device)
      const owner = ownerOfDevice(account, serial)
      const enabled = owner?.devices.find(({ serialNumber }) => serialNumber === serial)
      return { serial, owner, enabled, device }
    })
    const asked = rows.filter(({ enabled }) => wanted === 'Any' || (wanted === 'Assigned') === (enabled !== undefined))
    const { items, rest } = page(asked, {
      request: input,
      scope: ['ListVirtualMFADevices', wanted],
      keyOf: ({ serial }) => serial.toLowerCase(),
    })
    const shapes = items.map(({ serial, owner, enabled, device }) => ({
      SerialNumber: serial,
      ...(owner === undefined ? {} : { User: owner.shape }),
      ...(enabled === undefined ? {} : { EnableDate: entityDate(enabled.enabledAt) }),
      ...(device.tags.length === 0 ? {} : { Tags: tagList(device.tags) }),
    }))
    return { VirtualMFADevices: shapes, ...rest }
  },
)

const serialOf = (account: Account, device: StoredMfaDevice): string => arnOf(accountIdOf(account), 'mfa', device)

function virtualDevice(account: Account, serialNumber: string): StoredMfaDevice | undefined {
  const device = account.mfaDevices.get(serialNumber.slice(serialNumber.lastIndexOf('/') + 1))
  return device !== undefined && serialOf(account, device) === serialNumber ? device : undefined
}

/** Hardware is known by the number that its maker gave it; a virtual device has to have been made. */
function requireKnown(account: Account, serialNumber: string): void {
  const isHardware = /^[\w=/-]{9,256}$/.test(serialNumber)
  if (!isHardware && virtualDevice(account, serialNumber) === undefined) throw noSuchDevice(serialNumber)
}

/** Two codes that follow each other can't be the same; that they are the device's own is not verified. */
function checkCodes(first: string | undefined, second: string | undefined): void {
  if (first !== second) return
  throw new AwsError('InvalidAuthenticationCode', 'Authentication code for device is not valid.')
}

const noSuchDevice = (serialNumber: string): AwsError =>
  new AwsError('NoSuchEntity', `MFA Device with serial number ${serialNumber} does not exist.`)

export const mfaDeviceOperations: readonly QueryOperation[] = [
  createVirtualDevice,
  enableDevice,
  deactivateDevice,
  resyncDevice,
  deleteVirtualDevice,
  getDevice,
  listDevices,
  listVirtualDevices,
]
