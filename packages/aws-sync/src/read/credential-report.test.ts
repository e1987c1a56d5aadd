import * as iamSdk from '@aws-sdk/client-iam'
import { afterEach, describe, expect, it } from 'vitest'
import { openSandbox } from '../sandbox/open-sandbox.ts'
import { readAccountAlias, readAccountSummary, readPasswordPolicy, signInAddress } from './account-settings.ts'
import { readCredentialReport } from './credential-report.ts'
import { openStubEndpoint, type StubEndpoint } from './stub-endpoint.testing.ts'

const instantly = (): Promise<void> => Promise.resolve()

let stub: StubEndpoint | undefined
afterEach(() => stub?.close())

const base64 = (text: string): string => Buffer.from(text).toString('base64')

describe('reading the credential report', () => {
  it('waits for it and tells each user’s credentials', async () => {
    const now = new Date('2026-06-01T00:00:00Z')
    const { clients } = await openSandbox({ accountId: '111122223333', clock: () => now })
    const { iam } = clients
    await iam.send(new iamSdk.CreateUserCommand({ UserName: 'ana,b@example.com' }))
    const { AccessKey } = await iam.send(new iamSdk.CreateAccessKeyCommand({ UserName: 'ana,b@example.com' }))
    expect(AccessKey?.Status).toBe('Active')
    const report = await readCredentialReport(clients, { sleep: instantly })
    const at = now.toISOString()
    expect(report).toEqual({
      generatedAt: at,
      root: {
        user: '<root_account>',
        arn: 'arn:aws:iam::111122223333:root',
        createdAt: at,
        password: { lastUsed: null, lastChanged: at, nextRotation: null },
        mfaActive: false,
        accessKeys: [],
        certificates: [],
      },
      users: [
        {
          user: 'ana,b@example.com',
          arn: 'arn:aws:iam::111122223333:user/ana,b@example.com',
          createdAt: at,
          password: null,
          mfaActive: false,
          accessKeys: [{ active: true, lastRotated: at, lastUsed: null }],
          certificates: [],
        },
      ],
    })
  })

  it('asks again where the report was thrown away meanwhile', async () => {
    const lost = { status: 410, code: 'ReportExpired', message: 'gone' }
    stub = await openStubEndpoint((operation, _input, earlier) => {
      if (operation === 'GenerateCredentialReport') return '<State>COMPLETE</State>'
      return earlier === 0 ? lost : `<Content>${base64('name\n')}</Content>`
    })
    const reading = readCredentialReport(stub.clients, { sleep: instantly })
    await expect(reading).rejects.toMatchObject({ code: 'unreadable-report' })
  })

  it('gives up after two minutes', async () => {
    stub = await openStubEndpoint(() => '<State>INPROGRESS</State>')
    await expect(readCredentialReport(stub.clients, { sleep: instantly })).rejects.toMatchObject({
      code: 'report-failed',
      message: 'AWS did not finish the credential report in 2 minutes',
      hint: 'run it again later',
    })
  })
})

describe('the settings of an account', () => {
  it('are read where there are any', async () => {
    const { clients } = await openSandbox()
    expect(await readAccountAlias(clients)).toBeUndefined()
    expect(await readPasswordPolicy(clients)).toBeUndefined()
    await clients.iam.send(new iamSdk.CreateAccountAliasCommand({ AccountAlias: 'examplecorp' }))
    await clients.iam.send(new iamSdk.UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 14 }))
    expect(await readAccountAlias(clients)).toBe('examplecorp')
    expect(await readPasswordPolicy(clients)).toMatchObject({ MinimumPasswordLength: 14, RequireSymbols: false })
    expect(await readAccountSummary(clients)).toMatchObject({ Users: 0, AccountMFAEnabled: 0 })
  })

  it('make the address at which people sign in', () => {
    const accountId = '111122223333'
    expect(signInAddress({ accountId, alias: 'examplecorp' })).toBe('https://examplecorp.signin.aws.amazon.com/console')
    expect(signInAddress({ accountId, alias: undefined, partition: 'aws-cn' })).toBe(
      'https://111122223333.signin.amazonaws.cn/console',
    )
  })
})
