import { describe, expect, it } from 'vitest'
import { stateFromAuthorizationDetails } from './state-from-authorization-details.ts'

const document = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::a+b c/*' }],
}
const arn = (kind: string, name: string): string => `arn:aws:iam::111122223333:${kind}/${name}`
const whole = {
  UserDetailList: [{ UserName: 'ana', Path: '/', Arn: arn('user', 'ana'), GroupList: ['Readers'] }],
  GroupDetailList: [
    {
      GroupName: 'Readers',
      Path: '/',
      Arn: arn('group', 'Readers'),
      AttachedManagedPolicies: [{ PolicyArn: arn('policy', 'Read') }],
    },
  ],
  RoleDetailList: [],
  Policies: [
    {
      PolicyName: 'Read',
      Path: '/',
      Arn: arn('policy', 'Read'),
      DefaultVersionId: 'v1',
      PolicyVersionList: [{ VersionId: 'v1', Document: document, CreateDate: '2026-01-31T00:00:00.000Z' }],
    },
  ],
}
const page = (part: Partial<typeof whole>, more: boolean) => ({
  UserDetailList: [],
  GroupDetailList: [],
  RoleDetailList: [],
  Policies: [],
  ...part,
  IsTruncated: more,
  ...(more ? { Marker: 'x' } : {}),
})
const pages = [
  page({ UserDetailList: whole.UserDetailList }, true),
  page({ GroupDetailList: whole.GroupDetailList }, true),
  page({ Policies: whole.Policies }, false),
]
const expected = stateFromAuthorizationDetails(whole)

describe('a saved account', () => {
  it('may be a list of pages, or page after page', () => {
    expect(stateFromAuthorizationDetails(JSON.stringify(pages))).toEqual(expected)
    expect(stateFromAuthorizationDetails(pages)).toEqual(expected)
    const lines = pages.map((one) => JSON.stringify(one, null, 2)).join('\n')
    expect(stateFromAuthorizationDetails(lines)).toEqual(expected)
    expect(stateFromAuthorizationDetails(pages.map((one) => JSON.stringify(one)).join(''))).toEqual(expected)
  })

  it('may be as the bare API gives it: in an envelope, with nulls, seconds, and documents URL-encoded', () => {
    const encoded = encodeURIComponent(JSON.stringify(document))
    const bare = {
      GetAccountAuthorizationDetailsResponse: {
        GetAccountAuthorizationDetailsResult: {
          ...page({}, false),
          Marker: null,
          UserDetailList: [{ ...whole.UserDetailList[0], PermissionsBoundary: null, Tags: null }],
          GroupDetailList: whole.GroupDetailList,
          Policies: [
            {
              ...whole.Policies[0],
              Description: null,
              PolicyVersionList: [{ VersionId: 'v1', Document: encoded, CreateDate: 1769817600 }],
            },
          ],
        },
        ResponseMetadata: { RequestId: 'x' },
      },
    }
    expect(stateFromAuthorizationDetails(JSON.stringify(bare))).toEqual(expected)
  })

  it('is refused where pages are missing, or the text is cut', () => {
    const failure = (json: string): unknown => {
      try {
        return stateFromAuthorizationDetails(json)
      } catch (error) {
        return error
      }
    }
    expect(failure(JSON.stringify(pages.slice(0, 2)))).toMatchObject({
      code: 'partial-read',
      message: 'the file holds 2 pages of the account, and the last says that there are more',
    })
    expect(failure(JSON.stringify([{ UserDetailList: [], IsTruncated: false }]))).toMatchObject({
      code: 'partial-read',
      message: 'the file has no `GroupDetailList`, so it holds a part of the account, not all of it',
    })
    expect(failure(`${JSON.stringify(pages[0])}{"UserDetailList": [`)).toMatchObject({ code: 'unreadable-account' })
    expect(failure('[]')).toMatchObject({ code: 'unreadable-account' })
    // What `--max-items` leaves: the AWS CLI's own mark, and none of the API's.
    expect(failure(JSON.stringify({ ...whole, NextToken: 'eyJNYXJrZXIi' }))).toMatchObject({
      code: 'partial-read',
      message: 'the file holds one page of the account, not all of it',
    })
    expect(
      failure(JSON.stringify(whole).replace('{', `{"x":${'['.repeat(50_000)}${']'.repeat(50_000)},`)),
    ).toMatchObject({
      code: 'unreadable-account',
      message: 'the file is nested more than 64 deep',
    })
  })

  it.each([
    ['', 'it is empty'],
    [' \n', 'it is empty'],
    ['GROUPDETAILLIST\tarn:aws:iam::111122223333:group/G', "unexpected token 'G'"],
    ['GroupDetailList:\n- GroupName: G\n', "unexpected token 'G'"],
    [`Warning: old\n${JSON.stringify(whole)}`, "unexpected token 'W'"],
    [`${JSON.stringify(whole)}\nDone.\n`, "unexpected token 'D'"],
  ])('is refused where it is no JSON, without a piece of it in the message: %j', (text, why) => {
    expect(() => stateFromAuthorizationDetails(text)).toThrow(
      expect.objectContaining({ code: 'unreadable-account', message: `the file is not JSON: ${why}` }),
    )
  })

  it('keeps numbers as they stand, and rounds none', () => {
    const Condition = { NumericEquals: { 'aws:MultiFactorAuthAge': 'HERE' } }
    const inline = { PolicyName: 'Exact', PolicyDocument: { Statement: [{ ...document.Statement[0], Condition }] } }
    const text = JSON.stringify({
      ...whole,
      GroupDetailList: [{ ...whole.GroupDetailList[0], GroupPolicyList: [inline] }],
    })
    const read = (numbers: string) =>
      JSON.stringify(
        stateFromAuthorizationDetails(text.replace('"HERE"', numbers)).groups[0]?.inlinePolicies[0]?.document,
      )
    expect(read('[9007199254740993, 9007199254740992, 12, 1.5, -3]')).toContain(
      '["9007199254740993",9007199254740992,12,1.5,-3]',
    )
    expect(read('1e400')).toContain('"1e400"')
  })

  it('may leave out the brackets around what stands alone, and mark the default version on the version only', () => {
    const [group] = whole.GroupDetailList
    const [{ DefaultVersionId: _, PolicyVersionList, ...policy } = { PolicyVersionList: [] }] = whole.Policies
    const alone = {
      ...whole,
      GroupDetailList: [{ ...group, AttachedManagedPolicies: { PolicyArn: arn('policy', 'Read') } }],
      Policies: [{ ...policy, PolicyVersionList: { ...PolicyVersionList[0], IsDefaultVersion: true } }],
    }
    expect(stateFromAuthorizationDetails(alone)).toEqual(expected)
    const unmarked = { ...alone, Policies: [{ ...policy, PolicyVersionList }] }
    expect(() => stateFromAuthorizationDetails(unmarked)).toThrow(
      expect.objectContaining({
        code: 'partial-read',
        message: `the account was read only in part: policy \`${arn('policy', 'Read')}\` names its default version, which is not there`,
      }),
    )
  })

  it('may hold documents that IAM would refuse, as long as they are policies', () => {
    const read = (Statement: unknown) =>
      stateFromAuthorizationDetails({
        ...whole,
        GroupDetailList: [
          { ...whole.GroupDetailList[0], GroupPolicyList: [{ PolicyName: 'Odd', PolicyDocument: { Statement } }] },
        ],
      }).groups[0]?.inlinePolicies[0]?.document
    const twice = [
      { Sid: 'A', Effect: 'Allow', Action: 's3:*', Resource: '*' },
      { Sid: 'A', Effect: 'Deny', Action: '*:*', Resource: 'bucket', Principal: '*' },
    ]
    expect(read(twice)).toEqual({ Statement: twice })
    expect(() => read([{ Effect: 'allow', Action: 's3:*', Resource: '*' }])).toThrow('inline policy `Odd`')
    expect(() => read([{ Effect: 'Allow', Action: 7 }])).toThrow('inline policy `Odd`')
    expect(() =>
      stateFromAuthorizationDetails({
        ...whole,
        GroupDetailList: [
          { ...whole.GroupDetailList[0], GroupPolicyList: [{ PolicyName: 'Odd', PolicyDocument: '%7B%zz' }] },
        ],
      }),
    ).toThrow(
      expect.objectContaining({
        code: 'unreadable-policy',
        message:
          "the document of group `Readers`, inline policy `Odd` can't be read: it is neither JSON nor URL-encoded JSON",
        hint: 'give the document as AWS prints it',
      }),
    )
  })
})
