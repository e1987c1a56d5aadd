import { readFileSync } from 'node:fs'
import { parseAwsManagedLock } from '@rolewright/core'
import { testRoles } from '@rolewright/core/vitest'
import { describe, expect, it } from 'vitest'
import { accountsPayableClerk } from './accounts-payable-clerk.ts'
import { dev } from './accounts.ts'
import { cloudHsmAdministrator } from './cloudhsm-administrator.ts'
import { dataAdministrator } from './data-administrator.ts'
import { dataScientist } from './data-scientist.ts'
import { financeManager } from './finance-manager.ts'
import { iamAdministrator } from './iam-administrator.ts'
import { itManager } from './it-manager.ts'

const lock = parseAwsManagedLock(JSON.parse(readFileSync(new URL('../aws-managed.lock.json', import.meta.url), 'utf8')))
testRoles({ account: dev, awsManaged: lock.policies, now: new Date('2026-06-01') })

describe('what the company expects of its roles', () => {
  it("a clerk sees payment methods and can't change them", () => {
    expect(accountsPayableClerk).toAllow('payments:ListPaymentInstruments')
    expect(accountsPayableClerk).not.toAllow('payments:CreatePaymentInstrument')
    expect(accountsPayableClerk).not.toAllow('payments:UpdatePaymentInstrument')
    expect(accountsPayableClerk).not.toDifferFrom(financeManager)
  })

  it('a data scientist reads data and leaves the buckets as they are', () => {
    expect(dataScientist).toAllow('s3:GetObject').on('arn:aws:s3:::examplecorp-dev-input/run/1')
    expect(dataScientist).not.toAllow('s3:GetObject').on('arn:aws:s3:::examplecorp-prod-input/run/1')
    expect(dataScientist).not.toAllow('s3:PutBucketPolicy').on('arn:aws:s3:::examplecorp-dev-input')
    expect(dataScientist).toDifferFrom(dataAdministrator)
  })

  it('an IT manager looks at everything and changes nothing', () => {
    expect(itManager).toAllow('ec2:DescribeInstances')
    expect(itManager).not.toAllow('ec2:TerminateInstances').on('arn:aws:ec2:eu-west-1:111122223333:instance/i-1')
  })

  it('an IAM administrator works only when signed in with MFA', () => {
    expect(iamAdministrator).not.toAllow('iam:CreateUser').on('arn:aws:iam::111122223333:user/new')
    expect(iamAdministrator)
      .toAllow('iam:CreateUser')
      .on('arn:aws:iam::111122223333:user/new')
      .given({ 'aws:MultiFactorAuthPresent': 'true' })
  })

  it('a CloudHSM administrator stays out of IAM, but for the service-linked role', () => {
    expect(cloudHsmAdministrator).toAllow('iam:CreateServiceLinkedRole')
    expect(cloudHsmAdministrator).not.toAllow('iam:DeleteServiceLinkedRole')
    expect(cloudHsmAdministrator).not.toAllow('iam:CreateUser')
  })
})
