import { scaleLinear, scaleUtc } from 'd3-scale'
import { area, curveStepAfter, stack } from 'd3-shape'
import { showDay, type ShownDate } from './format-date.ts'

/** One moment, and the value of each series then. */
export interface TimeRow {
  /** ISO date. */
  readonly at: string
  readonly values: readonly number[]
}

/** One drawing of a plot, in its own units. */
export interface Drawing {
  readonly width: number
  readonly height: number
  /** Paths of the series, from the bottom up. */
  readonly areas: readonly string[]
  readonly x: readonly { readonly at: number; readonly text: string }[]
  readonly y: readonly { readonly at: number; readonly text: string }[]
  readonly left: number
  readonly bottom: number
}

/** Series stacked over time, ready to be drawn. */
export interface TimePlot {
  readonly series: readonly { readonly name: string; readonly letter: string }[]
  readonly wide: Drawing
  /** For a phone, so that its texts can be read there. */
  readonly narrow: Drawing
  /** The same as a table. */
  readonly rows: readonly { readonly at: ShownDate; readonly values: readonly number[] }[]
}

const WIDE = { width: 960, height: 240, dates: 6 }
const NARROW = { width: 360, height: 200, dates: 3 }
const MARGIN = { left: 44, right: 12, top: 10, bottom: 26 }
/** The table beside a plot has at most so many rows: the newest. */
const ROWS = 60

/** The part of the time before it that the newest step takes at least: it can be seen, however young it is. */
const NEWEST = 1 / 20

/**
 * Stacks series over time in steps, since what was applied holds until the next run. The last values are drawn on to `end`, and wide enough
 * to be seen.
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
  const [from, newest] = [Date.parse(first.at), Date.parse(last.at)]
  const known = Math.max(given.end.getTime(), newest)
  const until = Math.max(known, newest + ((newest - from) * NEWEST || DAY))
  const points = [...rows, { ...last, at: new Date(until).toISOString() }]
  const content = { points, keys: given.series.map((_, index) => index), from, known, until, most }
  return {
    series: given.series,
    wide: draw(content, WIDE),
    narrow: draw(content, NARROW),
    rows: rows.slice(-ROWS).map((row) => ({ at: showDay(row.at), values: row.values })),
  }
}

function draw(
  content: {
    readonly points: readonly TimeRow[]
    readonly keys: readonly number[]
    readonly from: number
    /** Nothing is known of what comes after, so that no date of it is written. */
    readonly known: number
    readonly until: number
    readonly most: number
  },
  { width, height, dates }: typeof WIDE,
): Drawing {
  const x = scaleUtc([content.from, content.until], [MARGIN.left, width - MARGIN.right])
  const y = scaleLinear([0, content.most], [height - MARGIN.bottom, MARGIN.top]).nice(4)
  const stacked = stack<TimeRow, number>()
    .keys(content.keys)
    .value((row, index) => row.values[index] ?? 0)(content.points)
  const shape = area<(typeof stacked)[number][number]>()
    .x((point) => round(x(Date.parse(point.data.at))))
    .y0((point) => round(y(point[0])))
    .y1((point) => round(y(point[1])))
    .curve(curveStepAfter)
  return {
    width,
    height,
    areas: stacked.map((points) => shape(points) ?? ''),
    x: ticks(x.ticks(dates), { x, width, ...content }),
    y: y.ticks(4).map((at) => ({ at: round(y(at)), text: at.toLocaleString('en') })),
    left: MARGIN.left,
    bottom: height - MARGIN.bottom,
  }
}

/**
 * Each day once, however many ticks it has, and none where the one before it or an edge leaves no room for its text; the first day where
 * there is no other.
 */
function ticks(
  dates: readonly Date[],
  given: {
    readonly x: (date: Date) => number
    readonly width: number
    readonly from: number
    readonly known: number
  },
): Drawing['x'] {
  const { x, width, from, known } = given
  const shown: { at: number; text: string }[] = []
  for (const date of dates) {
    const at = round(x(date))
    const text = dayOf(date)
    const before = shown.at(-1)
    if (date.getTime() > known) break
    if (before !== undefined && (before.text === text || at - before.at < LABEL)) continue
    if (at < LABEL / 2 || at > width - LABEL / 2) continue
    shown.push({ at, text })
  }
  return shown.length > 0 ? shown : [{ at: MARGIN.left + LABEL / 2, text: dayOf(new Date(from)) }]
}

function dayOf(date: Date): string {
  return showDay(date.toISOString()).text
}

/** What the text of a date takes. */
const LABEL = 84

const DAY = 86_400_000

function round(value: number): number {
  return Math.round(value * 10) / 10
}
