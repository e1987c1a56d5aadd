import type { AccountState, GroupState, PolicyState, UserState } from '../account/account-state.ts'
import { byName } from '../account/by-name.ts'
import { isAwsManaged } from '../account/is-aws-managed.ts'
import type { AccountDefinition, AwsManagedPolicy, Model, RoleDefinition } from '../define/definitions.ts'
import { inPartition } from '../define/partition.ts'
import { tasksOf } from '../model/tasks-of.ts'
import type { Finding } from '../diagnostic/finding.ts'
import { groupName } from '../model/group-name.ts'
import { countProblems, ModelError } from '../model/model-error.ts'
import type { AwsManagedDocuments } from './aws-managed-lock.ts'
import { enrolment } from './enrolment.ts'
import { endedRoles, goesTo, heldRoles } from './memberships.ts'
import { awsManagedOf, pack, type Packed } from './pack.ts'
import type { PackedPolicy } from './packed-policy.ts'
import { groupPlace, type Lying, type Place, placeOf, policyPlace } from './place.ts'
import { quotaFindings } from './quota-findings.ts'
import type { SourceMap, StatementSource } from './source-map.ts'

/** What `compile` needs besides the model: the date that memberships are held against, and AWS's own documents. */
export interface CompileOptions {
  readonly now: Date
  /** From `aws-managed.lock.json`; a policy in use that is missing is a problem. */
  readonly awsManaged: AwsManagedDocuments
  /** Where owned groups and policies lie; `/rolewright/<model id>/` unless given. */
  readonly path?: string
}

/**
 * The state that one account should have: a group a role, a policy a definition, a user a person, everything sorted by name.
 * `{{accountId}}` is a parameter that every account has.
 *
 * IAM's quotas hold for what comes back: a document over 6,144 characters is minimised, then split; where a role needs more than ten
 * policies, the fewest are joined. Throws a {@link ModelError} naming everything that stands in the way: a missing parameter, an AWS
 * managed policy that is not pinned, a quota that packing can't keep. Quotas are those of "IAM and AWS STS quotas".
 *
 * @example
 * ```ts
 * const { state } = compile(model, dev, { now: new Date('2026-01-31'), awsManaged: {} })
 * ```
 */
export function compile(
  model: Model,
  account: AccountDefinition,
  options: CompileOptions,
): { readonly state: AccountState; readonly sources: SourceMap } {
  const path = options.path ?? `/rolewright/${model.id}/`
  const findings: Finding[] = []
  const parameters = { ...account.parameters, accountId: account.accountId }
  const roles = model.roles.filter((role) => goesTo(role, account))
  const place = placeOf(path, account)
  const packed = pack(roles, { parameters, account: account.id, findings }, place)
  const enrols = roles.some((role) => role.activation === 'after first sign-in')
  const first = enrols
    ? [enrolment({ model: model.id, accountId: account.accountId, partition: account.partition, path })]
    : []
  const breakGlass = roles.filter((role) => role.breakGlass === true).map(groupName)
  const state: AccountState = {
    accountId: account.accountId,
    groups: [
      ...roles.map((role) => group(role, packed.byRole.get(role) ?? [], place)),
      ...first.map((one) => one.group),
    ].toSorted(byName),
    policies: [
      ...packed.policies.map((policy) => ownPolicy(policy, place)),
      ...first.map((one) => one.policy),
      ...awsPolicies(roles, { pinned: options.awsManaged, partition: place.partition, findings }),
    ].toSorted(byName),
    users: users(model, account, options.now),
    roles: [],
    ownership: {
      path,
      exclusiveGroups: roles
        .filter((role) => role.members === 'exclusive')
        .map(groupName)
        .toSorted(),
      ...(account.foreign === undefined ? {} : { foreign: account.foreign.toSorted() }),
      ...(account.adopted === undefined ? {} : { adopted: account.adopted.toSorted() }),
      ...(breakGlass.length === 0 ? {} : { breakGlass: breakGlass.toSorted() }),
    },
  }
  findings.push(...quotaFindings(state), ...takenNames(state))
  if (findings.some((finding) => finding.severity === 'error')) {
    throw new ModelError({
      code: 'compile-failed',
      message: `the model can't be compiled for the account \`${account.id}\`: ${countProblems(findings)}`,
      findings,
    })
  }
  return { state, sources: sourceMap(roles, packed, place) }
}

function ownPolicy(policy: PackedPolicy, place: Place): PolicyState {
  return {
    name: policy.name,
    ...lying(policyPlace(policy.name, place)),
    ...(policy.description === undefined ? {} : { description: policy.description }),
    defaultVersionId: 'v1',
    versions: [
      {
        versionId: 'v1',
        document: { Version: '2012-10-17', Statement: policy.statements.map(({ statement }) => statement) },
      },
    ],
  }
}

/** Packing makes names (`ReadBills-2`, `ClerkTasks`), as enrolment does, that an author may have given to something else. */
function takenNames(state: AccountState): readonly Finding[] {
  return [
    ...twice(
      state.policies.filter(({ arn }) => !isAwsManaged(arn)),
      'policy',
    ),
    ...twice(state.groups, 'group'),
  ]
}

function twice(entities: readonly { readonly name: string }[], kind: 'group' | 'policy'): readonly Finding[] {
  const names = new Set<string>()
  return entities.flatMap(({ name }) => {
    const taken = names.has(name.toLowerCase())
    names.add(name.toLowerCase())
    if (!taken) return []
    return [
      {
        code: kind === 'policy' ? 'RW-DUPLICATE-POLICY' : 'RW-DUPLICATE-GROUP',
        severity: 'error',
        message: `${kind === 'policy' ? 'packing' : 'enrolment'} makes a ${kind} \`${name}\`, but there is one of that name`,
        path: `${kind} ${name}`,
        hint: 'give the other one another name',
      },
    ]
  })
}

function lying({ path, arn }: Lying): Lying {
  return { path, arn }
}

function group(role: RoleDefinition, packed: readonly PackedPolicy[], place: Place): GroupState {
  const name = groupName(role)
  const arns = [
    ...packed.map((policy) => policyPlace(policy.name, place).arn),
    ...awsManagedOf(role).map((policy) => inPartition(policy.arn, place.partition)),
  ]
  return {
    name,
    ...lying(groupPlace(name, place)),
    attachedPolicies: [...new Set(arns)].toSorted(),
    inlinePolicies: [],
  }
}

function awsPolicies(
  roles: readonly RoleDefinition[],
  given: { readonly pinned: AwsManagedDocuments; readonly partition: string; readonly findings: Finding[] },
): readonly PolicyState[] {
  const { pinned, partition, findings } = given
  const used = new Map<string, AwsManagedPolicy>()
  for (const policy of roles.flatMap(awsManagedOf)) used.set(policy.arn, policy)
  return [...used.values()].flatMap((policy) => {
    const arn = inPartition(policy.arn, partition)
    const pin = Object.hasOwn(pinned, arn) ? pinned[arn] : undefined
    if (pin === undefined) {
      findings.push({
        code: 'RW-AWS-MANAGED-UNPINNED',
        severity: 'error',
        message: `the AWS managed policy \`${policy.name}\` is not pinned`,
        path: arn,
        hint: 'run `rolewright import aws-managed`, which writes its document to `aws-managed.lock.json`; if AWS has no such policy, mend its name',
      })
      return []
    }
    const slash = policy.name.lastIndexOf('/')
    return {
      name: policy.name.slice(slash + 1),
      path: `/${policy.name.slice(0, slash + 1)}`,
      arn,
      defaultVersionId: pin.versionId,
      versions: [{ versionId: pin.versionId, document: pin.document }],
    }
  })
}

function users(model: Model, account: AccountDefinition, now: Date): readonly UserState[] {
  return model.people
    .filter((person) => person.accounts === undefined || person.accounts.includes(account.id))
    .map((person): UserState => {
      const roles = heldRoles(person, { account, now })
      const ended = endedRoles(person, { account, now }).map(groupName)
      const later = roles.filter((role) => role.activation === 'after first sign-in').map(groupName)
      return {
        name: person.userName,
        path: '/',
        arn: `arn:${account.partition ?? 'aws'}:iam::${account.accountId}:user/${person.userName}`,
        groups: [...new Set(roles.map(groupName))].toSorted(),
        ...(later.length === 0 ? {} : { afterSignIn: later.toSorted() }),
        ...(ended.length === 0 ? {} : { endedGroups: [...new Set(ended)].toSorted() }),
        attachedPolicies: [],
        inlinePolicies: [],
        tags: {},
      }
    })
    .toSorted(byName)
}

function sourceMap(roles: readonly RoleDefinition[], packed: Packed, place: Place): SourceMap {
  const holders = new Map<PackedPolicy, RoleDefinition[]>()
  const users = new Map<RoleDefinition, ReadonlyMap<string, readonly string[]>>()
  for (const role of roles) {
    users.set(role, tasksByPolicy(role))
    for (const policy of packed.byRole.get(role) ?? []) {
      const there = holders.get(policy)
      if (there === undefined) holders.set(policy, [role])
      else there.push(role)
    }
  }
  const statements = packed.policies.flatMap((policy) => {
    const held = holders.get(policy) ?? []
    return policy.statements.map(({ definitions }, statement): StatementSource => {
      const names = new Set(definitions.map((definition) => definition.policy))
      const tasks = held.flatMap((role) => [...names].flatMap((name) => users.get(role)?.get(name) ?? []))
      return {
        policyArn: policyPlace(policy.name, place).arn,
        policyName: policy.name,
        statement,
        definitions,
        tasks: [...new Set(tasks)].toSorted(),
        roles: [...new Set(held.map((role) => role.id))].toSorted(),
      }
    })
  })
  return { statements, groups: Object.fromEntries(roles.map((role) => [groupName(role), role.id])) }
}

/** The ids of a role's tasks by the names of their own policies. */
function tasksByPolicy(role: RoleDefinition): ReadonlyMap<string, readonly string[]> {
  const tasks = new Map<string, string[]>()
  for (const task of tasksOf(role)) {
    for (const policy of task.policies) {
      if (policy.kind !== 'policy') continue
      const there = tasks.get(policy.name)
      if (there === undefined) tasks.set(policy.name, [task.id])
      else there.push(task.id)
    }
  }
  return tasks
}
