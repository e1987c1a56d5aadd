import type { GroupState, PolicyState, RoleState, UserState } from '../account/account-state.ts'
import { requireMfaDocument } from '../compile/require-mfa.ts'
import type { PolicyDocument } from '../policy/document.ts'
import type { AccountFacts, CredentialFacts } from './account-facts.ts'
import { defaultPasswordPolicy } from './password-policy.ts'
import { IAM_FULL_ACCESS } from './checks/administrators.ts'

export const accountId = '111122223333'
export const at = '2026-05-01T08:00:00.000Z'

/** So many days before the facts were read. */
export const daysAgo = (days: number): string => new Date(Date.parse(at) - days * 86_400_000).toISOString()

export const allowing = (...Action: readonly string[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
})

export const policy = (name: string, document: PolicyDocument, arn?: string): PolicyState => ({
  name,
  path: '/',
  arn: arn ?? `arn:aws:iam::${accountId}:policy/${name}`,
  defaultVersionId: 'v1',
  versions: [{ versionId: 'v1', document }],
})

export const group = (name: string, more: Partial<GroupState> = {}): GroupState => ({
  name,
  path: '/',
  arn: `arn:aws:iam::${accountId}:group/${name}`,
  attachedPolicies: [],
  inlinePolicies: [],
  ...more,
})

export const user = (name: string, more: Partial<UserState> = {}): UserState => ({
  name,
  path: '/',
  arn: `arn:aws:iam::${accountId}:user/${name}`,
  groups: [],
  attachedPolicies: [],
  inlinePolicies: [],
  tags: {},
  ...more,
})

export const role = (name: string, Principal: object, Condition?: object): RoleState => ({
  name,
  path: '/',
  arn: `arn:aws:iam::${accountId}:role/${name}`,
  trustPolicy: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: Object.fromEntries(Object.entries(Principal)),
        Action: 'sts:AssumeRole',
        ...(Condition === undefined ? {} : { Condition: Object.fromEntries(Object.entries(Condition)) }),
      },
    ],
  },
  attachedPolicies: [],
  inlinePolicies: [],
  tags: {},
})

export const credentials = (name: string, more: Partial<CredentialFacts> = {}): CredentialFacts => ({
  user: name,
  password: null,
  mfa: false,
  keys: [],
  ...more,
})

const signedIn = { changedAt: daysAgo(10), lastUsed: daysAgo(1) }

/** An account in which every check passes that can, but `federation`, since its administrator has a password. */
export const goodFacts: AccountFacts = {
  accountId,
  at,
  state: {
    accountId,
    groups: [
      group('IAMAdministrators', {
        attachedPolicies: [IAM_FULL_ACCESS, `arn:aws:iam::${accountId}:policy/RequireMfa`],
      }),
    ],
    policies: [policy('IAMFullAccess', allowing('iam:*'), IAM_FULL_ACCESS), policy('RequireMfa', requireMfaDocument)],
    users: [user('Administrator', { groups: ['IAMAdministrators'] })],
    roles: [],
  },
  root: { mfa: true, accessKeys: false, lastUsed: daysAgo(200) },
  alias: 'examplecorp',
  passwordPolicy: defaultPasswordPolicy,
  credentials: [credentials('Administrator', { password: signedIn, mfa: true })],
  providers: { saml: [], oidc: [] },
  instanceProfiles: [],
  ownAccounts: [accountId, '444455556666'],
}

/** The same with more in it. */
export function factsWith(more: {
  readonly facts?: Partial<AccountFacts>
  readonly groups?: readonly GroupState[]
  readonly policies?: readonly PolicyState[]
  readonly users?: readonly UserState[]
  readonly roles?: readonly RoleState[]
  readonly credentials?: readonly CredentialFacts[]
}): AccountFacts {
  const { state } = goodFacts
  return {
    ...goodFacts,
    credentials: [...goodFacts.credentials, ...(more.credentials ?? [])],
    ...more.facts,
    state: {
      accountId,
      groups: [...state.groups, ...(more.groups ?? [])],
      policies: [...state.policies, ...(more.policies ?? [])],
      users: [...state.users, ...(more.users ?? [])],
      roles: more.roles ?? [],
    },
  }
}
