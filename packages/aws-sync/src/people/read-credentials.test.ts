import * as sdk from '@aws-sdk/client-iam'
import { expect, test } from 'vitest'
import { readAccount } from '../read/read-account.ts'
import { openSandbox } from '../sandbox/open-sandbox.ts'
import { readCredentials } from './read-credentials.ts'

const instantly = (): Promise<void> => Promise.resolve()

test('what the report is too old for is asked again: keys, devices, first sign-ins, and users who came since', async () => {
  const now = new Date('2026-06-01T00:00:00Z')
  const sandbox = await openSandbox({ clock: () => now })
  const { iam } = sandbox.clients
  const password = { Password: 'Very-Secret-Passw0rd!', PasswordResetRequired: true }
  for (const UserName of ['ana', 'ben']) {
    await iam.send(new sdk.CreateUserCommand({ UserName }))
    await iam.send(new sdk.CreateLoginProfileCommand({ UserName, ...password }))
  }
  await readCredentials(sandbox.clients, await readAccount(sandbox.clients), { sleep: instantly })
  const later = await sandbox.advance({ ms: 3_600_000 })
  await sandbox.signIn({ user: 'ana', password: password.Password })
  const { AccessKey } = await iam.send(new sdk.CreateAccessKeyCommand({ UserName: 'ana' }))
  const SerialNumber = 'GAHT12345678'
  const codes = { AuthenticationCode1: '111111', AuthenticationCode2: '222222' }
  await iam.send(new sdk.EnableMFADeviceCommand({ UserName: 'ana', SerialNumber, ...codes }))
  await iam.send(new sdk.CreateUserCommand({ UserName: 'cy' }))
  await iam.send(new sdk.DeleteLoginProfileCommand({ UserName: 'ben' }))
  await iam.send(new sdk.DeleteUserCommand({ UserName: 'ben' }))
  const { reportedAt, users } = await readCredentials(sandbox.clients, await readAccount(sandbox.clients))
  expect(reportedAt).toBe(now.toISOString())
  expect(users).toEqual([
    {
      user: 'ana',
      password: { lastChanged: now.toISOString(), lastUsed: later.toISOString() },
      mfa: true,
      accessKeys: [{ id: AccessKey?.AccessKeyId, active: true, createdAt: later.toISOString(), lastUsed: null }],
    },
    { user: 'cy', password: null, mfa: false, accessKeys: [] },
  ])
})
