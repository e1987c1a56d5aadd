import { expect, it } from 'vitest'
import { progressBar, progressLine } from './progress-text.ts'

const half = { done: 30, total: 60, elapsed: 20_000, subject: 'group Clerk', noun: 'change' }

it('says how many, how much longer, and what was last', () => {
  expect(progressLine(half)).toBe('30 of 60 changes done, about 20 s left: group Clerk')
  expect(progressLine({ ...half, elapsed: 600_000 })).toContain('about 10 min left')
  expect(progressLine({ ...half, done: 60 })).toBe('60 of 60 changes done, in about 20 s: group Clerk')
})

it('draws a bar that never wraps', () => {
  expect(progressBar(half, 200)).toBe('████████████░░░░░░░░░░░░ 30/60, about 20 s left  group Clerk')
  for (const columns of [0, 1, 20, 80]) {
    expect(progressBar({ ...half, subject: 'x'.repeat(300) }, columns).length).toBeLessThanOrEqual(
      Math.max(0, columns - 1),
    )
  }
})

it('lets no name steer the terminal', () => {
  expect(progressLine({ ...half, subject: 'group \u001B[2J' })).not.toContain('\u001B')
})
