import { expect, it } from 'vitest'
import type { AccountState } from '../account/account-state.ts'
import type { AuditEntry, AuditKind } from '../audit/audit-entry.ts'
import { toJsonValue } from '../audit/canonical-json.ts'
import { compile } from '../compile/compile.ts'
import { allow } from '../define/statement.ts'
import { defineAccount } from '../define/define-account.ts'
import { definePerson } from '../define/define-person.ts'
import { definePolicy } from '../define/define-policy.ts'
import { defineRole } from '../define/define-role.ts'
import { defineTask } from '../define/define-task.ts'
import { defineModel } from '../model/define-model.ts'
import { campaignStatus } from './campaign-status.ts'
import { type CampaignInput, NO_OWNER, openCampaign, populationOf } from './open-campaign.ts'
import { populationChanges } from './population-changes.ts'
import type { StatementProposal } from './proposal.ts'
import type { Review, ReviewDecision } from './review.ts'

const now = new Date('2026-11-22T09:30:00Z')
const account = defineAccount({ id: 'dev', accountId: '111122223333' })
const file = '2026-11-22-111122223333.json'

function company(mary: readonly ('clerk' | 'buyer')[]) {
  const shared = definePolicy({ name: 'Shared', statements: [allow({ actions: ['sqs:*'], resources: ['*'] })] })
  const bills = definePolicy({ name: 'Bills', statements: [allow({ actions: ['billing:Get*'], resources: ['*'] })] })
  const task = (id: string, policies: readonly ReturnType<typeof definePolicy>[]) =>
    defineTask({ id, title: id, policies })
  const roles = {
    clerk: defineRole({
      id: 'clerk',
      title: 'Clerk',
      owner: 'finance@example.com',
      justification: 'x',
      tasks: [task('review-bills', [bills, shared])],
    }),
    buyer: defineRole({
      id: 'buyer',
      title: 'Buyer',
      owner: 'purchasing@example.com',
      justification: 'x',
      tasks: [task('buy', [shared])],
    }),
  }
  const people = [
    definePerson({ id: 'mary', userName: 'mary', name: 'Mary', roles: mary.map((id) => roles[id]) }),
    definePerson({ id: 'paul', userName: 'paul', name: 'Paul', roles: [roles.buyer] }),
  ]
  return defineModel({ id: 'example', roles: Object.values(roles), people, accounts: [account] })
}

function proposal(id: string, groups: readonly string[]): StatementProposal {
  return {
    id,
    kind: 'remove-statement',
    accountId: '111122223333',
    policyArn: 'arn:aws:iam::111122223333:policy/rolewright/example/Shared',
    policyName: 'Shared',
    groups,
    statementIndex: 0,
    before: { Effect: 'Allow', Action: 'sqs:*', Resource: '*' },
    after: null,
    documents: [],
    evidence: [],
    risk: { level: 'low', reasons: [] },
    lossByPerson: [],
    needed: [],
    removed: [],
    kept: [],
    windowDays: 90,
    proof: 'narrower',
    actionsRemoved: 1,
    charactersSaved: 1,
  }
}

const review: Review = {
  version: 2,
  accountId: '111122223333',
  at: now.toISOString(),
  windowDays: 90,
  proposals: [proposal('a', ['Clerk']), proposal('b', ['Buyer', 'Clerk']), proposal('c', ['Strangers'])],
  notEnoughHistory: [],
  unmapped: [],
  evidence: [],
}

function input(mary: readonly ('clerk' | 'buyer')[] = ['clerk'], change: Partial<CampaignInput> = {}): CampaignInput {
  const model = company(mary)
  const { state, sources }: { state: AccountState; sources: { groups: CampaignInput['groups'] } } = compile(
    model,
    account,
    { now, awsManaged: {} },
  )
  return { file, review, model, account, state, groups: sources.groups, deadlineDays: 30, ...change }
}

const entry = (kind: AuditKind, data: unknown, at = now.toISOString()): AuditEntry => ({
  version: 1,
  id: at,
  at,
  by: { arn: 'arn:aws:iam::111122223333:user/olga' },
  kind,
  prev: [],
  hash: '',
  data: toJsonValue(data),
})

const decided = (id: string, at: string, more: Partial<ReviewDecision> = {}): ReviewDecision => ({
  proposal: id,
  decision: 'keep',
  reason: 'x',
  by: 'olga',
  at,
  ...more,
})

it('freezes what a review covers, and gives each proposal to the owners of the roles it touches', () => {
  const arn = 'arn:aws:iam::111122223333:policy/rolewright/example/'
  expect(openCampaign(input())).toEqual({
    review: file,
    deadline: '2026-12-22T09:30:00.000Z',
    population: {
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      roles: ['buyer', 'clerk'],
      people: ['mary', 'paul'],
      policies: [`${arn}Bills`, `${arn}Shared`],
    },
    reviewers: [
      { owner: 'finance@example.com', roles: ['clerk'], proposals: ['a', 'b'] },
      { owner: NO_OWNER, roles: [], proposals: ['c'] },
      { owner: 'purchasing@example.com', roles: ['buyer'], proposals: ['b'] },
    ],
  })
})

it('covers only the roles that are reviewed, and asks the owners of all that lose something', () => {
  const { population, reviewers } = openCampaign(
    input(['clerk'], { roles: ['buyer'], review: { ...review, proposals: [proposal('b', ['Buyer', 'Clerk'])] } }),
  )
  expect(population).toMatchObject({ roles: ['buyer'], people: ['paul'] })
  expect(population.policies).toHaveLength(1)
  expect(reviewers).toEqual([
    { owner: 'finance@example.com', roles: ['clerk'], proposals: ['b'] },
    { owner: 'purchasing@example.com', roles: ['buyer'], proposals: ['b'] },
  ])
})

it('has another hash as soon as somebody holds another role, and the same one otherwise', () => {
  const hash = (given: CampaignInput): string => openCampaign(given).population.sha256
  expect(hash(input())).toBe(hash(input()))
  expect(hash(input(['clerk', 'buyer']))).not.toBe(hash(input()))
})

it('tells how far each reviewer is, and what is overdue', () => {
  const entries = [entry('campaign', openCampaign(input()))]
  const status = (decisions: readonly ReviewDecision[], at: string) =>
    campaignStatus({ file, review, entries, decisions, now: at })
  expect(status([], '2026-11-23T00:00:00Z')).toMatchObject({ state: 'open', decided: 0, of: 3, percent: 0 })
  const some = status([decided('b', '2026-11-24T00:00:00Z'), decided('c', '2026-11-24T00:00:00Z')], '2026-11-25')
  expect(some).toMatchObject({ state: 'open', decided: 2, of: 3, percent: 66, open: ['a'] })
  expect(some.reviewers.map(({ owner, percent }) => [owner, percent])).toEqual([
    ['finance@example.com', 50],
    [NO_OWNER, 100],
    ['purchasing@example.com', 100],
  ])
  const later = decided('b', '2026-11-24T00:00:00Z', { decision: 'defer', until: '2026-12-01' })
  expect(status([later], '2026-11-30')).toMatchObject({ open: ['a', 'c'], deferred: ['b'], percent: 33 })
  expect(status([later], '2026-12-01')).toMatchObject({ open: ['a', 'b', 'c'], deferred: [], percent: 0 })
  expect(status([], '2027-01-01T00:00:00Z').state).toBe('overdue')
  const until = decided('b', '2026-11-24T00:00:00Z', { until: '2026-12-01' })
  expect(status([until], '2026-11-30').open).toEqual(['a', 'c'])
  expect(status([until], '2026-12-01').open).toEqual(['a', 'b', 'c'])
})

it('stays as it was when it was signed', () => {
  const entries = [
    entry('campaign', openCampaign(input())),
    entry('sign-off', { review: file, text: 'seen', reason: 'no time', open: ['c'] }, '2026-11-26T00:00:00Z'),
    entry('sign-off', { review: 'other.json', text: 'other', open: [] }, '2026-11-26T00:00:00Z'),
  ]
  const decisions = [
    decided('a', '2026-11-24T00:00:00Z'),
    decided('b', '2026-11-24T00:00:00Z'),
    decided('c', '2026-11-27T00:00:00Z'),
  ]
  expect(campaignStatus({ file, review, entries, decisions, now: '2027-06-01' })).toMatchObject({
    state: 'closed',
    percent: 66,
    open: ['c'],
    signOff: { text: 'seen', reason: 'no time', by: 'arn:aws:iam::111122223333:user/olga' },
  })
})

it('takes no entry that does not hold what it should, and calls a review without proposals done', () => {
  const entries = [entry('campaign', { review: file }), entry('sign-off', { text: 1 })]
  expect(campaignStatus({ file, review: { ...review, proposals: [] }, entries, decisions: [], now })).toEqual({
    state: 'open',
    decided: 0,
    of: 0,
    percent: 100,
    reviewers: [],
    open: [],
    deferred: [],
  })
})

it('tells what has changed since in what a review covers, and nothing where all is the same', () => {
  const frozen = openCampaign(input()).population
  const today = (mary: readonly ('clerk' | 'buyer')[], roles: readonly string[] = ['clerk', 'buyer']) => {
    const later = input(mary)
    const covered = later.model.roles.filter(({ id }) => roles.includes(id))
    return populationChanges(frozen, populationOf(covered, { ...later, review: { at: '2026-12-01T00:00:00Z' } }))
  }
  const none = { added: [], removed: [] }
  expect(today(['clerk'])).toBeNull()
  const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/)
  expect(today(['clerk', 'buyer'])).toEqual({ sha256, roles: none, people: none, policies: none })
  expect(today([])).toEqual({ sha256, roles: none, people: { added: [], removed: ['mary'] }, policies: none })
  expect(today(['clerk'], ['buyer'])).toMatchObject({
    roles: { added: [], removed: ['clerk'] },
    people: { removed: ['mary'] },
    policies: { removed: ['arn:aws:iam::111122223333:policy/rolewright/example/Bills'] },
  })
})
