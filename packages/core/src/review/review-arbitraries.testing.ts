import * as fc from 'fast-check'
import type { AccountState, UserState } from '../account/account-state.ts'
import { allowedActions } from '../account/allowed-actions.ts'
import { documentFinder } from '../account/documents.ts'
import { actionNumber, serviceActions } from '../catalog/action-names.ts'
import { type ActionSet, has } from '../catalog/action-set.ts'
import { servicePrefixes } from '../catalog/catalog.ts'
import { definePolicy } from '../define/define-policy.ts'
import { defineRole } from '../define/define-role.ts'
import { defineTask } from '../define/define-task.ts'
import { allow, deny } from '../define/statement.ts'
import { accountId, company, daysAgo, event, now } from './company.testing.ts'
import type { ReviewedModel } from './ground.ts'
import type { Trail } from './trail.ts'
import { isManagementEvent } from './trail-observable.ts'
import type { EntityUsage, ServiceUsage, Usage } from './usage.ts'

// Companies whose policies have all that IAM's language has, the use that their people make of it, and what AWS would report of that.

const owner = { owner: 'a@example.com', justification: 'does what this test is about' }
const mfa = { Bool: { 'aws:MultiFactorAuthPresent': true } }
const secret = (name: string): string => `arn:aws:secretsmanager:us-east-1:${accountId}:secret:${name}-AbCdEf`
const secrets = ['secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecret'] as const

/** Every kind of statement, several that allow the same. */
const statements = [
  allow({ actions: ['sqs:*', 's3:*', 'sns:*'], resources: ['*'] }),
  allow({ actions: ['iam:GetUser', 'iam:ListRoles', 'iam:PassRole'], resources: ['*'] }),
  allow({ actions: ['lambda:List*', 's3:GetObject', 'dynamodb:*'], resources: ['*'] }),
  allow({ actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:*:*:bills'] }),
  allow({ notActions: ['ec2:*', 'lambda:*'], resources: ['*'] }),
  allow({ actions: ['iam:*'], resources: ['*'], conditions: mfa }),
  allow({ actions: ['s3:*'], notResources: ['arn:aws:s3:::payroll/*'] }),
  allow({ actions: ['elasticache:CopySnapshot', 'ec2:RunInstances', 'ec2:CreateTags'], resources: ['*'] }),
  allow({ actions: [...secrets], resources: ['*'] }),
  allow({ actions: [secrets[0]], resources: [secret('*')] }),
  deny({ actions: ['sns:Publish'], resources: ['arn:aws:sns:*:*:secret'] }),
  deny({ actions: ['dynamodb:*'], resources: ['*'] }),
  deny({ actions: ['iam:ListRoles'], resources: ['*'], conditions: { Bool: { 'aws:SecureTransport': false } } }),
] as const

/** What people do, on something that statements tell apart. */
const attempts = [
  ['iam:GetUser', `arn:aws:iam::${accountId}:user/mary`],
  ['iam:ListRoles', '*'],
  ['iam:PassRole', `arn:aws:iam::${accountId}:role/robot`],
  ['lambda:ListFunctions', '*'],
  ['s3:ListAllMyBuckets', '*'],
  ['s3:GetObject', 'arn:aws:s3:::payroll/may'],
  ['s3:GetObject', 'arn:aws:s3:::reports/may'],
  ['sqs:SendMessage', `arn:aws:sqs:us-east-1:${accountId}:bills`],
  ['sqs:CreateQueue', `arn:aws:sqs:us-east-1:${accountId}:orders`],
  ['sns:Publish', `arn:aws:sns:us-east-1:${accountId}:news`],
  ['dynamodb:PutItem', `arn:aws:dynamodb:us-east-1:${accountId}:table/bills`],
  ['ec2:RunInstances', '*'],
  ['elasticache:CopySnapshot', '*'],
  ['secretsmanager:PutSecretValue', secret('bills')],
  ['secretsmanager:UpdateSecret', secret('orders')],
] as const

/** What last-accessed reports show by action. */
export const tracked: readonly string[] = [
  'iam:GetUser',
  'iam:ListRoles',
  'lambda:ListFunctions',
  's3:ListAllMyBuckets',
  'sqs:CreateQueue',
]

const namedServices: readonly string[] = [...new Set(attempts.map(([action]) => serviceOf(action)))]

/** Something that somebody did, or tried. */
export interface MadeUse {
  readonly user: string
  readonly action: string
  readonly resource: string
  readonly days: number
}

/** A company, what was used in it, and what a review gets to see of that. */
export interface MadeCompany {
  readonly state: AccountState
  readonly model: ReviewedModel
  readonly uses: readonly MadeUse[]
  readonly usage: Usage
  readonly trail: Trail | undefined
  /** A service that reports have no row of. */
  readonly silent: string
}

const some = (most: number, length: number) => fc.uniqueArray(fc.nat(most - 1), { minLength: 1, maxLength: length })

/** Policies have their statements, tasks their policies, roles their tasks, people their roles by number, so that all are shared now and then. */
export const anyCompany: fc.Arbitrary<MadeCompany> = fc
  .record({
    policies: fc.array(some(statements.length, 2), { minLength: 4, maxLength: 4 }),
    tasks: fc.array(some(4, 2), { minLength: 4, maxLength: 4 }),
    roles: fc.array(some(4, 3), { minLength: 2, maxLength: 3 }),
    people: fc.array(some(3, 2), { minLength: 3, maxLength: 3 }),
    uses: fc.array(
      fc.record({
        person: fc.nat(3),
        attempt: fc.constantFrom(...attempts),
        days: fc.oneof(fc.constantFrom(89, 90, 91), fc.integer({ min: 0, max: 390 })),
      }),
      { maxLength: 14 },
    ),
    byHand: fc.option(fc.nat(3), { nil: undefined, freq: 2 }),
    boundary: fc.option(fc.nat(3), { nil: undefined, freq: 2 }),
    silent: fc.constantFrom(...namedServices),
    allRows: fc.boolean(),
    withTrail: fc.boolean(),
  })
  .map((made): MadeCompany => {
    const pick = <T>(list: readonly T[], numbers: readonly number[]): T[] =>
      numbers.map((at) => list[at]).filter((one) => one !== undefined)
    const policies = made.policies.map((own, at) =>
      definePolicy({ name: `Policy${at}`, statements: pick(statements, own) }),
    )
    const tasks = made.tasks.map((own, at) =>
      defineTask({ id: `task-${at}`, title: `Task ${at}`, policies: pick(policies, own) }),
    )
    const roles = made.roles.map((own, at) =>
      defineRole({ id: `role-${at}`, title: `Role ${at}`, ...owner, tasks: pick(tasks, own) }),
    )
    const people = made.people.map((own, at) => [`p${at}`, pick(roles, own)] as const)
    const { state: tidy, model } = company(roles, Object.fromEntries(people))
    const state = withForeign(tidy, made)
    const uses = made.uses.map(({ person, attempt: [action, resource], days }) => ({
      user: `p${person}`,
      action,
      resource,
      days,
    }))
    return {
      state,
      model,
      uses,
      usage: reportsOf(state, uses, { silent: made.silent, allRows: made.allRows }),
      trail: made.withTrail ? trailOf(uses) : undefined,
      silent: made.silent,
    }
  })

/** Somebody whom the model does not know holds a policy by hand; one of the model's people is bounded by one. */
function withForeign(
  state: AccountState,
  { byHand, boundary }: { readonly byHand: number | undefined; readonly boundary: number | undefined },
): AccountState {
  const arnOf = (at: number | undefined): string | undefined => state.policies[at ?? -1]?.arn
  const [held, bound] = [arnOf(byHand), arnOf(boundary)]
  const users = state.users.map((user, at): UserState =>
    at === 0 && bound !== undefined ? { ...user, permissionsBoundary: bound } : user,
  )
  const [first] = users
  if (held === undefined || first === undefined) return { ...state, users }
  const { permissionsBoundary: _, ...own } = first
  const arn = `arn:aws:iam::${accountId}:user/p3`
  return { ...state, users: [...users, { ...own, name: 'p3', arn, groups: [], attachedPolicies: [held] }] }
}

/** Reports as AWS makes them: what somebody tried counts for whatever of theirs could have allowed it. */
function reportsOf(
  state: AccountState,
  uses: readonly MadeUse[],
  shown: { readonly silent: string; readonly allRows: boolean },
): Usage {
  const finder = documentFinder(state)
  const names = shown.allRows ? servicePrefixes() : namedServices
  const report = (kind: EntityUsage['kind'], arn: string, set: ActionSet, who: ReadonlySet<string>): EntityUsage => {
    const mine = uses.filter(({ user, action }) => who.has(user) && isIn(set, action))
    const last = (of: (action: string) => boolean): string | null => {
      const days = mine.filter(({ action }) => of(action)).map((use) => use.days)
      return days.length === 0 ? null : daysAgo(Math.min(...days))
    }
    const services = names.flatMap((namespace): ServiceUsage[] => {
      if (namespace === shown.silent || !grants(set, namespace)) return []
      return [
        {
          namespace,
          name: namespace,
          lastAuthenticated: last((action) => serviceOf(action) === namespace),
          lastAuthenticatedRegion: 'us-east-1',
          totalAuthenticatedEntities: 0,
          actions: tracked
            .filter((action) => serviceOf(action) === namespace && isIn(set, action))
            .map((action) => ({ action, lastAccessed: last((used) => used === action) })),
        },
      ]
    })
    return { arn, kind, reportedAt: now, services }
  }
  const members = (group: string) => state.users.filter((user) => user.groups.includes(group)).map(({ name }) => name)
  const holders = (arn: string): ReadonlySet<string> =>
    new Set([
      ...state.groups.filter((group) => group.attachedPolicies.includes(arn)).flatMap(({ name }) => members(name)),
      ...state.users.filter((user) => user.attachedPolicies.includes(arn)).map(({ name }) => name),
    ])
  return {
    accountId,
    collectedAt: now,
    entities: [
      ...state.policies.map(({ arn }) => {
        const document = finder.ofPolicy(arn)
        return report('policy', arn, allowedActions(document === undefined ? [] : [document]), holders(arn))
      }),
      ...state.groups.map((group) =>
        report('group', group.arn, allowedActions(finder.ofGroup(group).documents), new Set(members(group.name))),
      ),
      ...state.users.map((user) =>
        report('user', user.arn, allowedActions(finder.ofUser(user).documents), new Set([user.name])),
      ),
    ],
  }
}

/** All that leaves a management event, of the whole window. */
function trailOf(uses: readonly MadeUse[]): Trail {
  return {
    from: daysAgo(90),
    to: now,
    regions: ['us-east-1'],
    events: uses
      .filter(({ action, days }) => days <= 90 && isManagementEvent(action))
      .map(({ user, action, resource, days }) => {
        const [service = '', name = ''] = action.split(':')
        const call = action === 's3:ListAllMyBuckets' ? 'ListBuckets' : name
        return event(user, service, call, { at: daysAgo(days), resources: resource === '*' ? [] : [resource] })
      }),
  }
}

export function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'))
}

function isIn(set: ActionSet, action: string): boolean {
  const number = actionNumber(action)
  return number !== undefined && has(set, number)
}

function grants(set: ActionSet, namespace: string): boolean {
  const service = serviceActions().find(({ prefix }) => prefix === namespace)
  return service?.names.some((_, at) => has(set, service.start + at)) === true
}
