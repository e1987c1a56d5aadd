import { describe, expect, it } from 'vitest'
import { timePlot, type TimeRow } from './time-plot.ts'

const series = [
  { name: 'Decided', letter: 'R' },
  { name: 'Open', letter: 'W' },
]
const plot = (rows: readonly TimeRow[], end: string) => timePlot({ series, rows, end: new Date(end) })

/** From where to where on the x axis a path goes. */
function reach(path = ''): { readonly from: number; readonly to: number } {
  const xs = [...path.matchAll(/[ML](-?[\d.]+),/g)].map(([, x]) => Number(x))
  return { from: Math.min(...xs), to: Math.max(...xs) }
}

describe('timePlot', () => {
  it('fills the plot with the one value there is, a moment old or a year', () => {
    for (const end of ['2026-06-28T12:26:01Z', '2027-06-28T12:26:00Z']) {
      const drawn = plot([{ at: '2026-06-28T12:26:00Z', values: [2, 17] }], end)
      expect(drawn?.wide.x[0]?.text).toMatch(/Jun 2026|Jul 2026/)
      expect(drawn?.wide.areas.map(reach)).toEqual([
        { from: 44, to: 948 },
        { from: 44, to: 948 },
      ])
    }
  })

  it('makes the newest value wide enough to be seen, and writes no date that is still to come', () => {
    const rows = [
      { at: '2025-06-28T12:00:00Z', values: [0, 300] },
      { at: '2026-06-28T12:00:00Z', values: [100, 100] },
    ]
    const drawn = plot(rows, '2026-06-28T12:00:01Z')
    const xs = [...(drawn?.wide.areas[0] ?? '').matchAll(/[ML]([\d.]+),/g)].map(([, x]) => Number(x))
    const step = xs.find((x) => x > 44 && x < 948)
    expect(948 - (step ?? 948)).toBeGreaterThan(40)
    expect(drawn?.wide.x.length).toBeGreaterThan(2)
    expect(drawn?.wide.x.map(({ text }) => text).some((text) => text.includes('Jul 2026'))).toBe(false)
    expect(drawn?.rows.map(({ values }) => values)).toEqual([
      [0, 300],
      [100, 100],
    ])
  })

  it('draws by date whatever the order, up to the sum of the series', () => {
    const later = { at: '2026-02-01T00:00:00Z', values: [10, 30] }
    const earlier = { at: '2026-01-01T00:00:00Z', values: [0, 4] }
    const drawn = plot([later, earlier], '2026-03-01T00:00:00Z')
    expect(drawn?.rows.map(({ values }) => values)).toEqual([earlier.values, later.values])
    expect(drawn?.wide.y.at(-1)?.text).toBe('40')
    expect(drawn).toEqual(plot([earlier, later], '2026-03-01T00:00:00Z'))
  })

  it('is nothing where there is nothing to draw', () => {
    expect(plot([], '2026-03-01T00:00:00Z')).toBe(null)
    expect(plot([{ at: '2026-01-01T00:00:00Z', values: [0, 0] }], '2026-03-01T00:00:00Z')).toBe(null)
    expect(plot([{ at: 'some day', values: [1, 2] }], '2026-03-01T00:00:00Z')).toBe(null)
  })
})
