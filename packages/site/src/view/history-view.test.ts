import type { AuditEntry, JsonValue } from '@rolewright/core'
import { describe, expect, test } from 'vitest'
import { busyCompany } from '../busy-company.testing.ts'
import { sampleCompany, sampleEntries } from '../sample-company.testing.ts'
import { makeContext } from './context.ts'
import { type HistoryView, historyView } from './history-view.ts'

function viewOf(entries: readonly AuditEntry[]): HistoryView {
  const history = { entries, verification: { ok: true, heads: [], problems: [] } }
  return historyView(makeContext({ ...sampleCompany, history }, '/access/'))
}

function firstRun(...data: readonly (readonly [AuditEntry['kind'], JsonValue])[]): HistoryView['runs'][number] {
  const [run] = viewOf(sampleEntries(data)).runs
  if (run === undefined) throw new Error('the history has no run')
  return run
}

/** A kind of entry that another version of the tool writes. */
function newKind(kind: string): AuditEntry['kind'] {
  return JSON.parse(JSON.stringify(kind))
}

const plan = 'p'.repeat(64)
const intent = (call: number): readonly ['intent', JsonValue] => [
  'intent',
  { plan, call, operation: 'iam:AddUserToGroup', subject: `user ana${call} in group Buyer`, input: {} },
]

describe('the history', () => {
  test('has one line a run, newest first, that says in words what came of it', () => {
    expect(historyView(makeContext(sampleCompany, '/')).runs.map(({ word, summary }) => `${word}: ${summary}`)).toEqual(
      [
        'CloudHSM: Looked at CloudHSM: 1 cluster',
        'Baseline checked: Held against best practices: 72 of 100, 1 check failed',
        'Applied: 2 changes made; the account is as planned',
        'Decided: Accepted: take 2 unused services or actions away from KeepShelves. “the queues moved to another system in spring”',
        'Reviewed: 2 proposals to narrow, from what was used in 90 days',
        'Drift found: 1 difference between the account and the model: KeepShelves in Storekeeper (a task of the role needs it)',
        'Applied: 1 change made; the account is as planned',
      ],
    )
  })

  test('names a review by its date, not by its file', () => {
    expect(historyView(makeContext(busyCompany, '/')).runs.map(({ summary }) => summary)).toEqual(
      expect.arrayContaining([
        'The review of 20 Nov 2026 is to be decided by 30 Nov 2026, by 3 role owners; it covers 2 roles, 2 people and 0 policies',
        'The review of 20 Nov 2026: “I have seen each of them.”; 1 proposal left open: prices wait for spring',
      ]),
    )
  })

  test('joins each call to its answer, whatever their order', () => {
    const run = firstRun(
      ['run', { command: 'apply' }],
      intent(1),
      intent(2),
      ['outcome', { plan, call: 2, result: 'failed', error: { code: 'x', message: 'not allowed' } }],
      ['outcome', { plan, call: 1, result: 'already-done' }],
      intent(3),
    )
    expect(run.calls.map(({ what, result, ok }) => [what, result, ok])).toEqual([
      ['Put user ana1 in group Buyer', 'was so already', true],
      ['Put user ana2 in group Buyer', 'refused: not allowed', false],
      ['Put user ana3 in group Buyer', 'no answer recorded', false],
    ])
  })

  test('tells what each group and person gained and lost, with the way to its page', () => {
    const run = historyView(makeContext(sampleCompany, '/')).runs.at(-1)
    expect(run?.access).toMatchObject([
      { name: 'Buyer', kind: 'group', href: '/roles/buyer/', moreGained: 0, lost: [] },
    ])
    expect(run?.access[0]?.gained.length).toBe(14)
  })

  test('calls a run unfinished that planned and said nothing more', () => {
    const run = firstRun(['run', { command: 'apply' }], ['planned', { plan, changes: [], access: [] }], intent(1))
    expect([run.word, run.summary]).toEqual([
      'Unfinished',
      '0 changes planned: nobody’s access changes; the run ended without a word',
    ])
  })

  test('keeps runs apart that write at the same time, by the chain and not by the clock', () => {
    const [a1, a2] = sampleEntries([
      ['run', { command: 'apply' }],
      ['applied', { changes: 1 }],
    ])
    const [b1, b2] = sampleEntries([
      ['run', { command: 'drift' }],
      ['drift', { changes: 3 }],
    ])
    if (a1 === undefined || a2 === undefined || b1 === undefined || b2 === undefined) throw new Error('no entries')
    const entries = [a1, { ...b1, id: `${a1.id}A` }, a2, { ...b2, id: `${a2.id}A` }]
    expect(viewOf(entries).runs.map(({ kind, entries: count }) => [kind, count])).toEqual([
      ['drift', 2],
      ['applied', 2],
    ])
  })

  test('gives each run an address of its own, even where a damaged log holds an id twice', () => {
    const entries = sampleEntries([
      ['run', {}],
      ['run', {}],
    ]).map((entry) => ({ ...entry, id: '../X' }))
    const hrefs = viewOf(entries).runs.map(({ href }) => href)
    expect(new Set(hrefs).size).toBe(2)
    expect(hrefs.filter((href) => !/^\/access\/history\/runs\/[a-z0-9-]+\/$/.test(href))).toEqual([])
  })

  test('leaves data out that would make a page too long, and says where it is', () => {
    const run = firstRun(
      ['run', {}],
      ...Array.from({ length: 900 }, (_, call) => ['intent', { plan, call, input: 'x'.repeat(15_000) }] as const),
    )
    expect(run.entries).toBe(901)
    expect(JSON.stringify(run.records).length).toBeLessThan(350_000)
    expect(run.records[1]?.data).toContain('xxx')
    expect(run.records.at(-1)?.data).toBe(null)
  })

  test('tells entries of kinds that it has no sentence for by what they hold, and on the pages of what they name', () => {
    const granted = sampleEntries([
      ['run', { command: 'people grant' }],
      [
        newKind('role-granted'),
        {
          person: 'ana',
          role: 'storekeeper',
          until: '2026-12-01T00:00:00.000Z',
          approvedBy: ['kwame', { name: 'it' }],
          mfa: true,
          plan: 'f'.repeat(64),
          steps: [{ call: 1 }],
          reason: 'holiday',
        },
      ],
    ])
    const input = {
      ...sampleCompany,
      history: { entries: granted, verification: { ok: true, heads: [], problems: [] } },
    }
    const context = makeContext(input, '/')
    const summary = 'person ana, role storekeeper, until 2026-12-01, approved by kwame, it, mfa yes, steps 1. “holiday”'
    expect(historyView(context).runs[0]).toMatchObject({ word: 'Role granted', summary })
    const stories = ['user ana@example.com', 'group Storekeeper'] as const
    expect(stories.map((thing) => context.stories.of.get(thing)?.[0]?.lines)).toEqual([[summary], [summary]])
  })

  test.each<JsonValue>([null, 1, 'text', [], {}, { changes: 'many', access: 3, error: [] }, { command: '__proto__' }])(
    'shows entries of every kind whatever their data is: %j',
    (data) => {
      const kinds = ['run', 'planned', 'intent', 'outcome', 'applied', 'failed', 'drift', 'review'] as const
      for (const kind of [...kinds, 'decision', 'patched', 'recovered', newKind('key-rotated')] as const) {
        expect(firstRun([kind, data]).summary).not.toMatch(/undefined|\[object|NaN/)
      }
    },
  )
})
