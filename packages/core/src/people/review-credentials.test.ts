import { describe, expect, it } from 'vitest'
import { accountState, userState } from '../plan/states.testing.ts'
import type { UserCredentials } from './credential-context.ts'
import type { HeldAccessKey } from './holdings.ts'
import { credentialRules, reviewCredentials } from './review-credentials.ts'
import { rotationStep } from './rotation-step.ts'

const now = new Date('2026-06-01T00:00:00Z')
const ago = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString()
const used = (days: number): NonNullable<HeldAccessKey['lastUsed']> => ({ at: ago(days), service: 's3', region: 'x' })
const key = (id: string, more: Partial<HeldAccessKey> = {}): HeldAccessKey => ({
  id,
  active: true,
  createdAt: ago(10),
  lastUsed: used(1),
  ...more,
})
const user = (name: string, more: Partial<UserCredentials> = {}): UserCredentials => ({
  user: name,
  password: null,
  mfa: true,
  accessKeys: [],
  ...more,
})
const admin = {
  ...userState('boss'),
  inlinePolicies: [
    {
      name: 'all',
      document: {
        Version: '2012-10-17' as const,
        Statement: [{ Effect: 'Allow' as const, Action: '*', Resource: '*' }],
      },
    },
  ],
}

function found(users: readonly UserCredentials[], root: { readonly last?: string | null } = {}) {
  return reviewCredentials({
    state: accountState({ users: [admin, ...['ana', 'robot'].map((name) => userState(name))] }),
    credentials: {
      reportedAt: now.toISOString(),
      root: { passwordLastUsed: root.last ?? null, accessKeys: [] },
      users,
    },
    people: ['ana', 'boss', 'late'].map((id) => ({ id, user: id })),
    now,
    days: 90,
  }).filter(({ code }) => !code.startsWith('RW-USER') || users.length === 0)
}

describe('a review of credentials', () => {
  it('has a page for every rule, and every rule a code of its own', () => {
    expect(new Set(credentialRules.map(({ code }) => code)).size).toBe(credentialRules.length)
  })

  it('finds keys that are old, not used, or two at a time, and leaves those that are out of force', () => {
    expect(
      found([
        user('ana', { accessKeys: [key('AKIAOLD', { createdAt: ago(91) }), key('AKIANEW', { lastUsed: null })] }),
      ]),
    ).toEqual([
      {
        code: 'RW-KEY-OLD',
        severity: 'warning',
        message: 'the access key `AKIAOLD` of `ana` is 91 days old',
        path: 'person ana > access key AKIAOLD',
        hint: 'run `rolewright people rotate-key ana`',
      },
      {
        code: 'RW-KEY-UNUSED',
        severity: 'warning',
        message: 'the access key `AKIANEW` of `ana` was never used',
        path: 'person ana > access key AKIANEW',
        hint: 'run `aws iam delete-access-key --user-name ana --access-key-id AKIANEW`',
      },
      {
        code: 'RW-TWO-KEYS',
        severity: 'warning',
        message: '`ana` has two active access keys',
        path: 'person ana',
        hint: 'run `rolewright people rotate-key ana`, which goes on once the newer one is used',
      },
    ])
    expect(
      found([user('ana', { accessKeys: [key('A', { lastUsed: used(120) })] })]).map(({ message }) => message),
    ).toEqual(['the access key `A` of `ana` was last used 120 days ago'])
    expect(
      found([user('ana', { accessKeys: [key('A', { active: false, createdAt: ago(900), lastUsed: null })] })]),
    ).toEqual([])
    expect(found([user('ana', { accessKeys: [key('A', { createdAt: ago(90), lastUsed: used(90) })] })])).toEqual([])
  })

  it('finds passwords that nobody uses', () => {
    const password = (lastUsed: string | null, lastChanged: string) =>
      found([user('robot', { password: { lastUsed, lastChanged } })]).map((one) => [
        one.severity,
        one.message,
        one.path,
      ])
    expect(password(ago(91), ago(300))).toEqual([
      ['warning', 'the password of `robot` was last used 91 days ago', 'user robot > password'],
    ])
    expect(password(ago(90), ago(300))).toEqual([])
    expect(password(null, ago(120))).toEqual([
      ['warning', 'the password of `robot` was never used, and is 120 days old', 'user robot > password'],
    ])
    expect(password(null, ago(2))[0]?.[0]).toBe('info')
  })

  it('finds privileged people without MFA by their permissions, the worst first, and use of the root user', () => {
    const findings = found(
      [
        user('ana', { mfa: false, password: { lastUsed: ago(1), lastChanged: ago(1) } }),
        user('boss', { mfa: false, accessKeys: [key('A', { createdAt: ago(100) })] }),
      ],
      { last: ago(3) },
    )
    expect(findings.map(({ code, severity, message }) => [code, severity, message])).toEqual([
      ['RW-NO-MFA', 'error', '`boss` may `iam:AttachGroupPolicy` and has no MFA device'],
      ['RW-ROOT-USE', 'warning', `the password of the root user was used on ${ago(3).slice(0, 10)}`],
      ['RW-KEY-OLD', 'warning', 'the access key `A` of `boss` is 100 days old'],
    ])
    expect(found([user('boss', { mfa: false })])).toEqual([])
  })

  it('finds who is in the account and not in the model, and the reverse', () => {
    expect(found([]).map(({ code, path, hint }) => [code, path, hint])).toEqual([
      [
        'RW-USER-UNKNOWN',
        'user robot',
        "write a `definePerson` with `userName: 'robot'`, or run `rolewright people offboard robot`",
      ],
      ['RW-USER-MISSING', 'person late', 'run `rolewright people onboard late`, or take the person out of the model'],
    ])
  })
})

describe('the rotation of a key', () => {
  const old = key('OLD', { createdAt: ago(100), lastUsed: used(5) })
  const next = (lastUsed: HeldAccessKey['lastUsed']): HeldAccessKey => key('NEW', { createdAt: ago(2), lastUsed })

  it('goes on as far as use of the keys lets it', () => {
    expect(rotationStep([old])).toEqual({ kind: 'create', old })
    expect(rotationStep([next(null), old])).toEqual({ kind: 'wait', for: 'new-to-be-used', old, next: next(null) })
    const late = { ...old, lastUsed: used(0) }
    expect(rotationStep([late, next(used(1))])).toMatchObject({ kind: 'wait', for: 'old-to-rest' })
    expect(rotationStep([old, next(used(1))])).toEqual({ kind: 'switch', old, next: next(used(1)) })
    expect(rotationStep([{ ...old, active: false }, next(used(1))])).toMatchObject({ kind: 'remove' })
  })

  it('has nothing to do without an active key, or where the newer one is out of force', () => {
    expect(rotationStep([])).toEqual({ kind: 'nothing', why: 'no-key' })
    expect(rotationStep([{ ...old, active: false }])).toEqual({ kind: 'nothing', why: 'none-active' })
    expect(rotationStep([old, { ...next(null), active: false }])).toEqual({ kind: 'nothing', why: 'newer-inactive' })
  })
})
