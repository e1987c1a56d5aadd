import type { AccountState, UserState } from '../account/account-state.ts'
import { compile, type CompileOptions } from '../compile/compile.ts'
import { defineAccount } from '../define/define-account.ts'
import { definePolicy } from '../define/define-policy.ts'
import { definePerson } from '../define/define-person.ts'
import { defineRole } from '../define/define-role.ts'
import { defineTask } from '../define/define-task.ts'
import type { PolicyDefinition, RoleDefinition, TaskDefinition } from '../define/definitions.ts'
import { allow } from '../define/statement.ts'
import { defineModel } from '../model/define-model.ts'
import type { ReviewedModel } from './ground.ts'
import type { Proposal } from './proposal.ts'
import type { Trail } from './trail.ts'
import type { TrailEvent } from './trail-event.ts'
import type { EntityUsage, ServiceUsage, Usage } from './usage.ts'

// Small companies for tests of reviews: a model, the account that is what it says, and reports of what was used in it.

export const accountId = '111122223333'
export const now = '2026-11-22T12:00:00.000Z'
export const daysAgo = (days: number): string => new Date(Date.parse(now) - days * 86_400_000).toISOString()
export const long = daysAgo(300)
export const account = defineAccount({ id: 'dev', accountId })

export interface Made {
  readonly id: string
  readonly tasks: Readonly<Record<string, TaskDefinition['policies']>>
}

export const role = ({ id, tasks }: Made): RoleDefinition =>
  defineRole({
    id,
    title: id,
    owner: 'a@example.com',
    justification: 'does what this test is about',
    tasks: Object.entries(tasks).map(([task, policies]) => defineTask({ id: task, title: `Do ${task}`, policies })),
  })

/** An account that is what its model says, for as long as anybody remembers. */
export function company(
  made: readonly RoleDefinition[],
  members: Readonly<Record<string, readonly RoleDefinition[]>>,
  awsManaged: CompileOptions['awsManaged'] = {},
): { readonly state: AccountState; readonly model: ReviewedModel } {
  const people = Object.entries(members).map(([id, held]) => definePerson({ id, userName: id, name: id, roles: held }))
  const model = defineModel({ id: 'example', roles: made, people, accounts: [account] })
  const { state: desired, sources } = compile(model, account, { now: new Date(now), awsManaged })
  const state: AccountState = {
    ...desired,
    groups: desired.groups.map((group) => ({ ...group, createdAt: long })),
    users: desired.users.map((user): UserState => ({ ...user, createdAt: long })),
    policies: desired.policies.map((policy) => ({
      ...policy,
      createdAt: long,
      versions: policy.versions.map((version) => ({ ...version, createdAt: long })),
    })),
  }
  return { state, model: { roles: made, sources, desired } }
}

export type Use = Readonly<Record<string, string | null>>

export const rows = (use: Use): readonly ServiceUsage[] =>
  Object.entries(use).map(([namespace, lastAuthenticated]) => ({
    namespace,
    name: namespace,
    lastAuthenticated,
    totalAuthenticatedEntities: lastAuthenticated === null ? 0 : 1,
  }))

/** Reports by the last part of an ARN: `Clerk` is a group, a policy or a user of that name. */
export function usageOf(state: AccountState, reports: Readonly<Record<string, Use>>): Usage {
  const entity =
    (kind: EntityUsage['kind']) =>
    (one: { readonly arn: string; readonly name: string }): EntityUsage => ({
      arn: one.arn,
      kind,
      reportedAt: now,
      services: rows(reports[one.name] ?? {}),
    })
  return {
    accountId,
    collectedAt: now,
    entities: [
      ...state.policies.map(entity('policy')),
      ...state.groups.map(entity('group')),
      ...state.users.map(entity('user')),
    ],
  }
}

export function find<Kind extends Proposal['kind']>(
  proposals: readonly Proposal[],
  kind: Kind,
): readonly (Proposal & { readonly kind: Kind })[] {
  return proposals.filter((proposal): proposal is Proposal & { readonly kind: Kind } => proposal.kind === kind)
}

let events = 0
export const event = (user: string, source: string, name: string, more: Partial<TrailEvent> = {}): TrailEvent => ({
  id: `event${(events += 1)}`,
  at: daysAgo(10),
  region: 'us-east-1',
  source: `${source}.amazonaws.com`,
  name,
  actor: { arn: `arn:aws:iam::${accountId}:user/${user}`, kind: 'user' },
  resources: [],
  ...more,
})
export const trail = (...list: readonly TrailEvent[]): Trail => ({
  from: daysAgo(90),
  to: now,
  regions: ['us-east-1'],
  events: list,
})

/** A policy of one statement. */
export const policyOf = (
  name: string,
  actions: readonly string[],
  resources: readonly string[] = ['*'],
): PolicyDefinition => definePolicy({ name, statements: [allow({ actions, resources })] })

/** The ARN of a policy by its name. */
export const arnOf = (state: AccountState, name: string): string =>
  state.policies.find((one) => one.name === name)?.arn ?? ''

/** With users beside the model's. */
export function withUsers(
  state: AccountState,
  users: readonly { readonly name: string; readonly attached?: readonly string[]; readonly boundary?: string }[],
): AccountState {
  return {
    ...state,
    users: [
      ...state.users,
      ...users.map(({ name, attached = [], boundary }) => ({
        name,
        path: '/',
        arn: `arn:aws:iam::${accountId}:user/${name}`,
        createdAt: long,
        groups: [],
        attachedPolicies: attached,
        inlinePolicies: [],
        tags: {},
        ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
      })),
    ],
  }
}
