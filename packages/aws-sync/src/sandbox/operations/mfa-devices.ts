import { ListMFADevices$, type ListMFADevicesRequest, type ListMFADevicesResponse } from '@aws-sdk/client-iam'
import { userNamedOrCalling } from '../lookup.ts'
import { reading, type QueryOperation } from '../operation.ts'
import { page } from '../page.ts'
import { entityDate } from '../shapes.ts'

const listMfaDevices = reading<ListMFADevicesRequest, ListMFADevicesResponse>(
  ListMFADevices$,
  (account, input, call) => {
    if (input.UserName === undefined && call.caller.kind === 'root') return { MFADevices: [], IsTruncated: false }
    const user = userNamedOrCalling(account, input.UserName, call)
    const devices = user.mfaDevices.toSorted((a, b) => (a.serialNumber < b.serialNumber ? -1 : 1))
    const { items, rest } = page(devices, {
      request: input,
      scope: ['ListMFADevices', user.id],
      keyOf: ({ serialNumber }) => serialNumber,
    })
    const shapes = items.map(({ serialNumber, enabledAt }) => ({
      UserName: user.name,
      SerialNumber: serialNumber,
      EnableDate: entityDate(enabledAt),
    }))
    return { MFADevices: shapes, ...rest }
  },
)

export const mfaDeviceOperations: readonly QueryOperation[] = [listMfaDevices]
