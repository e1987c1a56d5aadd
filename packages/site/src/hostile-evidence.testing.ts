import type { JsonValue, Proposal, Review, ReviewDecision, Statement } from '@rolewright/core'
import { hostileTexts } from './hostile-texts.testing.ts'

const at = '2026-11-20T08:00:00.000Z'

/** Reviews whose every text is hostile: proposals, evidence, what was missed, and what was not looked at for long enough. */
export function hostileReviews(accountId: string): readonly Review[] {
  return [
    {
      version: 2,
      accountId,
      at,
      windowDays: 90,
      proposals: hostileTexts.map((text) => proposal(text, accountId)),
      notEnoughHistory: hostileTexts.flatMap((text) =>
        (['policy', 'group', 'person', 'service'] as const).map((about) => ({
          about,
          name: text,
          arn: text,
          reason: text,
          from: text,
        })),
      ),
      missed: hostileTexts.map((text) => ({
        proposal: text,
        title: text,
        action: text,
        who: [text],
        attempts: 2,
        lastAt: text,
        removedAt: text,
        restore: ['rolewright', text],
      })),
      unmapped: [],
      evidence: [],
    },
  ]
}

function proposal(text: string, accountId: string): Proposal {
  const before: Statement = { Sid: text, Effect: 'Allow', Action: [text, 's3:GetObject'], Resource: text }
  const after: Statement = { ...before, Action: 's3:GetObject' }
  const removal = { what: text, lastUsed: text, lastUsedBy: `arn:aws:iam::${accountId}:user/${text}` }
  const policy = { policyArn: text, policyName: text, groups: [text] }
  return {
    id: text,
    kind: 'narrow-statement',
    accountId,
    ...policy,
    statementIndex: 0,
    before,
    after,
    documents: [{ ...policy, before: { Statement: [before] }, after: { Statement: [after] } }],
    evidence: [{ origin: 'last-accessed', arn: text, at: text }],
    risk: { level: 'high', reasons: [text] },
    lossByPerson: [{ people: [text], loses: [text], actions: 1 }],
    needed: [{ action: text, neededBy: [text] }],
    removed: [removal],
    kept: [{ ...removal, because: 'used' }],
    windowDays: 90,
    proof: 'narrower',
    actionsRemoved: 1,
    charactersSaved: 1,
  }
}

/** A decision about each proposal. */
export function hostileDecisions(): readonly ReviewDecision[] {
  return hostileTexts.map((text) => ({ proposal: text, decision: 'keep', reason: text, until: text, by: text, at }))
}

/** Entries of runs, people and campaigns whose every text is hostile. */
export function hostileEntries(accountId: string): readonly (readonly [EntryKind, JsonValue])[] {
  const review = `2026-11-20-${accountId}.json`
  const population = {
    sha256: hostileTexts[0] ?? '',
    roles: [...hostileTexts],
    people: [...hostileTexts],
    policies: [],
  }
  const reviewers = hostileTexts.map((text) => ({ owner: text, roles: [text], proposals: [text] }))
  return [
    ['campaign', { review, deadline: hostileTexts[1] ?? '', population, reviewers }],
    ['sign-off', { review, text: hostileTexts[0] ?? '', reason: hostileTexts[1] ?? '', open: [...hostileTexts] }],
    ...hostileTexts.flatMap((text): [EntryKind, JsonValue][] => [
      ['run', { accountId, command: text }],
      ['planned', planned(text)],
      ['intent', { plan: text, call: 1, operation: 'iam:CreatePolicy', subject: text, input: document(text) }],
      ['outcome', { plan: text, call: 1, result: 'failed', error: { code: text, message: text } }],
      ['failed', { plan: text, done: 0, of: 1, at: text, error: { code: text, message: text } }],
      ['applied', { plan: text, changes: 1, calls: 1, state: 'a'.repeat(64) }],
      ['granted', { person: text, user: text, role: text, group: text, until: text, reason: text }],
      ['patched', { proposals: [{ policyName: text }], files: [{ file: text }] }],
      ['mended', { check: text, calls: 1 }],
    ]),
  ]
}

type EntryKind =
  | 'campaign'
  | 'sign-off'
  | 'run'
  | 'planned'
  | 'intent'
  | 'outcome'
  | 'failed'
  | 'applied'
  | 'granted'
  | 'patched'
  | 'mended'

function planned(text: string): JsonValue {
  return {
    plan: text,
    changes: [{ kind: text, subject: text, reason: text, before: null, after: { group: text, policyArn: text } }],
    access: [
      {
        principal: { kind: 'group', name: text },
        relation: 'wider',
        gained: [{ action: text, resource: text }],
        gainedActions: [text],
        lost: [],
        lostActions: [text],
      },
    ],
  }
}

/** Two runs write the same policy, so that pages show how it changed. */
function document(text: string): JsonValue {
  const statement = {
    Sid: text,
    Effect: 'Allow',
    Action: text,
    Resource: text,
    Condition: { [text]: { [text]: text } },
  }
  return { PolicyName: 'Same', PolicyDocument: JSON.stringify({ Statement: [statement] }) }
}
