import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountFacts } from './account-facts.ts'
import { baselineChecks } from './baseline-checks.ts'
import { baselineEntry, parseBaselineEntry } from './baseline-entry.ts'
import { baselineReport, scoreOf, type BaselineResult } from './baseline-report.ts'
import {
  accountId,
  allowing,
  credentials,
  daysAgo,
  factsWith,
  goodFacts,
  group,
  policy,
  role,
  user,
} from './facts.testing.ts'
import { defaultPasswordPolicy } from './password-policy.ts'

const resultOf = (facts: AccountFacts, check: string): BaselineResult | undefined =>
  baselineReport(facts).results.find((result) => result.check === check)

const messages = (facts: AccountFacts, check: string): readonly string[] =>
  (resultOf(facts, check)?.findings ?? []).map(({ message }) => message)

const password = { changedAt: daysAgo(10), lastUsed: daysAgo(1) }
const key = { active: true, createdAt: daysAgo(5), lastUsed: { at: daysAgo(1), service: 's3', region: 'eu-west-1' } }

describe('an account as the document wants it', () => {
  it('passes every check that can pass, but for people who sign in with a password', () => {
    const { results, score } = baselineReport(goodFacts)
    expect(results.filter(({ status }) => status !== 'passed').map(({ check, status }) => [check, status])).toEqual([
      ['federation', 'failed'],
    ])
    expect(score).toEqual({ points: 51, of: 52, percent: 98 })
  })

  it('has a check for each line of the document, each with its source, under a name and a code of its own', () => {
    expect(new Set(baselineChecks.map(({ id }) => id)).size).toBe(baselineChecks.length)
    expect(new Set(baselineChecks.map(({ code }) => code)).size).toBe(baselineChecks.length)
    const sections = new Set(baselineChecks.map(({ source }) => source.section))
    for (const line of [
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((step) => `Before granting users the access they need, step ${step}`),
      'Create groups that reflect organizational roles, not technical commonality',
      'Have a documented process for removing unnecessary users and credentials',
      'Enable MFA for privileged users',
      'Rotate credentials regularly',
      'Use managed policies rather than group or user policies',
      'Make policies granular',
      'Use EC2 roles rather than access keys',
      'Use roles rather than user credentials to grant cross-account access',
      'Use conditions to make policies more granular',
      'Federating existing users',
      'Creating multiple accounts',
    ])
      expect([line, sections.has(line)]).toEqual([line, true])
    for (const { code, mend } of baselineChecks) {
      expect(code).toMatch(/^RW-BASE-[A-Z-]+$/)
      expect(mend.by === 'person' ? mend.steps : [mend.does]).not.toEqual([])
    }
  })
})

const machine = credentials('deploy-ci', { keys: [key] })

describe.each<{ check: string; facts: AccountFacts; says: readonly string[] }>([
  {
    check: 'root-mfa',
    facts: factsWith({ facts: { root: { ...goodFacts.root, mfa: false } } }),
    says: ['the root user signs in without MFA'],
  },
  {
    check: 'root-keys',
    facts: factsWith({ facts: { root: { ...goodFacts.root, accessKeys: true } } }),
    says: ['the root user has an access key'],
  },
  {
    check: 'root-use',
    facts: factsWith({ facts: { root: { ...goodFacts.root, lastUsed: daysAgo(3) } } }),
    says: ['the root user was used 3 days ago'],
  },
  {
    check: 'account-alias',
    facts: factsWith({ facts: { alias: null } }),
    says: ['the account has no alias, so people sign in by its number'],
  },
  {
    check: 'password-policy',
    facts: factsWith({ facts: { passwordPolicy: null } }),
    says: ['the account has no password policy'],
  },
  {
    check: 'password-policy',
    facts: factsWith({
      facts: { passwordPolicy: { ...defaultPasswordPolicy, minimumLength: 8, symbols: false, maxAge: 365 } },
    }),
    says: [
      'the password policy asks for 8 characters, not 14',
      'the password policy asks for no symbol',
      'the password policy lets a password stand 365 days, not 90',
    ],
  },
  {
    check: 'administrators-group',
    facts: { ...goodFacts, state: { ...goodFacts.state, groups: [group('IAMAdministrators')] } },
    says: ['no group holds the managed policy IAMFullAccess'],
  },
  {
    check: 'administrator-user',
    facts: { ...goodFacts, state: { ...goodFacts.state, users: [] } },
    says: ['nobody is in a group that holds IAMFullAccess'],
  },
  {
    check: 'administrator-password',
    facts: { ...goodFacts, credentials: [credentials('Administrator', { mfa: true })] },
    says: ['no IAM administrator has a password'],
  },
  {
    check: 'administrator-mfa',
    facts: { ...goodFacts, credentials: [credentials('Administrator', { password })] },
    says: ['the IAM administrator `Administrator` has no MFA device'],
  },
  {
    check: 'administrator-signed-in',
    facts: {
      ...goodFacts,
      credentials: [credentials('Administrator', { password: { ...password, lastUsed: null }, mfa: true })],
    },
    says: ['no IAM administrator has ever signed in to the console'],
  },
  {
    check: 'group-names',
    facts: factsWith({
      groups: [
        group('LaunchRedshiftCluster'),
        group('DataScientist'),
        group('s3-full-access'),
        group('EC2'),
        group('Clerks'),
      ],
    }),
    says: [
      'the group `LaunchRedshiftCluster` is named after `Launch`, not after a job',
      'the group `s3-full-access` is named after `full`, not after a job',
      'the group `EC2` is named after `EC2`, not after a job',
    ],
  },
  {
    check: 'users-in-groups',
    facts: factsWith({ users: [user('mary')], credentials: [credentials('mary', { password })] }),
    says: ['`mary` can sign in and is in no group'],
  },
  {
    check: 'unused-credentials',
    facts: factsWith({
      users: [user('mary')],
      credentials: [
        credentials('mary', {
          password: { changedAt: daysAgo(300), lastUsed: daysAgo(120) },
          keys: [
            { active: true, createdAt: daysAgo(100), lastUsed: null },
            { ...key, active: false },
          ],
        }),
      ],
    }),
    says: [
      '`mary` has not signed in for 120 days',
      'an active access key of `mary` was never used since it was made, 100 days ago',
    ],
  },
  {
    check: 'privileged-mfa',
    facts: factsWith({
      policies: [policy('Pipeline', allowing('iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'))],
      groups: [group('Builders', { attachedPolicies: [`arn:aws:iam::${accountId}:policy/Pipeline`] })],
      users: [
        user('mary', { groups: ['Builders'] }),
        user('ana', { inlinePolicies: [{ name: 'own', document: allowing('*') }] }),
      ],
      credentials: [credentials('mary', { password }), credentials('ana', { keys: [key] })],
    }),
    says: [
      expect.stringMatching(/^`mary` can escalate by `lambda-001` \(.*\), and has no MFA device$/),
      '`ana` may `iam:AttachGroupPolicy`, and has no MFA device',
    ],
  },
  {
    check: 'key-rotation',
    facts: factsWith({ credentials: [credentials('mary', { keys: [{ ...key, createdAt: daysAgo(91) }] })] }),
    says: ['an active access key of `mary` is 91 days old'],
  },
  {
    check: 'password-age',
    facts: factsWith({ credentials: [credentials('mary', { password: { ...password, changedAt: daysAgo(91) } })] }),
    says: ['the password of `mary` is 91 days old'],
  },
  {
    check: 'inline-policies',
    facts: factsWith({
      groups: [group('Clerks', { inlinePolicies: [{ name: 'read', document: allowing('s3:GetObject') }] })],
      users: [user('mary', { inlinePolicies: [{ name: 'own', document: allowing('s3:GetObject') }] })],
    }),
    says: ['the policy `read` lies inside the group `Clerks`', 'the policy `own` lies inside the user `mary`'],
  },
  {
    check: 'user-policies',
    facts: factsWith({ users: [user('mary', { attachedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] })] }),
    says: ['`ReadOnlyAccess` is attached to the user `mary` itself'],
  },
  {
    check: 'granular-policies',
    facts: factsWith({
      policies: [
        policy('Everything', allowing('s3:*', 'ec2:*', 'sqs:*', 'sns:*', 'rds:*', 'lambda:*')),
        policy('AllBut', { Statement: { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' } }),
        policy('Reading', allowing('*:Describe*', '*:List*')),
      ],
    }),
    says: ['the policy `Everything` changes things in 6 services', 'the policy `AllBut` allows all but what it names'],
  },
  {
    check: 'instance-roles',
    facts: factsWith({
      credentials: [
        machine,
        credentials('app-server', { password, keys: [key] }),
        credentials('mary', { password, keys: [key] }),
      ],
    }),
    says: [
      '`deploy-ci` has no password and has an active access key (last used for s3 in eu-west-1)',
      '`app-server` is named like a program and has an active access key (last used for s3 in eu-west-1)',
    ],
  },
  {
    check: 'long-lived-keys',
    facts: factsWith({ credentials: [machine, credentials('mary', { password, keys: [key] })] }),
    says: ['`mary` signs in with a password and has an active access key too'],
  },
  {
    check: 'cross-account-roles',
    facts: factsWith({
      credentials: [credentials('partner-access', { keys: [key] }), credentials('guest')],
      roles: [
        role('Open', { AWS: '*' }),
        role('Vendor', { AWS: 'arn:aws:iam::999988887777:root' }),
        role('VendorWithId', { AWS: '999988887777' }, { StringEquals: { 'sts:ExternalId': 'c4f3' } }),
        role('OurOther', { AWS: '444455556666' }),
      ],
    }),
    says: [
      'the user `partner-access` is named as if several people shared its credentials',
      'the role `Open` can be assumed by anybody in AWS',
      'the role `Vendor` trusts the foreign account 999988887777 without an external id',
    ],
  },
  {
    check: 'conditions',
    facts: factsWith({
      policies: [
        policy('OfficeOnly', {
          Statement: {
            Effect: 'Allow',
            Action: 'iam:*',
            Resource: '*',
            Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
          },
        }),
      ],
      groups: [
        group('Office', { attachedPolicies: [`arn:aws:iam::${accountId}:policy/OfficeOnly`] }),
        group('Anywhere', { inlinePolicies: [{ name: 'all', document: allowing('iam:*') }] }),
      ],
      users: [user('mary', { groups: ['Office'] }), user('ana', { groups: ['Anywhere'] })],
    }),
    says: ['`ana` may `iam:AttachGroupPolicy` without MFA, from any address, at any time'],
  },
  {
    check: 'federation',
    facts: factsWith({ facts: { providers: { saml: ['arn:aws:iam::111122223333:saml-provider/Corp'], oidc: [] } } }),
    says: ['`Administrator` signs in with an IAM password, though there is a provider'],
  },
])('$check', ({ check, facts, says }) => {
  it(`finds ${says.length === 1 ? 'what is wrong' : 'all that is wrong'}, and says how to mend it`, () => {
    const result = resultOf(facts, check)
    expect(result?.findings.map(({ message }) => message)).toEqual(says)
    expect(result).toMatchObject({ status: 'failed' })
    for (const finding of result?.findings ?? []) {
      expect(finding).toMatchObject({ code: result?.code, severity: result?.severity })
      expect(finding.hint).toMatch(/rolewright/)
    }
    expect(messages(goodFacts, check)).toEqual(check === 'federation' ? messages(goodFacts, check) : [])
  })
})

describe('what IAM does not show', () => {
  it('is said to be unseen where nothing hints at it, and counts neither way', () => {
    const nobody = {
      ...goodFacts,
      credentials: [],
      ownAccounts: [accountId],
      state: { ...goodFacts.state, users: [] },
    }
    const unseen = baselineReport(nobody).results.filter(({ status }) => status === 'unseen')
    expect(unseen.map(({ check }) => check)).toEqual([
      'administrator-password',
      'administrator-mfa',
      'administrator-signed-in',
      'federation',
      'several-accounts',
    ])
    for (const { says } of unseen) expect(says).not.toBe('')
  })
})

describe('the score', () => {
  const results = fc.array(
    fc.record({
      severity: fc.constantFrom('error' as const, 'warning' as const, 'info' as const),
      status: fc.constantFrom('passed' as const, 'failed' as const, 'unseen' as const),
    }),
  )

  it('is 100 when and only when everything seen has passed, and null when nothing can be seen', () => {
    fc.assert(
      fc.property(results, (all) => {
        const { percent, points, of } = scoreOf(all)
        const seen = all.filter(({ status }) => status !== 'unseen')
        expect(percent === null).toBe(seen.length === 0)
        expect(percent === 100).toBe(seen.length > 0 && seen.every(({ status }) => status === 'passed'))
        expect(points).toBeLessThanOrEqual(of)
      }),
    )
  })

  it('never falls when something that failed passes', () => {
    fc.assert(
      fc.property(results, fc.nat(), (all, position) => {
        const mended = all.map((one, index) =>
          index === position % Math.max(1, all.length) && one.status === 'failed'
            ? { ...one, status: 'passed' as const }
            : one,
        )
        expect(scoreOf(mended).percent ?? 0).toBeGreaterThanOrEqual(scoreOf(all).percent ?? 0)
      }),
    )
  })
})

describe('an entry of the history', () => {
  it('is read back as it was written', () => {
    const entry = baselineEntry(baselineReport(factsWith({ facts: { alias: null } })))
    expect(parseBaselineEntry(JSON.parse(JSON.stringify(entry)))).toEqual(entry)
    expect(parseBaselineEntry({ score: 'good' })).toBeUndefined()
  })

  it('keeps the first findings of thousands, and how many more there were', () => {
    const many = Array.from({ length: 500 }, (_, index) => credentials(`u${index}`, { password }))
    const kept = baselineEntry(baselineReport(factsWith({ credentials: many }))).results.find(
      ({ check }) => check === 'federation',
    )
    expect([kept?.findings.length, kept?.more]).toEqual([200, 301])
  })
})
