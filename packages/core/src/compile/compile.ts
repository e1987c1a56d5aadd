import type { AccountState, GroupState, PolicyState, UserState } from '../account/account-state.ts'
import { byName } from '../account/by-name.ts'
import type {
  AccountDefinition,
  AwsManagedPolicy,
  Model,
  PolicyDefinition,
  RoleDefinition,
} from '../define/definitions.ts'
import type { Finding } from '../diagnostic/finding.ts'
import { groupName } from '../model/group-name.ts'
import { countProblems, ModelError } from '../model/model-error.ts'
import type { AwsManagedDocuments } from './aws-managed-lock.ts'
import { compilePolicy } from './compile-policy.ts'
import { heldRoles, goesTo } from './memberships.ts'
import { quotaFindings } from './quota-findings.ts'
import { requireMfaDocument } from './require-mfa.ts'
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
 * Throws a {@link ModelError} naming everything that stands in the way: a missing parameter, a document over 6,144 characters, an
 * eleventh policy on a group, an AWS managed policy that is not pinned. Quotas are those of "IAM and AWS STS quotas".
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
  const parameters = { accountId: account.accountId, ...account.parameters }
  const roles = model.roles.filter((role) => goesTo(role, account))
  const own = ownPolicies(roles).map((policy) =>
    ownPolicy({
      name: policy.name,
      ...(policy.description === undefined ? {} : { description: policy.description }),
      document: compilePolicy(policy, { parameters, account: account.id, findings }),
      path,
      accountId: account.accountId,
    }),
  )
  const guards = roles
    .filter((role) => role.requireMfa === true)
    .map((role) =>
      ownPolicy({
        name: guardName(role),
        description: `Denies what ${role.title} may do until signed in with MFA`,
        document: requireMfaDocument,
        path,
        accountId: account.accountId,
      }),
    )
  const state: AccountState = {
    accountId: account.accountId,
    groups: roles.map((role) => group(role, { path, accountId: account.accountId })).toSorted(byName),
    policies: [...own, ...guards, ...awsPolicies(roles, options.awsManaged, findings)].toSorted(byName),
    users: users(model, account, options.now),
    roles: [],
    ownership: {
      path,
      exclusiveGroups: roles
        .filter((role) => role.members === 'exclusive')
        .map(groupName)
        .toSorted(),
    },
  }
  findings.push(...quotaFindings(state))
  if (findings.some((finding) => finding.severity === 'error')) {
    throw new ModelError({
      code: 'compile-failed',
      message: `the model can't be compiled for the account \`${account.id}\`: ${countProblems(findings)}`,
      findings,
    })
  }
  return { state, sources: sourceMap(model, roles, state) }
}

function ownPolicies(roles: readonly RoleDefinition[]): readonly PolicyDefinition[] {
  const all = roles.flatMap((role) => role.tasks.flatMap((task) => task.policies))
  return [...new Set(all)].filter((policy) => policy.kind === 'policy')
}

function ownPolicy(given: {
  name: string
  description?: string
  document: PolicyState['versions'][number]['document']
  path: string
  accountId: string
}): PolicyState {
  return {
    name: given.name,
    path: given.path,
    arn: policyArn(given.name, given),
    ...(given.description === undefined ? {} : { description: given.description }),
    defaultVersionId: 'v1',
    versions: [{ versionId: 'v1', document: given.document }],
  }
}

function policyArn(name: string, given: { path: string; accountId: string }): string {
  return `arn:aws:iam::${given.accountId}:policy${given.path}${name}`
}

function guardName(role: RoleDefinition): string {
  return `${groupName(role)}RequireMfa`
}

function group(role: RoleDefinition, given: { path: string; accountId: string }): GroupState {
  const name = groupName(role)
  const arns = role.tasks.flatMap((task) =>
    task.policies.map((policy) => (policy.kind === 'policy' ? policyArn(policy.name, given) : policy.arn)),
  )
  const guard = role.requireMfa === true ? [policyArn(guardName(role), given)] : []
  return {
    name,
    path: given.path,
    arn: `arn:aws:iam::${given.accountId}:group${given.path}${name}`,
    attachedPolicies: [...new Set([...arns, ...guard])].toSorted(),
    inlinePolicies: [],
  }
}

function awsPolicies(
  roles: readonly RoleDefinition[],
  pinned: AwsManagedDocuments,
  findings: Finding[],
): readonly PolicyState[] {
  const used = new Map<string, AwsManagedPolicy>()
  for (const policy of roles.flatMap((role) => role.tasks.flatMap((task) => task.policies))) {
    if (policy.kind === 'aws-managed') used.set(policy.arn, policy)
  }
  return [...used.values()].flatMap((policy) => {
    const pin = Object.hasOwn(pinned, policy.arn) ? pinned[policy.arn] : undefined
    if (pin === undefined) {
      findings.push({
        code: 'RW-AWS-MANAGED-UNPINNED',
        severity: 'error',
        message: `the AWS managed policy \`${policy.name}\` is not pinned`,
        path: policy.arn,
        hint: 'run `rolewright import aws-managed`, which writes its document to `aws-managed.lock.json`; if AWS has no such policy, mend its name',
      })
      return []
    }
    const slash = policy.name.lastIndexOf('/')
    return {
      name: policy.name.slice(slash + 1),
      path: `/${policy.name.slice(0, slash + 1)}`,
      arn: policy.arn,
      defaultVersionId: pin.versionId,
      versions: [{ versionId: pin.versionId, document: pin.document }],
    }
  })
}

function users(model: Model, account: AccountDefinition, now: Date): readonly UserState[] {
  return model.people
    .filter((person) => person.accounts === undefined || person.accounts.includes(account.id))
    .map((person) => ({
      name: person.userName,
      path: '/',
      arn: `arn:aws:iam::${account.accountId}:user/${person.userName}`,
      groups: [...new Set(heldRoles(person, { account, now }).map(groupName))].toSorted(),
      attachedPolicies: [],
      inlinePolicies: [],
      tags: {},
    }))
    .toSorted(byName)
}

function sourceMap(model: Model, roles: readonly RoleDefinition[], state: AccountState): SourceMap {
  const statements = state.policies.flatMap((policy): StatementSource[] => {
    const holders = roles.flatMap((role) =>
      role.tasks
        .filter((task) =>
          task.policies.some((one) => (one.kind === 'policy' ? one.name === policy.name : one.arn === policy.arn)),
        )
        .map((task) => ({ role: role.id, task: task.id })),
    )
    const definition = model.policies.find((one) => one.kind === 'policy' && one.name === policy.name)
    if (definition?.kind !== 'policy') return []
    return definition.statements.map((_, index) => ({
      policyArn: policy.arn,
      policyName: policy.name,
      statement: index,
      definition: { policy: definition.name, statement: index },
      tasks: [...new Set(holders.map((holder) => holder.task))].toSorted(),
      roles: [...new Set(holders.map((holder) => holder.role))].toSorted(),
    }))
  })
  return { statements, groups: Object.fromEntries(roles.map((role) => [groupName(role), role.id])) }
}
