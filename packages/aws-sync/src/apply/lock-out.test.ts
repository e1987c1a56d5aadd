import { CreateAccessKeyCommand } from '@aws-sdk/client-iam'
import { diff, type Plan } from '@rolewright/core'
import { beforeEach, describe, expect, it } from 'vitest'
import type { AwsClients } from '../read/aws-clients.ts'
import { readAccount } from '../read/read-account.ts'
import { openSandbox, type Sandbox } from '../sandbox/index.ts'
import { apply } from './apply.ts'
import { accountId, allowing, desiredState } from './desired.testing.ts'

let sandbox: Sandbox
let mary: AwsClients

const model = { policies: { Iam: allowing('iam:*'), Logs: allowing('logs:*') }, users: { mary: ['Admins'], diego: [] } }
const plan = async (wanted: Parameters<typeof desiredState>[0]): Promise<Plan> =>
  diff(await readAccount(sandbox.clients), desiredState(wanted))

beforeEach(async () => {
  sandbox = await openSandbox({ accountId })
  await apply(await plan({ ...model, groups: { Admins: ['Iam', 'Logs'] } }), sandbox.clients)
  const { AccessKey } = await sandbox.clients.iam.send(new CreateAccessKeyCommand({ UserName: 'mary' }))
  mary = sandbox.clientsFor({
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  })
})

describe('apply, by somebody whose own rights it changes', () => {
  it.each([
    ['takes the policy from their group', { ...model, groups: { Admins: ['Logs'] } }],
    ['takes them out of the group', { ...model, groups: { Admins: ['Iam', 'Logs'] }, users: { mary: [] } }],
    [
      'narrows the policy too far',
      { ...model, groups: { Admins: ['Iam', 'Logs'] }, policies: { ...model.policies, Iam: allowing('iam:Get*') } },
    ],
  ])('refuses a plan that %s, and changes nothing', async (_, wanted) => {
    const made = await plan(wanted)
    const before = await readAccount(sandbox.clients)
    await expect(apply(made, mary)).rejects.toMatchObject({
      code: 'lock-out',
      message: expect.stringContaining(`you (\`arn:aws:iam::${accountId}:user/mary\`) could no longer \`iam:`),
    })
    expect(await readAccount(sandbox.clients)).toEqual(before)
    // For somebody else it is a plan like any other.
    expect((await apply(made, sandbox.clients)).changes).toEqual(made.changes)
  })

  it('goes on with a plan that leaves them what they need', async () => {
    const made = await plan({ ...model, groups: { Admins: ['Iam'] } })
    expect((await apply(made, mary)).changes).toEqual(made.changes)
  })
})
