import { CreateLoginProfileCommand, CreateUserCommand, UpdateLoginProfileCommand } from '@aws-sdk/client-iam'
import { expect, it } from 'vitest'
import { openSandbox } from '../sandbox/index.ts'
import { readSignedIn } from './read-signed-in.ts'

it('knows who has signed in and set a password', async () => {
  const sandbox = await openSandbox({ accountId: '111122223333' })
  const { clients } = sandbox
  for (const UserName of ['no-password', 'never', 'must-change', 'settled']) {
    await clients.iam.send(new CreateUserCommand({ UserName }))
    if (UserName === 'no-password') continue
    await clients.iam.send(
      new CreateLoginProfileCommand({ UserName, Password: 'Correct-horse-1', PasswordResetRequired: true }),
    )
  }
  await sandbox.use(['must-change', 'settled'].map((user) => ({ user, action: 'signin:ConsoleLogin' })))
  await clients.iam.send(new UpdateLoginProfileCommand({ UserName: 'settled', PasswordResetRequired: false }))
  const asked = ['no-password', 'never', 'must-change', 'settled', 'nobody']
  expect(await readSignedIn(clients, asked)).toEqual(new Set(['settled']))
  await expect(sandbox.use({ user: 'no-password', action: 'signin:ConsoleLogin' })).rejects.toThrow("can't sign in")
})
