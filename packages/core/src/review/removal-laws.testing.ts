import * as fc from 'fast-check'
import { expect } from 'vitest'
import type { AccountState, UserState } from '../account/account-state.ts'
import { allowedActions } from '../account/allowed-actions.ts'
import { documentFinder } from '../account/documents.ts'
import { actionName } from '../catalog/action-names.ts'
import { type ActionSet, has, numbersIn, sizeOf, subtract } from '../catalog/action-set.ts'
import { withAgreedBack } from '../plan/agreed-removal.ts'
import { comparePolicies } from '../policy/compare/compare-policies.ts'
import type { AuditEntry } from '../audit/audit-entry.ts'
import { toJsonValue } from '../audit/canonical-json.ts'
import { agreedRemovals } from './agreed-removals.ts'
import { applyProposals } from './apply-proposals.ts'
import { definePolicy } from '../define/define-policy.ts'
import { allow } from '../define/statement.ts'
import { company, daysAgo, now, role, usageOf } from './company.testing.ts'
import { couldAllow } from './could-allow.ts'
import { agreedData, givenUp } from './given-up.ts'
import type { Proposal } from './proposal.ts'
import type { MadeCompany } from './review-arbitraries.testing.ts'
import type { Runs } from './review-laws.testing.ts'
import { reviewState } from './review-state.ts'
import { takenAway } from './taken-away.ts'

// What accepted proposals take away can be put back, and is what was agreed to: all of it, and nothing else.

const documentsOf = (state: AccountState, user: UserState) => {
  const there = state.users.find(({ name }) => name === user.name)
  return there === undefined ? [] : documentFinder(state).ofUser(there).documents
}

/** Whoever lost something is told what to put back, and has it again then. */
function requireWayBack({ state }: Reviewed, accepted: readonly Proposal[], seen: Seen): void {
  const after = applyProposals(state, accepted)
  const removed = accepted.map((proposal) => ({ proposal, at: now }))
  for (const user of state.users.filter(holdsByGroupsAlone)) {
    const lost = subtract(allowedActions(documentsOf(state, user)), allowedActions(documentsOf(after, user)))
    for (const number of sample(lost)) {
      const attempt = { action: actionName(number), resource: null }
      const ways = user.groups.map((group) => takenAway({ removed, group, attempt })).filter(({ length }) => length > 0)
      expect([user.name, attempt.action, ways.length > 0]).toEqual([user.name, attempt.action, true])
      for (const way of ways) {
        const back = accepted.filter((proposal) => way.every((one) => one.proposal !== proposal))
        const again = allowedActions(documentsOf(applyProposals(state, back), user))
        expect([user.name, attempt.action, has(again, number)]).toEqual([user.name, attempt.action, true])
        seen.together += way.length > 1 ? 1 : 0
        seen.alone += way.length === 1 ? 1 : 0
        seen.shared += way.some(({ proposal }) => proposal.kind === 'drop-task' && proposal.shared !== undefined)
          ? 1
          : 0
      }
    }
  }
}

/** Nobody loses what nobody agreed to, and nobody gets back what nobody gave up. */
function requireAgreement({ state }: Reviewed, accepted: readonly Proposal[], seen: Seen): void {
  const after = applyProposals(state, accepted)
  const agreed = agreedRemovals(accepted.map(decisionOn))
  const back = withAgreedBack(after, { before: state, agreed })
  for (const user of state.users.filter(({ permissionsBoundary }) => permissionsBoundary === undefined)) {
    const [was, is, then] = [documentsOf(state, user), documentsOf(after, user), documentsOf(back, user)]
    expect(comparePolicies(was, then)).toMatchObject({ lost: [] })
    if (comparePolicies(was, is).lost.length > 0) seen.agreed += 1
    const given = accepted.flatMap((proposal) => givenUp(proposal).map(({ statement }) => statement))
    const more = subtract(allowedActions(then), allowedActions(is))
    for (const number of sample(more)) {
      const attempt = { action: actionName(number), resource: null }
      expect(given.some((statement) => couldAllow({ Statement: statement }, attempt))).toBe(true)
      expect(has(allowedActions(was), number)).toBe(true)
    }
  }
}

/** Some actions of a set, from all of it. */
function sample(set: ActionSet): readonly number[] {
  const step = Math.ceil(sizeOf(set) / 40)
  return [...numbersIn(set)].filter((_, index) => index % step === 0)
}

const holdsByGroupsAlone = ({ attachedPolicies, permissionsBoundary }: UserState): boolean =>
  attachedPolicies.length === 0 && permissionsBoundary === undefined

const decisionOn = (proposal: Proposal): AuditEntry => ({
  version: 1,
  id: proposal.id,
  at: now,
  by: { arn: 'x' },
  kind: 'decision',
  prev: [],
  hash: '',
  data: toJsonValue({ proposal: proposal.id, decision: 'accept', reason: 'x', ...agreedData(proposal) }),
})

const noneSeen = { together: 0, alone: 0, shared: 0, agreed: 0 }
type Seen = { -readonly [Key in keyof typeof noneSeen]: number }

/** What a review is made of. */
export type Reviewed = Pick<MadeCompany, 'state' | 'model' | 'usage' | 'trail'>

const services = ['sqs', 'sns', 'dynamodb', 'kms'] as const
const policies = services.map((service) =>
  definePolicy({ name: service, statements: [allow({ actions: [`${service}:*`], resources: ['*'] })] }),
)

/** A role of one task that is used and some that are not, which share what they bring in. */
export const sharingTasks: fc.Arbitrary<Reviewed> = fc
  .array(fc.subarray(policies, { minLength: 1 }), { minLength: 2, maxLength: 3 })
  .map((idle) => {
    const compute = definePolicy({ name: 'ec2', statements: [allow({ actions: ['ec2:*'], resources: ['*'] })] })
    const tasks = Object.fromEntries(idle.map((own, index) => [`idle-${index}`, own]))
    const clerk = role({ id: 'clerk', tasks: { compute: [compute], ...tasks } })
    const { state, model } = company([clerk], { mary: [clerk] })
    const use = { ec2: daysAgo(5), ...Object.fromEntries(services.map((service) => [service, null])) }
    const reports = Object.fromEntries(
      state.policies.map(({ name }) => [name, { [name]: name === 'ec2' ? use.ec2 : null }]),
    )
    return { state, model, usage: usageOf(state, { ...reports, Clerk: use, mary: use }), trail: undefined }
  })

/**
 * Holds both laws against so many companies, and gives how often there was what could break them. With a seed they are the same ones each time.
 */
export function checkRemovalLaws(companies: fc.Arbitrary<Reviewed>, runs: Runs): Readonly<Seen> {
  const seen: Seen = { ...noneSeen }
  fc.assert(
    fc.property(companies, fc.infiniteStream(fc.boolean()), (made, chosen) => {
      const { proposals } = reviewState(made.state, made.usage, {
        now,
        windowDays: 90,
        model: made.model,
        ...(made.trail === undefined ? {} : { trail: made.trail }),
      })
      const narrowing = proposals.filter(({ proof }) => proof === 'narrower')
      const some = narrowing.filter(() => chosen.next().value === true)
      for (const accepted of [narrowing, some]) {
        // Splits are done by hand: no patch takes anything away by them.
        requireWayBack(
          made,
          accepted.filter(({ kind }) => !kind.startsWith('split-')),
          seen,
        )
        requireAgreement(made, accepted, seen)
      }
    }),
    runs,
  )
  return seen
}
