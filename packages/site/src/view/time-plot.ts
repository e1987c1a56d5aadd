import { scaleLinear, scaleUtc } from 'd3-scale'
import { area, curveStepAfter, stack } from 'd3-shape'
import { showDay, type ShownDate } from './format-date.ts'

/** One moment, and the value of each series then. */
export interface TimeRow {
  /** ISO date. */
  readonly at: string
  readonly values: readonly number[]
}

/** Series stacked over time, ready to be drawn. */
export interface TimePlot {
  readonly width: number
  readonly height: number
  /** From the bottom up. */
  readonly areas: readonly { readonly name: string; readonly letter: string; readonly path: string }[]
  readonly x: readonly { readonly at: number; readonly text: string }[]
  readonly y: readonly { readonly at: number; readonly text: string }[]
  readonly left: number
  readonly bottom: number
  /** The same as a table. */
  readonly rows: readonly { readonly at: ShownDate; readonly values: readonly number[] }[]
}

const WIDTH = 960
const HEIGHT = 240
const MARGIN = { left: 44, right: 12, top: 10, bottom: 26 }
/** The table beside a plot has at most so many rows: the newest. */
const ROWS = 60

/**
 * Stacks series over time in steps, since what was applied holds until the next run. The last values are drawn on to `end`.
 *
 * Null where there is nothing to draw: no row, or all values zero.
 */
export function timePlot(given: {
  readonly series: readonly { readonly name: string; readonly letter: string }[]
  readonly rows: readonly TimeRow[]
  readonly end: Date
}): TimePlot | null {
  const rows = given.rows
    .filter((row) => !Number.isNaN(Date.parse(row.at)))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const [first] = rows
  const last = rows.at(-1)
  const most = Math.max(0, ...rows.map(({ values }) => values.reduce((sum, value) => sum + value, 0)))
  if (first === undefined || last === undefined || most === 0) return null
  const end = Math.max(given.end.getTime(), Date.parse(last.at))
  const start = Math.min(Date.parse(first.at), end - DAY)
  const x = scaleUtc([start, end], [MARGIN.left, WIDTH - MARGIN.right])
  const y = scaleLinear([0, most], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4)
  const points = [...rows, { ...last, at: new Date(end).toISOString() }]
  const stacked = stack<TimeRow, number>()
    .keys(given.series.keys())
    .value((row, index) => row.values[index] ?? 0)(points)
  const shape = area<(typeof stacked)[number][number]>()
    .x((point) => round(x(Date.parse(point.data.at))))
    .y0((point) => round(y(point[0])))
    .y1((point) => round(y(point[1])))
    .curve(curveStepAfter)
  return {
    width: WIDTH,
    height: HEIGHT,
    areas: stacked.map((points, index) => ({
      name: given.series[index]?.name ?? '',
      letter: given.series[index]?.letter ?? '',
      path: shape(points) ?? '',
    })),
    x: ticks(x.ticks(6), x),
    y: y.ticks(4).map((at) => ({ at: round(y(at)), text: at.toLocaleString('en') })),
    left: MARGIN.left,
    bottom: HEIGHT - MARGIN.bottom,
    rows: rows.slice(-ROWS).map((row) => ({ at: showDay(row.at), values: row.values })),
  }
}

/** Each day once, however many ticks it has. */
function ticks(dates: readonly Date[], x: (date: Date) => number): TimePlot['x'] {
  const seen = new Set<string>()
  return dates.flatMap((date) => {
    const { text } = showDay(date.toISOString())
    if (seen.has(text)) return []
    seen.add(text)
    return [{ at: round(x(date)), text }]
  })
}

const DAY = 86_400_000

function round(value: number): number {
  return Math.round(value * 10) / 10
}
