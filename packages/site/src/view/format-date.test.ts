import { expect, test } from 'vitest'
import { showDay, showMoment } from './format-date.ts'

test('dates are shown in UTC, and machines read them as ISO writes them', () => {
  expect(showDay('2026-11-03')).toEqual({ machine: '2026-11-03', text: '3 Nov 2026' })
  expect(showDay('2026-11-03T23:30:00-02:00')).toEqual({ machine: '2026-11-04', text: '4 Nov 2026' })
  expect(showMoment('2026-11-03T14:05:00Z')).toEqual({
    machine: '2026-11-03T14:05:00.000Z',
    text: '3 Nov 2026, 14:05 UTC',
  })
})

test.each(['', 'never', '<b>1</b>', 'hacked = 1', '2026-13-45', '1', '2026-11-03<script>'])(
  '`%s` is no date',
  (text) => {
    expect([showDay(text), showMoment(text)]).toEqual([
      { machine: '', text },
      { machine: '', text },
    ])
  },
)
