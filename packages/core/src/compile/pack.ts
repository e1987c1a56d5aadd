import { quotas } from '../account/quotas.ts'
import type { AwsManagedPolicy, PolicyDefinition, RoleDefinition } from '../define/definitions.ts'
import { tasksOf } from '../model/tasks-of.ts'
import { groupName } from '../model/group-name.ts'
import { asList } from '../policy/as-list.ts'
import { compilePolicy, type Filling } from './compile-policy.ts'
import { joinPolicies } from './join-policies.ts'
import { isForeignGroup, isStandingPolicy, type Place } from './place.ts'
import type { PackedPolicy } from './packed-policy.ts'
import { requireMfaDocument } from './require-mfa.ts'
import { splitPolicy } from './split-policy.ts'

/** An account in which nothing stands outside the path. */
const nowhere: Place = { path: '/', accountId: '', partition: 'aws', standing: new Map() }

/** The customer managed policies of an account, and which of them each role holds. */
export interface Packed {
  readonly policies: readonly PackedPolicy[]
  readonly byRole: ReadonlyMap<RoleDefinition, readonly PackedPolicy[]>
}

/**
 * Puts what roles need into policies that IAM takes: one policy a definition where that fits, split where a document is too long, joined
 * where a group would hold more than ten. A policy that several roles share stays one policy. What can't be made to fit is left as it
 * is, for the check of quotas to tell. What stands outside the model's path is taken as it is: such a policy is never split or joined, and
 * the policies of a foreign group are not joined.
 */
export function pack(roles: readonly RoleDefinition[], filling: Filling, place: Place = nowhere): Packed {
  const parts = new Map<PolicyDefinition, readonly PackedPolicy[]>()
  const holders = new Map<PolicyDefinition, number>()
  for (const role of roles) {
    for (const policy of ownPoliciesOf(role)) {
      holders.set(policy, (holders.get(policy) ?? 0) + 1)
      if (parts.has(policy)) continue
      const whole = packed(policy, { ...filling, place: `role ${role.id} > ` })
      parts.set(policy, isStandingPolicy(policy.name, place) ? [whole] : splitPolicy(whole))
    }
  }
  const byRole = new Map<RoleDefinition, readonly PackedPolicy[]>()
  for (const role of roles) {
    const guards = role.requireMfa === true ? [guard(role)] : []
    const definitions = ownPoliciesOf(role)
    const mayJoin = (policy: PolicyDefinition): boolean =>
      holders.get(policy) === 1 && !isStandingPolicy(policy.name, place)
    const shared = definitions.filter((policy) => !mayJoin(policy)).flatMap((policy) => parts.get(policy) ?? [])
    const own = definitions.filter(mayJoin).flatMap((policy) => parts.get(policy) ?? [])
    const places = quotas.policiesPerGroup - guards.length - shared.length - awsManagedOf(role).length
    const group = groupName(role)
    const joined = isForeignGroup(group, place) ? own : (joinPolicies({ own, places, group }) ?? own)
    byRole.set(role, [...guards, ...shared, ...joined])
  }
  return { policies: [...new Set([...byRole.values()].flat())], byRole }
}

/** The AWS managed policies that a role's tasks use, each once. */
export function awsManagedOf(role: RoleDefinition): readonly AwsManagedPolicy[] {
  return [...new Set(tasksOf(role).flatMap((task) => task.policies))].filter((policy) => policy.kind === 'aws-managed')
}

function ownPoliciesOf(role: RoleDefinition): readonly PolicyDefinition[] {
  return [...new Set(tasksOf(role).flatMap((task) => task.policies))].filter((policy) => policy.kind === 'policy')
}

function packed(policy: PolicyDefinition, filling: Filling): PackedPolicy {
  const statements = asList(compilePolicy(policy, filling).Statement)
  return {
    name: policy.name,
    ...(policy.description === undefined ? {} : { description: policy.description }),
    statements: statements.map((statement, index) => ({
      statement,
      definitions: [{ policy: policy.name, statement: index }],
    })),
  }
}

function guard(role: RoleDefinition): PackedPolicy {
  return {
    name: `${groupName(role)}RequireMfa`,
    description: `Denies what ${role.title} may do until signed in with MFA`,
    statements: asList(requireMfaDocument.Statement).map((statement) => ({ statement, definitions: [] })),
  }
}
