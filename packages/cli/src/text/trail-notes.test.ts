import type { Review } from '@rolewright/core'
import { expect, it } from 'vitest'
import { trailNotes } from './trail-notes.ts'

const review = (from: string, to: string): Review => ({
  version: 2,
  accountId: '111122223333',
  at: '2026-07-01T00:00:00.000Z',
  windowDays: 90,
  proposals: [],
  notEnoughHistory: [],
  unmapped: [],
  evidence: [{ origin: 'cloudtrail', from, to, regions: ['us-east-1'], events: 1 }],
})

it('says where the events do not reach over the window, and nothing where they do', () => {
  const [begin, end] = ['2026-04-02T00:00:00.000Z', '2026-07-01T00:00:00.000Z']
  expect(trailNotes(review(begin, end))).toEqual([])
  expect(trailNotes({ ...review(begin, end), evidence: [] })).toEqual([])
  const later = '2026-04-03T00:00:00.000Z'
  expect(trailNotes(review(later, end))).toEqual([
    'note: the events of CloudTrail reach from 2026-04-03 to 2026-07-01, not over the window of 90 days: they count as use, and what has none is not taken for unused',
  ])
  expect(trailNotes(review(begin, '2026-06-29T00:00:00.000Z'))).toHaveLength(1)
})
