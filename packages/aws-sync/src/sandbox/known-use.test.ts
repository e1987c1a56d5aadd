import { CreateRoleCommand, CreateUserCommand } from '@aws-sdk/client-iam'
import { beforeEach, expect, it } from 'vitest'
import type { Use } from './known-use.ts'
import { openSandbox, type Sandbox } from './open-sandbox.ts'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await openSandbox({ clock: () => new Date('2026-06-01T00:00:00Z') })
  const Statement = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
  await sandbox.clients.iam.send(new CreateRoleCommand({ RoleName: 'Worker', AssumeRolePolicyDocument }))
  await sandbox.clients.iam.send(new CreateUserCommand({ UserName: 'ana' }))
})

it.each([
  {
    use: { user: 'anna', action: 's3:GetObject' },
    message: 'there is no user `anna` in the account',
    hint: 'did you mean `ana`?',
  },
  {
    use: { user: 'ana', action: 's3:GetObjekt' },
    message: 'there is no action `s3:GetObjekt`',
    hint: 'did you mean `s3:GetObject`?',
  },
  { use: { user: 'ana', action: 's3:GetObject', at: 'soon' }, message: '`soon` is not a date' },
  {
    use: { user: 'ana', action: 's3:GetObject', at: '2027-01-01' },
    message: "`2027-01-01T00:00:00.000Z` lies after the account's clock, which shows `2026-06-01T00:00:00.000Z`",
  },
])('is refused: $message', async ({ use, message, hint }) => {
  await expect(sandbox.use(use)).rejects.toMatchObject({
    code: 'sandbox-use',
    message,
    ...(hint ? { hint } : {}),
  })
})

it.each([{}, { user: 'ana', role: 'Worker' }])('is refused of %o', async (whose) => {
  // What a program without types may give.
  const use: Use = JSON.parse(JSON.stringify({ action: 's3:GetObject', ...whose }))
  await expect(sandbox.use(use)).rejects.toMatchObject({
    code: 'sandbox-use',
    message: 'a use is of one user or of one role',
    hint: 'give `user` or `role`',
  })
})
