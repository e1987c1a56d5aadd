import type { Proposal, ProposalBase, Review } from '@rolewright/core'
import { expect, it } from 'vitest'
import { sampleCompany, sampleEntries, sampleNow } from '../sample-company.testing.ts'
import type { SiteInput } from '../site-input.ts'
import { siteView } from './site-view.ts'

const [sample] = sampleCompany.reviews ?? []
if (sample === undefined) throw new Error('the sample has no review')

const [narrow] = sample.proposals
if (narrow === undefined || narrow.kind !== 'narrow-statement') throw new Error('the sample narrows nothing')

const base: ProposalBase = {
  id: 'base',
  accountId: sample.accountId,
  windowDays: 90,
  groups: ['Buyer'],
  removed: [],
  kept: [],
  evidence: [],
  risk: { level: 'low', reasons: ['nobody used it'] },
  lossByPerson: [{ people: ['ana@example.com'], loses: ['pricing:*'], actions: 7 }],
  needed: [{ action: 'pricing:GetProducts', neededBy: ['budgets:ViewBudget'] }],
  documents: narrow.documents,
  actionsRemoved: 7,
  charactersSaved: 12,
}
const credential = { ...base, userName: 'ana@example.com', since: '2026-01-02T00:00:00Z', proof: 'none' } as const

const everyKind: readonly Proposal[] = [
  narrow,
  { ...narrow, id: 'r1', kind: 'narrow-resources', after: narrow.before, touched: ['arn:aws:s3:::a/b'] },
  { ...narrow, id: 's1', kind: 'split-task', tasks: ['keep-stock'], usedBy: ['Storekeeper'] },
  {
    ...base,
    id: 'd1',
    kind: 'drop-task',
    role: 'buyer',
    task: 'set-prices',
    taskTitle: 'Set prices',
    proof: 'narrower',
  },
  {
    ...base,
    id: 'p1',
    kind: 'split-role',
    role: 'buyer',
    newRole: 'buyer-lite',
    moved: ['ana@example.com'],
    stay: ['bo'],
    tasks: ['set-prices'],
    without: [],
    proof: 'narrower',
  },
  {
    ...credential,
    id: 'k1',
    kind: 'unused-key',
    keyNumber: 1,
    command: ['rolewright', 'people', 'review'],
  },
  { ...credential, id: 'k2', kind: 'unused-password', command: ['rolewright', 'people', 'review'] },
  { ...credential, id: 'k3', kind: 'unused-person', command: ['rolewright', 'people', 'offboard', 'ana'] },
  {
    ...base,
    id: 'g1',
    kind: 'grant-missing',
    action: 'pricing:DescribeServices',
    policyArn: 'arn:aws:iam::111122223333:policy/rolewright/sample/ReadPrices',
    policyName: 'ReadPrices',
    statement: { Effect: 'Allow', Action: 'pricing:DescribeServices', Resource: '*' },
    denied: [{ at: '2026-11-20T00:00:00Z', userName: 'ana@example.com', resource: null }],
    attempts: 3,
    reason: 'the task reads prices',
    proof: 'wider',
  },
]

const file = `${sample.at.slice(0, 10)}-${sample.accountId}.json`
const population = { sha256: 'a'.repeat(64), roles: ['buyer'], people: ['ana'], policies: [] }
const opened = {
  review: file,
  deadline: '2026-11-21T00:00:00.000Z',
  population,
  reviewers: [{ owner: 'purchasing@example.com', roles: ['buyer'], proposals: [narrow.id, 'd1'] }],
}

function shown(review: Review, kinds: readonly (readonly ['campaign' | 'sign-off', object])[] = []) {
  const input: SiteInput = {
    ...sampleCompany,
    reviews: [review],
    history: {
      account: 'shop',
      entries: sampleEntries(kinds.map(([kind, data]) => [kind, JSON.parse(JSON.stringify(data))] as const)),
      verification: { ok: true, heads: [], problems: [] },
    },
    now: sampleNow,
  }
  const [view] = siteView(input, '/').reviews
  if (view === undefined) throw new Error('there is no review')
  return view
}

it('tells every kind of proposal by its title, its effect, its facts and its change', () => {
  const { proposals } = shown({ ...sample, proposals: everyKind })
  expect(proposals.map(({ kind, title, facts }) => [kind, title, facts.map(({ word }) => word)])).toEqual([
    ['narrow-statement', 'Narrow statement 2 of KeepShelves', []],
    ['narrow-resources', 'Narrow the resources of statement 2 of KeepShelves', ['Touched']],
    [
      'split-task',
      expect.stringMatching(/^Give .* a narrower KeepShelves than Storekeeper$/),
      ['Goes on using it', 'Tasks'],
    ],
    ['drop-task', 'Drop the task set-prices from buyer', ['Role', 'Task']],
    [
      'split-role',
      'Split buyer: buyer-lite for ana@example.com',
      ['Would move to the second role', 'Would stay', 'Tasks of the second role'],
    ],
    ['unused-key', 'Access key 1 of ana@example.com is not used', ['Could be used since', 'Command']],
    ['unused-password', 'The password of ana@example.com is not used', ['Could be used since', 'Command']],
    ['unused-person', 'ana@example.com uses nothing', ['Could be used since', 'Command']],
    ['grant-missing', 'Add pricing:DescribeServices, which Buyer was denied, to ReadPrices', ['Why', 'Denied 3 times']],
  ])
  expect(proposals.map(({ effect }) => effect)).toContain('Changes no policy.')
  expect(proposals.at(-1)?.effect).toMatch(/^Allows more than before/)
  expect(proposals[3]).toMatchObject({
    risk: { level: 'low', reasons: ['nobody used it'] },
    losses: [{ people: ['Ana Silva'], actions: 7 }],
    needed: [{ action: 'pricing:GetProducts' }],
    changes: [{ label: 'KeepShelves, for Storekeeper' }],
  })
})

it('shows whom a review covers, how far each reviewer is, and that it is overdue', () => {
  expect(shown(sample, [['campaign', opened]]).campaign).toMatchObject({
    stateWord: 'Overdue',
    decided: 1,
    of: 2,
    percent: 50,
    population: { roles: 1, people: 1, policies: 0, sha256: population.sha256 },
    reviewers: [{ owner: 'purchasing@example.com', roles: ['Buyer'] }],
    signOff: null,
  })
  expect(shown(sample).campaign).toMatchObject({ stateWord: 'Open', deadline: null, population: null, reviewers: [] })
})

it('shows who signed a review with which words, and what was left open', () => {
  const signed = { review: file, text: 'Seen by me.', reason: 'no time', open: ['bb22'] }
  expect(
    shown(sample, [
      ['campaign', opened],
      ['sign-off', signed],
    ]).campaign,
  ).toMatchObject({
    stateWord: 'Signed',
    signOff: { text: 'Seen by me.', reason: 'no time', open: 1, by: expect.stringContaining('Ana Silva') },
  })
})

it('shows what was missed since an earlier review, and how to put it back', () => {
  const missed = {
    proposal: 'aa11',
    title: 'Narrow statement 2 of KeepShelves',
    action: 'sqs:CreateQueue',
    who: ['arn:aws:iam::111122223333:user/ana'],
    attempts: 2,
    lastAt: '2026-11-20T00:00:00.000Z',
    removedAt: '2026-11-10T00:00:00.000Z',
    restore: ['rolewright', 'review', 'restore', 'aa11'],
  }
  expect(shown({ ...sample, missed: [missed] }).missed).toMatchObject([
    { action: 'sqs:CreateQueue', attempts: 2, restore: 'rolewright review restore aa11' },
  ])
})
