import { CreatePolicyCommand, CreatePolicyVersionCommand, DeletePolicyCommand } from '@aws-sdk/client-iam'
import { expect, it } from 'vitest'
import { openSandbox } from '../sandbox/open-sandbox.ts'
import { awsError } from './aws-error.ts'

it('tells a quota from every other refusal', async () => {
  const { iam } = (await openSandbox({ accountId: '111122223333' })).clients
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'ce:Get*', Resource: '*' }],
  })
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'Read', PolicyDocument }))
  const input = { PolicyArn: Policy?.Arn, PolicyDocument }
  for (let version = 2; version <= 5; version++) await iam.send(new CreatePolicyVersionCommand(input))
  const about = { operation: 'iam:CreatePolicyVersion', subject: 'policy Read' }
  const full: unknown = await iam.send(new CreatePolicyVersionCommand(input)).catch((error: unknown) => error)
  expect(awsError(full, about)).toMatchObject({
    code: 'aws-limit',
    message: expect.stringMatching(/^an IAM quota stops `iam:CreatePolicyVersion`.*: .+/),
    hint: 'raise the quota where AWS lets you, or need fewer; `rolewright plan` shows the quotas',
  })
  const held: unknown = await iam.send(new DeletePolicyCommand(input)).catch((error: unknown) => error)
  expect(awsError(held, about)).toMatchObject({ code: 'aws-error' })
})
