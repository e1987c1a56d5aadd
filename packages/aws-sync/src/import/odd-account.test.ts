import { check, compile } from '@rolewright/core'
import { describe, expect, it } from 'vitest'
import { stateFromAuthorizationDetails } from '../read/state-from-authorization-details.ts'
import { importFiles } from './import-files.ts'
import { changesOnceAdopted, expectEmptyPlan } from './import-laws.testing.ts'
import { importModel } from './import-model.ts'
import { odditiesPage } from './oddities-page.ts'
import { oddAccount } from './odd-account.testing.ts'

const now = new Date('2026-11-28T00:00:00Z')
const state = stateFromAuthorizationDetails(oddAccount)
const made = importModel(state, { modelId: 'acme', accountName: 'main', now })

describe('an account with one of everything that is odd', () => {
  it('has an empty plan, and a check without errors', () => {
    expectEmptyPlan(oddAccount)
    const given = { now, awsManaged: made.awsManaged }
    expect(check(made.model, given).filter(({ severity }) => severity === 'error')).toEqual([])
    expect(made.model.suppressions.map(({ code, until }) => [code, until])).toContainEqual([
      'RW-ACTION-RETIRED',
      '2027-02-26',
    ])
  })

  it('drops nothing in silence', () => {
    expect(made.oddities.map(({ kind, subject, message }) => `${kind} | ${subject} | ${message}`)).toEqual([
      'told | policy Odd | IAM would refuse it: the Sid `A` stands in two statements',
      'told | policy Odd | the catalogue does not know `newservice:DoThis`; it is written as `unlisted`',
      'told | policy Odd | a statement denies all but some actions (NotAction)',
      'told | policy Odd | a statement holds on all but some resources (NotResource)',
      'changes | policy Odd | its `Id` is not written',
      'changes | policy Odd | the Sid `not allowed` is not written, since IAM takes letters and digits alone',
      'changes | policy Old | it states no version, so that `${…}` is no variable in it; it is written as one of 2012-10-17, in which it is',
      'left-out | policy Trusting | not written: a statement names a principal, which a policy of this kind can’t',
      'left-out | policy GoneForLong | not written: the account does not give its document, and AWS has no such policy that is known here; a group that is adopted loses it',
      'told | policy SecurityAudit | the account does not give its document; pinned is v92, as known here: `rolewright import aws-managed` pins it anew',
      'changes | inline policy in line of group Everything | written as the managed policy EverythingIn-line, which takes its place once the group is adopted',
      'left-out | inline policy large of group Everything | not written: it has 11179 characters, more than a managed policy can have',
      'left-out | group Nothing | not written as a role: it holds no policy',
      'left-out | group everything | not written as a role: another one has the same name in another case',
      'left-out | user ana | not written as a person: another one has the same name in another case',
      'left-out | user svc backup | not written as a person: its name is none that IAM takes',
      'told | group Everything | lies under `/old/teams/`',
      'changes | group Many | holds 12 policies, inline ones with them; once it is adopted it can have 10 managed ones',
      'left-out | user ana | holds policies itself, which no role says: Held, ReadOnlyAccess',
      'left-out | user ana | has the inline policy by-hand, which no role says',
      'left-out | user ana | is in groups that are not written: Nothing',
      'left-out | user ana | is bounded by Bound, which no model says',
      'told | user ana | lies under `/staff/`, and stays there',
      'told | user ana | has tags, which no model says: team',
      'left-out | policy Bound | no role that is written holds it, but the boundary of ana',
      'told | policy Held | is held by others too: user ana',
      'left-out | policy OnlyRoles | no role that is written holds it, but IAM role Worker',
      'told | policy Pathed | lies under `/p/`',
      'told | policy Pathed | v2 is written; 1 other version stays in the account',
      'left-out | policy Unused | no role that is written holds it, nor anybody else',
      'told | policy Versions | v2 is in force and written, though v3 is newer',
      'left-out | IAM role Worker | stays as it is: a model says groups, policies and users',
    ])
    expect(odditiesPage(made.oddities, { accountId: state.accountId, now })).toContain(
      '- user svc backup: not written as a person: its name is none that IAM takes',
    )
  })

  it('says of each document what it says, but for the version that IAM itself would write', () => {
    const compiled = made.model.accounts.map(
      (account) => compile(made.model, account, { now, awsManaged: made.awsManaged }).state,
    )
    const odd = compiled.flatMap(({ policies }) => policies).find(({ name }) => name === 'Odd')
    expect(odd?.versions[0]?.document).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'A', Effect: 'Allow', Action: ['newservice:DoThis'], Resource: '*' },
        { Sid: 'A', Effect: 'Deny', NotAction: ['iam:*', 'aws-portal:ViewBilling'], NotResource: ['arn:aws:s3:::a/*'] },
        {
          Effect: 'Allow',
          Action: ['s3:ListBucket'],
          Resource: '*',
          Condition: {
            NumericLessThanEquals: { 's3:max-keys': [10, '20'] },
            'ForAllValues:StringLike': { 'aws:TagKeys': ['{{a}}', '${aws:username}'] },
          },
        },
      ],
    })
  })

  it('can’t be adopted as a whole, since one group has more policies than IAM takes', () => {
    expect(() => changesOnceAdopted(expectEmptyPlan(oddAccount))).toThrow('1 problem')
  })

  it.each(['aws-us-gov', 'aws-cn', 'aws-iso-b'])(
    'is imported as well in the partition %s, which its account names',
    (partition) => {
      const details = JSON.stringify(oddAccount).replaceAll('arn:aws:', `arn:${partition}:`)
      const { made: elsewhere } = expectEmptyPlan(JSON.parse(details))
      expect(elsewhere.model.accounts).toMatchObject([{ partition }])
      expect(Object.keys(elsewhere.awsManaged)).toEqual([`arn:${partition}:iam::aws:policy/SecurityAudit`])
      expect(elsewhere.oddities.map(({ message }) => message)).toContainEqual(
        expect.stringContaining('pinned is v92 of the partition `aws`, as known here'),
      )
      const { model } = importModel(stateFromAuthorizationDetails(details), {
        modelId: 'acme',
        accountName: 'main',
        now,
      })
      expect(importFiles(model, { now })['roles/accounts.ts']).toContain(`  partition: '${partition}',\n`)
    },
  )

  it('is not in two partitions', () => {
    const mixed = JSON.stringify(oddAccount).replace(
      'arn:aws:iam::111122223333:user/staff/ana',
      'arn:aws-cn:iam::111122223333:user/staff/ana',
    )
    expect(() => stateFromAuthorizationDetails(mixed)).toThrow(
      expect.objectContaining({
        code: 'unreadable-account',
        message: 'the file mixes the partitions `aws` and `aws-cn` of AWS',
      }),
    )
  })
})
