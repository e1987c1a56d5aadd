import fc from 'fast-check'
import type { AccountState, GroupState, PolicyState, UserState } from '../account/account-state.ts'
import { byName } from '../account/by-name.ts'
import type { PolicyDocument } from '../policy/document.ts'

export const accountId = '111122223333'
export const ownedPath = '/rolewright/test/'

/** A document that allows some actions, spelled in one of the ways that mean the same. */
export const documents: fc.Arbitrary<PolicyDocument> = fc
  .record({
    actions: fc.uniqueArray(fc.constantFrom('s3:GetObject', 'sqs:SendMessage', 'ec2:Describe*', 'iam:PassRole'), {
      minLength: 1,
    }),
    deny: fc.boolean(),
    scalar: fc.boolean(),
  })
  .map(({ actions, deny, scalar }): PolicyDocument => {
    const Action = scalar && actions.length === 1 ? (actions[0] ?? '*') : actions
    return {
      Version: '2012-10-17',
      Statement: [{ Effect: deny ? 'Deny' : 'Allow', Action, Resource: scalar ? '*' : ['*'] }],
    }
  })

export function policyState(name: string, document: PolicyDocument, path: string = ownedPath): PolicyState {
  return {
    name,
    path,
    arn: `arn:aws:iam::${accountId}:policy${path}${name}`,
    defaultVersionId: 'v1',
    versions: [{ versionId: 'v1', document }],
  }
}

export function groupState(
  name: string,
  attachedPolicies: readonly string[] = [],
  path: string = ownedPath,
): GroupState {
  return {
    name,
    path,
    arn: `arn:aws:iam::${accountId}:group${path}${name}`,
    attachedPolicies: attachedPolicies.toSorted(),
    inlinePolicies: [],
  }
}

export function userState(name: string, groups: readonly string[] = []): UserState {
  return {
    name,
    path: '/',
    arn: `arn:aws:iam::${accountId}:user/${name}`,
    groups: groups.toSorted(),
    attachedPolicies: [],
    inlinePolicies: [],
    tags: {},
  }
}

export function accountState(parts: Partial<Omit<AccountState, 'accountId'>> = {}): AccountState {
  return {
    accountId,
    groups: (parts.groups ?? []).toSorted(byName),
    policies: (parts.policies ?? []).toSorted(byName),
    users: (parts.users ?? []).toSorted(byName),
    roles: (parts.roles ?? []).toSorted(byName),
    ...(parts.ownership === undefined ? {} : { ownership: parts.ownership }),
  }
}

const names = (prefix: string, count: number): fc.Arbitrary<string[]> =>
  fc.subarray(Array.from({ length: count }, (_, index) => `${prefix}${index}`))

/** Groups and policies under one path, and users in the groups. */
export function states(given: { path: string; prefix: string; owned: boolean }): fc.Arbitrary<AccountState> {
  return fc
    .record({
      policies: names(`${given.prefix}Policy`, 4).chain((some) =>
        fc.tuple(...some.map((name) => documents.map((document) => policyState(name, document, given.path)))),
      ),
      groups: names(`${given.prefix}Group`, 3),
      users: names('user', 3),
      seed: fc.infiniteStream(fc.boolean()),
      exclusive: fc.boolean(),
    })
    .map(({ policies, groups, users, seed, exclusive }) => {
      const some = <T>(list: readonly T[]): T[] => list.filter(() => seed.next().value === true)
      return accountState({
        policies,
        groups: groups.map((name) =>
          groupState(
            name,
            some(policies).map((policy) => policy.arn),
            given.path,
          ),
        ),
        users: users.map((name) => userState(name, some(groups))),
        ...(given.owned
          ? { ownership: { path: given.path, exclusiveGroups: exclusive ? groups.slice(0, 1) : [] } }
          : {}),
      })
    })
}

/** Two states of one account side by side: groups and policies of both, users in the groups of either. */
export function together(a: AccountState, b: AccountState): AccountState {
  const users = new Map(a.users.map((user) => [user.name, user]))
  for (const user of b.users) {
    const there = users.get(user.name)
    users.set(
      user.name,
      there === undefined ? user : { ...there, groups: [...there.groups, ...user.groups].toSorted() },
    )
  }
  return accountState({
    groups: [...a.groups, ...b.groups],
    policies: [...a.policies, ...b.policies],
    users: [...users.values()],
  })
}
