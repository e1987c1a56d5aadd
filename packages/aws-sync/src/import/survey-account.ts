import { type AccountState, isAwsManaged, policyNameOf, type PolicyState, quotas } from '@rolewright/core'
import type { Oddity } from './oddity.ts'

/** What an account has that no model says: told, so that nothing is dropped in silence. `roles` are the groups that are written. */
export function surveyAccount(state: AccountState, roles: ReadonlySet<string>): readonly Oddity[] {
  return [...ofGroups(state, roles), ...ofUsers(state, roles), ...ofPolicies(state, roles), ...ofRoles(state)]
}

function ofGroups(state: AccountState, roles: ReadonlySet<string>): readonly Oddity[] {
  return state.groups.flatMap((group): readonly Oddity[] => {
    const subject = `group ${group.name}`
    const many = group.attachedPolicies.length + group.inlinePolicies.length
    return [
      ...(roles.has(group.name) && group.path !== '/' ? [told(subject, `lies under \`${group.path}\``)] : []),
      ...(roles.has(group.name) && many > quotas.policiesPerGroup
        ? [
            {
              kind: 'changes' as const,
              subject,
              message: `holds ${many} policies, inline ones with them; once it is adopted it can have ${quotas.policiesPerGroup} managed ones`,
            },
          ]
        : []),
    ]
  })
}

function ofUsers(state: AccountState, roles: ReadonlySet<string>): readonly Oddity[] {
  return state.users.flatMap((user): readonly Oddity[] => {
    const subject = `user ${user.name}`
    const lost = user.groups.filter((group) => !roles.has(group))
    const tags = Object.keys(user.tags)
    return [
      ...(user.attachedPolicies.length === 0
        ? []
        : [
            leftOut(
              subject,
              `holds policies itself, which no role says: ${user.attachedPolicies.map(policyNameOf).join(', ')}`,
            ),
          ]),
      ...user.inlinePolicies.map(({ name }) => leftOut(subject, `has the inline policy ${name}, which no role says`)),
      ...(lost.length === 0 ? [] : [leftOut(subject, `is in groups that are not written: ${lost.join(', ')}`)]),
      ...(user.permissionsBoundary === undefined
        ? []
        : [leftOut(subject, `is bounded by ${policyNameOf(user.permissionsBoundary)}, which no model says`)]),
      ...(user.path === '/' ? [] : [told(subject, `lies under \`${user.path}\`, and stays there`)]),
      ...(tags.length === 0 ? [] : [told(subject, `has tags, which no model says: ${tags.join(', ')}`)]),
    ]
  })
}

function ofPolicies(state: AccountState, roles: ReadonlySet<string>): readonly Oddity[] {
  const written = new Set(state.groups.filter(({ name }) => roles.has(name)).flatMap((group) => group.attachedPolicies))
  const holders = holdersOf(state)
  return state.policies.flatMap((policy): readonly Oddity[] => {
    if (isAwsManaged(policy.arn)) return []
    const subject = `policy ${policy.name}`
    const held = holders.get(policy.arn) ?? []
    if (!written.has(policy.arn)) {
      return [
        leftOut(
          subject,
          `no role that is written holds it, ${held.length === 0 ? 'nor anybody else' : `but ${held.join(', ')}`}`,
        ),
      ]
    }
    return [
      ...(held.length === 0 ? [] : [told(subject, `is held by others too: ${held.join(', ')}`)]),
      ...(policy.path === '/' ? [] : [told(subject, `lies under \`${policy.path}\``)]),
      ...versionsOf(policy).map((message) => told(subject, message)),
    ]
  })
}

function versionsOf({ versions, defaultVersionId }: PolicyState): readonly string[] {
  if (versions.length < 2) return []
  const [newest] = versions
  const others = versions.length === 2 ? '1 other version' : `${versions.length - 1} other versions`
  return [
    newest === undefined || newest.versionId === defaultVersionId
      ? `${defaultVersionId} is written; ${others} stay${versions.length === 2 ? 's' : ''} in the account`
      : `${defaultVersionId} is in force and written, though ${newest.versionId} is newer`,
  ]
}

/** Who holds a policy besides groups, in words: users, IAM roles and boundaries. */
function holdersOf(state: AccountState): ReadonlyMap<string, readonly string[]> {
  const holders = new Map<string, string[]>()
  const add = (arn: string, who: string): void => {
    const there = holders.get(arn)
    if (there === undefined) holders.set(arn, [who])
    else there.push(who)
  }
  for (const user of state.users) for (const arn of user.attachedPolicies) add(arn, `user ${user.name}`)
  for (const role of state.roles) for (const arn of role.attachedPolicies) add(arn, `IAM role ${role.name}`)
  for (const { name, permissionsBoundary } of [...state.users, ...state.roles])
    if (permissionsBoundary !== undefined) add(permissionsBoundary, `the boundary of ${name}`)
  return holders
}

function ofRoles(state: AccountState): readonly Oddity[] {
  return state.roles.map(({ name }) =>
    leftOut(`IAM role ${name}`, 'stays as it is: a model says groups, policies and users'),
  )
}

function told(subject: string, message: string): Oddity {
  return { kind: 'told', subject, message }
}

function leftOut(subject: string, message: string): Oddity {
  return { kind: 'left-out', subject, message }
}
