import { describe, expect, it } from 'vitest'
import type { Proposal, ProposalBase } from './proposal.ts'
import type { Review } from './review.ts'
import { reviewSchema } from './review-schema.ts'
import { titleOfProposal } from './title-of-proposal.ts'

const statement = { Effect: 'Allow', Action: ['sqs:*', 's3:*'], Resource: '*' } as const
const narrower = { ...statement, Action: ['s3:*'] }
const arn = 'arn:aws:iam::111122223333:policy/Queue'

const base: ProposalBase = {
  id: 'aa11',
  accountId: '111122223333',
  windowDays: 90,
  groups: ['Senders'],
  removed: [{ what: 'sqs', lastUsed: null, origin: 'last-accessed' }],
  kept: [{ what: 'iam:PassRole', lastUsed: null, because: 'never-observed' }],
  evidence: [
    { origin: 'last-accessed', arn, at: '2026-11-20T08:00:00.000Z' },
    { origin: 'cloudtrail', from: '2026-08-20', to: '2026-11-20', regions: ['us-east-1'], events: 3 },
    { origin: 'iam', at: '2026-11-20T08:00:00.000Z' },
  ],
  risk: { level: 'low', reasons: ['nobody used it as far as AWS looks back'] },
  lossByPerson: [{ people: ['mary'], loses: ['sqs:*'], actions: 20 }],
  needed: [{ action: 'sqs:GetQueueUrl', neededBy: ['sns:Subscribe'] }],
  documents: [
    {
      policyArn: arn,
      policyName: 'Queue',
      groups: ['Senders'],
      before: { Statement: [statement] },
      after: { Statement: [narrower] },
    },
  ],
  actionsRemoved: 20,
  charactersSaved: 8,
}
const ofStatement = {
  ...base,
  policyArn: arn,
  policyName: 'Queue',
  statementIndex: 0,
  before: statement,
  after: narrower,
  proof: 'narrower',
} as const

const ofEachKind: readonly Proposal[] = [
  { ...ofStatement, kind: 'narrow-statement' },
  { ...ofStatement, kind: 'remove-statement', after: null },
  { ...ofStatement, kind: 'narrow-resources', after: { ...statement, Resource: 'arn:aws:s3:::b' }, touched: [] },
  { ...ofStatement, kind: 'split-task', tasks: ['send'], usedBy: ['Readers'] },
  { ...base, kind: 'drop-task', role: 'sender', task: 'send', taskTitle: 'Send', proof: 'narrower' },
  {
    ...base,
    kind: 'split-role',
    role: 'sender',
    newRole: 'sender-send',
    moved: ['mary'],
    stay: ['ana'],
    tasks: ['send'],
    without: ['read'],
    proof: 'narrower',
  },
  {
    ...base,
    kind: 'unused-key',
    userName: 'mary',
    keyNumber: 2,
    since: '2026-01-01',
    command: ['rolewright', 'people', 'review'],
    proof: 'none',
  },
  { ...base, kind: 'unused-password', userName: 'mary', since: '2026-01-01', command: [], proof: 'none' },
  { ...base, kind: 'unused-person', userName: 'mary', since: '2026-01-01', command: [], proof: 'none' },
  {
    ...base,
    kind: 'grant-missing',
    action: 'sqs:PurgeQueue',
    policyArn: arn,
    policyName: 'Queue',
    statement,
    denied: [{ at: '2026-11-01', userName: 'mary', resource: null }],
    attempts: 1,
    reason: 'the task sends',
    proof: 'wider',
  },
]

const review: Review = {
  version: 2,
  accountId: '111122223333',
  at: '2026-11-20T08:00:00.000Z',
  windowDays: 90,
  proposals: ofEachKind,
  notEnoughHistory: [{ about: 'person', name: 'ana', reason: 'joined in October', from: '2027-01-05' }],
  unmapped: [{ source: 'kms.amazonaws.com', name: 'Odd', events: 2, lastAt: '2026-11-01' }],
  evidence: [],
}

describe('a stored review', () => {
  it('of every kind of proposal is read as it was written', () => {
    expect(reviewSchema.parse(JSON.parse(JSON.stringify(review)))).toEqual(review)
  })

  it.each(['version', 'proposals', 'at'] as const)('without its %s is refused', (field) => {
    expect(reviewSchema.safeParse({ ...review, [field]: undefined }).success).toBe(false)
  })

  it('whose document is none, or whose kind nobody knows, is refused', () => {
    const [first] = ofEachKind
    const documents = [{ ...base.documents[0], after: { Statement: 'x' } }]
    expect(reviewSchema.safeParse({ ...review, proposals: [{ ...first, documents }] }).success).toBe(false)
    expect(reviewSchema.safeParse({ ...review, proposals: [{ ...first, kind: 'widen' }] }).success).toBe(false)
  })

  it('of the first version is read as one of this', () => {
    const { evidence: _, risk: __, lossByPerson: ___, needed: ____, documents: _____, ...old } = ofStatement
    const first = {
      version: 1,
      accountId: review.accountId,
      at: review.at,
      windowDays: 90,
      proposals: [
        {
          ...old,
          kind: 'narrow-statement',
          removed: [{ what: 'sqs', lastUsed: null }],
          kept: [
            { what: 's3', lastUsed: '2026-11-01' },
            { what: 'iam:PassRole', lastUsed: null },
          ],
          documentBefore: { Statement: [statement] },
          documentAfter: { Statement: [narrower] },
        },
      ],
      notEnoughHistory: [{ policyArn: arn, policyName: 'Queue', reason: 'young', from: '2027-01-05' }],
    }
    expect(reviewSchema.parse(first)).toEqual({
      version: 2,
      accountId: review.accountId,
      at: review.at,
      windowDays: 90,
      proposals: [
        {
          ...old,
          kind: 'narrow-statement',
          removed: [{ what: 'sqs', lastUsed: null }],
          kept: [
            { what: 's3', lastUsed: '2026-11-01', because: 'used' },
            { what: 'iam:PassRole', lastUsed: null, because: 'not-observable' },
          ],
          documents: base.documents,
          evidence: [],
          risk: { level: 'medium', reasons: ['this review was made before risks were weighed'] },
          lossByPerson: [],
          needed: [],
        },
      ],
      notEnoughHistory: [{ about: 'policy', name: 'Queue', arn, reason: 'young', from: '2027-01-05' }],
      unmapped: [],
      evidence: [],
    })
  })

  it('has a line for a person for each kind', () => {
    expect(ofEachKind.map(titleOfProposal)).toEqual([
      'Narrow statement 1 of Queue',
      'Remove statement 1 of Queue',
      'Narrow the resources of statement 1 of Queue',
      'Give Senders a narrower Queue than Readers',
      'Drop the task send from sender',
      'Split sender: sender-send for mary',
      'Access key 2 of mary is not used',
      'The password of mary is not used',
      'mary uses nothing',
      'Add sqs:PurgeQueue, which Senders was denied, to Queue',
    ])
  })
})
