import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  ListPoliciesGrantingServiceAccessCommand,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  allow,
  ana,
  deny,
  documentOf,
  openReportAccount,
  type ReportAccount,
  type Statement,
} from './report-account.testing.ts'

const never = { Condition: { StringEquals: { 'aws:PrincipalTag/x': 'no-such-value' } } }

let account: ReportAccount
beforeEach(async () => {
  account = await openReportAccount()
})

describe('policies granting access to a service', () => {
  const grants = async (document: string, ...namespaces: string[]): Promise<(string | undefined)[]> => {
    const { iam } = account
    await iam.send(new PutUserPolicyCommand({ UserName: 'ana', PolicyName: 'p', PolicyDocument: document }))
    const command = new ListPoliciesGrantingServiceAccessCommand({
      Arn: ana,
      ServiceNamespaces: namespaces,
    })
    const { PoliciesGrantingServiceAccess: list } = await iam.send(command)
    return (
      list?.filter(({ Policies: policies }) => policies?.length).map(({ ServiceNamespace }) => ServiceNamespace) ?? []
    )
  }

  it.each<{ what: string; statements: Statement[]; services: string[] }>([
    { what: 'an action that need not exist', statements: [allow('s3:Nothing')], services: ['s3'] },
    { what: 'a bucket for an object action', statements: [allow('s3:GetObject', 'arn:aws:s3:::b')], services: ['s3'] },
    { what: "not another service's resource", statements: [allow('s3:*', 'arn:aws:iam::1:user/x')], services: [] },
    { what: 'not what the same document denies whole', statements: [allow('s3:*'), deny('s3:*')], services: [] },
    { what: 'what it denies in part', statements: [allow('s3:*'), deny('s3:GetObject')], services: ['s3'] },
    {
      what: 'what it denies on some resource',
      statements: [allow('s3:*'), deny('s3:*', 'arn:aws:s3:::*')],
      services: ['s3'],
    },
    { what: 'what it denies on a condition', statements: [allow('s3:*'), deny('s3:*', '*', never)], services: ['s3'] },
    {
      what: 'all but NotAction',
      statements: [{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }],
      services: ['sqs', 'iam'],
    },
    {
      what: 'nothing for NotResource *',
      statements: [{ Effect: 'Allow', Action: '*', NotResource: '*' }],
      services: [],
    },
  ])('names $what', async ({ statements, services }) => {
    expect(await grants(documentOf(...statements), 's3', 'sqs', 'iam')).toEqual(services)
  })

  it('keeps the order asked, names owners of inline policies, and refuses unknown services together', async () => {
    const { iam } = account
    const PolicyDocument = documentOf(allow('s3:*'))
    await iam.send(new PutGroupPolicyCommand({ GroupName: 'Team', PolicyName: 'g', PolicyDocument }))
    await iam.send(
      new AttachGroupPolicyCommand({ GroupName: 'Team', PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' }),
    )
    await iam.send(new AddUserToGroupCommand({ GroupName: 'Team', UserName: 'ana' }))
    const ask = (...ServiceNamespaces: string[]): ListPoliciesGrantingServiceAccessCommand =>
      new ListPoliciesGrantingServiceAccessCommand({ Arn: ana, ServiceNamespaces })
    const { PoliciesGrantingServiceAccess: list } = await iam.send(ask('sqs', 's3', 'sqs'))
    expect(list).toEqual([
      { ServiceNamespace: 'sqs', Policies: [] },
      {
        ServiceNamespace: 's3',
        Policies: [
          { PolicyName: 'g', PolicyType: 'INLINE', EntityType: 'GROUP', EntityName: 'Team' },
          {
            PolicyName: 'AmazonS3FullAccess',
            PolicyType: 'MANAGED',
            PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess',
          },
        ],
      },
    ])
    await expect(iam.send(ask('S3', 's3', 'nowhere'))).rejects.toMatchObject({
      name: 'InvalidInputException',
      message: 'Invalid service namespace: [S3, nowhere]',
    })
  })
})
