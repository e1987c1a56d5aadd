import type { AccountState, PolicyDocument } from '@rolewright/core'

export const accountId = '111122223333'
export const ownedPath = '/rolewright/test/'

/** A document that allows actions on everything. */
export function allowing(...actions: readonly string[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] }
}

/** A state as `compile` makes it, from policies by name, groups by the names of their policies, and users by their groups. */
export function desiredState(wanted: {
  readonly policies?: Readonly<Record<string, PolicyDocument>>
  readonly groups?: Readonly<Record<string, readonly string[]>>
  readonly users?: Readonly<Record<string, readonly string[]>>
}): AccountState {
  const arnOf = (name: string): string =>
    name.startsWith('arn:') ? name : `arn:aws:iam::${accountId}:policy${ownedPath}${name}`
  const sorted = <T>(record: Readonly<Record<string, T>> = {}): [string, T][] =>
    Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return {
    accountId,
    policies: sorted(wanted.policies).map(([name, document]) => ({
      name,
      path: ownedPath,
      arn: arnOf(name),
      defaultVersionId: 'v1',
      versions: [{ versionId: 'v1', document }],
    })),
    groups: sorted(wanted.groups).map(([name, policies]) => ({
      name,
      path: ownedPath,
      arn: `arn:aws:iam::${accountId}:group${ownedPath}${name}`,
      attachedPolicies: policies.map(arnOf).toSorted(),
      inlinePolicies: [],
    })),
    users: sorted(wanted.users).map(([name, groups]) => ({
      name,
      path: '/',
      arn: `arn:aws:iam::${accountId}:user/${name}`,
      groups: groups.toSorted(),
      attachedPolicies: [],
      inlinePolicies: [],
      tags: {},
    })),
    roles: [],
    ownership: { path: ownedPath, exclusiveGroups: [] },
  }
}
