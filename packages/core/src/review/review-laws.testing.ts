import * as fc from 'fast-check'
import { expect } from 'vitest'
import type { AccountState, PolicyState, UserState } from '../account/account-state.ts'
import { allowedActions, describeActions } from '../account/allowed-actions.ts'
import { documentFinder } from '../account/documents.ts'
import { actionName, actionNumber } from '../catalog/action-names.ts'
import { has, intersect, subtract } from '../catalog/action-set.ts'
import { asList } from '../policy/as-list.ts'
import { comparePolicies } from '../policy/compare/compare-policies.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { createEvaluator } from '../policy/evaluate/create-evaluator.ts'
import { applyProposals } from './apply-proposals.ts'
import { now } from './company.testing.ts'
import { dependentActions } from './dependent-actions.ts'
import type { Proposal } from './proposal.ts'
import { anyCompany, type MadeCompany, serviceOf, tracked } from './review-arbitraries.testing.ts'
import { type ReviewOptions, reviewState } from './review-state.ts'
import { isManagementEvent } from './trail-observable.ts'

// What never breaks, whatever the account, its usage, and which of the proposals are accepted.

const optionsOf = ({ model, trail }: MadeCompany, splitServices: boolean): ReviewOptions => ({
  now,
  windowDays: 90,
  model,
  splitServices,
  ...(trail === undefined ? {} : { trail }),
})

const WINDOW = 90
const contexts = [{}, { 'aws:MultiFactorAuthPresent': true, 'aws:SecureTransport': true }]
/** What a person may do that no source shows. */
const hidden = ['s3:GetObject', 'sqs:SendMessage', 'sns:Publish', 'dynamodb:PutItem', 'iam:PassRole', 'ec2:CreateTags']

function deciderOf(state: AccountState, user: UserState) {
  const finder = documentFinder(state)
  const bound = finder.ofPolicy(user.permissionsBoundary ?? '')
  const { documents } = finder.ofUser(user)
  const evaluator = createEvaluator(documents, bound === undefined ? {} : { boundary: bound })
  return {
    documents,
    bound,
    allows: (action: string, resource: string, context: (typeof contexts)[number]) =>
      evaluator.decide({ action, resource, context }).effect === 'allow',
  }
}

/** What everybody must still be allowed after any accepted proposals. */
function requireLaws(made: MadeCompany, proposals: readonly Proposal[], seen: Seen): void {
  const { state, uses, trail, silent } = made
  const after = applyProposals(state, proposals)
  for (const user of state.users) {
    const then = after.users.find(({ name }) => name === user.name)
    if (then === undefined) throw new Error('nobody is lost')
    const [was, is] = [deciderOf(state, user), deciderOf(after, then)]
    expect(comparePolicies(was.documents, is.documents)).toMatchObject({ gained: [] })
    if (was.bound !== undefined) expect(comparePolicies(was.bound, is.bound ?? [])).toMatchObject({ gained: [] })
    const granted = allowedActions(was.documents)
    const mine = uses.filter(
      ({ user: name, days, action }) =>
        name === user.name && days <= WINDOW && has(granted, actionNumber(action) ?? -1),
    )
    const usedServices = new Set(mine.map(({ action }) => serviceOf(action)))
    const isUnseen = (action: string): boolean =>
      action === 'iam:PassRole' ||
      serviceOf(action) === silent ||
      (usedServices.has(serviceOf(action)) &&
        !tracked.includes(action) &&
        (trail === undefined || !isManagementEvent(action)))
    const must = [
      ...mine.map(({ action, resource }) => ({ action, resource })),
      ...hidden.filter(isUnseen).map((action) => ({ action, resource: '*' })),
    ]
    for (const { action, resource } of must) {
      for (const context of contexts) {
        if (!was.allows(action, resource, context)) continue
        seen[mine.some((use) => use.action === action) ? 'used' : action === 'iam:PassRole' ? 'passRole' : 'unseen'] +=
          1
        expect([user.name, action, resource, is.allows(action, resource, context)]).toEqual([
          user.name,
          action,
          resource,
          true,
        ])
      }
    }
  }
}

/** What a proposal says of each person holds, when it is accepted alone. */
function requireTruth({ state }: MadeCompany, proposal: Proposal, seen: Seen): void {
  const after = applyProposals(state, [proposal])
  const needed = new Map(proposal.needed.map(({ action, neededBy }) => [action, neededBy]))
  const said = new Map(proposal.lossByPerson.flatMap((loss) => loss.people.map((name) => [name, loss] as const)))
  for (const user of state.users) {
    const then = after.users.find(({ name }) => name === user.name)
    if (then === undefined) throw new Error('nobody is lost')
    const [was, is] = [deciderOf(state, user), deciderOf(after, then)]
    const setOf = ({ documents, bound }: typeof was) =>
      bound === undefined ? allowedActions(documents) : intersect(allowedActions(documents), allowedActions([bound]))
    const [before, left] = [setOf(was), setOf(is)]
    const lost = subtract(before, left)
    expect([user.name, said.get(user.name)?.loses ?? []]).toEqual([user.name, describeActions(lost)])
    const compared = comparePolicies(was.documents, is.documents)
    if (was.bound === undefined && compared.relation === 'equal') expect(said.has(user.name)).toBe(false)
    // Of what no catalogue knows, which AWS may add, a proposal can't speak.
    const known = compared.lost.filter(({ action }) => actionNumber(action) !== undefined)
    if (was.bound === undefined && known.length > 0) expect(said.has(user.name)).toBe(true)
    if (said.get(user.name)?.partly !== undefined) seen.partly += 1
    for (const { action, needs } of dependencies) {
      if (!has(left, action)) continue
      for (const number of needs.filter((one) => has(lost, one))) {
        seen.needed += 1
        expect(needed.get(actionName(number))).toContain(actionName(action))
      }
    }
  }
}

const dependencies = [...dependentActions()].map(([action, needs]) => ({
  action: actionNumber(action) ?? 0,
  needs: needs.flatMap((one) => actionNumber(one) ?? []),
}))

const noneSeen = {
  used: 0,
  unseen: 0,
  passRole: 0,
  partly: 0,
  needed: 0,
  byHand: 0,
  bounded: 0,
  severalRoles: 0,
  deny: 0,
  notAction: 0,
  notResource: 0,
  condition: 0,
}
type Seen = { -readonly [Key in keyof typeof noneSeen]: number }

function countShapes({ state }: MadeCompany, proposals: readonly Proposal[], seen: Seen): void {
  const touched = new Set(proposals.flatMap(({ documents }) => documents.map(({ policyArn }) => policyArn)))
  const changed = state.policies.filter(({ arn }) => touched.has(arn))
  const among = changed.flatMap((policy) => asList(policy.versions[0]?.document.Statement))
  const count = (is: (statement: Statement) => boolean): number => among.filter(is).length
  seen.deny += count(({ Effect }) => Effect === 'Deny')
  seen.notAction += count(({ NotAction }) => NotAction !== undefined)
  seen.notResource += count(({ NotResource }) => NotResource !== undefined)
  seen.condition += count(({ Condition }) => Condition !== undefined)
  seen.byHand += state.users.filter(({ attachedPolicies }) => attachedPolicies.some((arn) => touched.has(arn))).length
  seen.bounded += state.users.filter(({ permissionsBoundary: arn }) => arn !== undefined && touched.has(arn)).length
  seen.severalRoles += state.users.filter(({ groups }) => groups.length > 1).length
}

/** What was looked at, so that no law holds for want of a case that could break it. */
export interface Looked {
  readonly seen: Readonly<Seen>
  /** How many proposals there were of each kind. */
  readonly kinds: ReadonlyMap<string, number>
}

/** How many companies are looked at; with a seed they are the same ones each time. */
export interface Runs {
  readonly numRuns: number
  readonly seed?: number
}

/** Holds all laws against so many companies. */
export function checkLaws(runs: Runs): Looked {
  const seen: Seen = { ...noneSeen }
  const kinds = new Map<string, number>()
  fc.assert(
    fc.property(anyCompany, fc.infiniteStream(fc.boolean()), fc.boolean(), (made, chosen, splitServices) => {
      const { proposals } = reviewState(made.state, made.usage, optionsOf(made, splitServices))
      const narrowing = proposals.filter(({ proof }) => proof === 'narrower')
      for (const { kind } of proposals) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
      countShapes(made, narrowing, seen)
      requireLaws(made, narrowing, seen)
      const some = narrowing.filter(() => chosen.next().value === true)
      requireLaws(made, some, seen)
      for (const proposal of some.slice(0, 3)) requireTruth(made, proposal, seen)
    }),
    runs,
  )
  return { seen, kinds }
}

/** A proposal keeps its id when statements are turned round or spelled otherwise. Gives how many proposals were looked at. */
export function checkIds(runs: Runs): number {
  let looked = 0
  fc.assert(
    fc.property(anyCompany, (made) => {
      const { model: _, ...options } = optionsOf(made, false)
      const idsOf = (state: AccountState): readonly string[] =>
        reviewState(state, made.usage, options)
          .proposals.filter((one) => one.kind === 'narrow-statement' || one.kind === 'remove-statement')
          .map(({ id }) => id)
          .toSorted()
      const ids = idsOf(made.state)
      expect(idsOf({ ...made.state, policies: made.state.policies.map(respelled) })).toEqual(ids)
      expect(new Set(ids).size).toBe(ids.length)
      looked += ids.length
    }),
    runs,
  )
  return looked
}

/** The same policy, as somebody else would have written it. */
function respelled(policy: PolicyState): PolicyState {
  const turn = (value: string | readonly string[]): readonly string[] => asList(value).toReversed()
  const document = (one: PolicyDocument): PolicyDocument => ({
    ...one,
    Statement: asList(one.Statement)
      .toReversed()
      .map((statement, at) => ({
        ...statement,
        Sid: `Other${at}`,
        ...(statement.Action === undefined ? {} : { Action: turn(statement.Action) }),
        ...(statement.NotAction === undefined ? {} : { NotAction: turn(statement.NotAction) }),
        ...(statement.Resource === undefined ? {} : { Resource: turn(statement.Resource) }),
      })),
  })
  return {
    ...policy,
    versions: policy.versions.map((version) => ({ ...version, document: document(version.document) })),
  }
}
