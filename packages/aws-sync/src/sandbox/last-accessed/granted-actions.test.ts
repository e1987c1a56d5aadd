import {
  AddUserToGroupCommand,
  CreatePolicyCommand,
  GetServiceLastAccessedDetailsCommand,
  PutGroupPolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  allow,
  ana,
  arnOf,
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

async function servicesOfUserWith(...statements: Statement[]): Promise<(string | undefined)[]> {
  await account.putUser(documentOf(...statements))
  return account.services(ana)
}

describe('which services a report has', () => {
  it.each<{ what: string; statements: Statement[]; services: string[] }>([
    {
      what: 'what is allowed, sorted',
      statements: [allow(['sqs:*', 'ec2:*', 'ec2messages:*'])],
      services: ['ec2', 'ec2messages', 'sqs'],
    },
    { what: 'nothing for a deny alone', statements: [deny('s3:*')], services: [] },
    { what: 'nothing for an action that does not exist', statements: [allow('sns:NoSuchAction')], services: [] },
    {
      what: 'nothing where the resource does not fit',
      statements: [allow('s3:GetObject', 'arn:aws:s3:::bills')],
      services: [],
    },
    { what: 'a row where it does', statements: [allow('s3:GetObject', 'arn:aws:s3:::bills/*')], services: ['s3'] },
    { what: 'a row for passing roles alone', statements: [allow('iam:PassRole', '*')], services: ['iam'] },
    { what: 'none for what is denied again', statements: [allow('s3:*'), deny('s3:*')], services: [] },
    {
      what: 'none for a deny of exactly the resource',
      statements: [allow('s3:GetObject', 'arn:aws:s3:::b/a*'), deny('s3:GetObject', 'arn:aws:s3:::b/a*')],
      services: [],
    },
    {
      what: 'a row beside a deny of another resource',
      statements: [allow('s3:GetObject', 'arn:aws:s3:::b/a*'), deny('s3:GetObject', 'arn:aws:s3:::b/z*')],
      services: ['s3'],
    },
    {
      what: 'a row beside a deny with a condition',
      statements: [allow('s3:*'), deny('s3:*', '*', never)],
      services: ['s3'],
    },
    {
      what: 'a row for an allow whose condition never holds',
      statements: [allow('kms:List*', '*', never)],
      services: ['kms'],
    },
  ])('$what', async ({ statements, services }) => {
    expect(await servicesOfUserWith(...statements)).toEqual(services)
  })

  it('all for everything but some, and some 450 of them on pages of 200', async () => {
    const { iam } = account
    const PolicyDocument = documentOf({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' })
    await iam.send(new PutUserPolicyCommand({ UserName: 'ana', PolicyName: 'p', PolicyDocument }))
    const JobId = await account.start(ana)
    const first = await account.answer(JobId)
    expect(first.ServicesLastAccessed).toHaveLength(200)
    expect(first.IsTruncated).toBe(true)
    const names: (string | undefined)[] = []
    let Marker: string | undefined
    do {
      const page = await iam.send(
        new GetServiceLastAccessedDetailsCommand({ JobId, MaxItems: 170, ...(Marker === undefined ? {} : { Marker }) }),
      )
      names.push(...(page.ServicesLastAccessed ?? []).map(({ ServiceNamespace }) => ServiceNamespace))
      Marker = page.Marker
    } while (Marker !== undefined)
    expect(names.length).toBeGreaterThan(400)
    expect(names).not.toContain('iam')
    expect(names).toContain('ec2')
    const sorted = [...new Set(names)].toSorted((a = '', b = '') => (a < b ? -1 : 1))
    expect(names).toEqual(sorted)
  })

  it("a user's own, its groups' and the attached; denies of any of them; a boundary plays no part", async () => {
    const { iam } = account
    const put = (document: string): Promise<unknown> =>
      iam.send(new PutGroupPolicyCommand({ GroupName: 'Team', PolicyName: 'g', PolicyDocument: document }))
    await put(documentOf(allow(['lambda:*', 'sqs:*'])))
    await iam.send(new AddUserToGroupCommand({ GroupName: 'Team', UserName: 'ana' }))
    const made = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'Bound', PolicyDocument: documentOf(allow('dynamodb:*')) }),
    )
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'ana', PermissionsBoundary: made.Policy?.Arn }))
    expect(await servicesOfUserWith(allow('ec2:*'), deny('sqs:*'))).toEqual(['ec2', 'lambda'])
    expect(await account.services(arnOf('group', 'Team'))).toEqual(['lambda', 'sqs'])
  })
})
