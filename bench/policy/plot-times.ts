/** One measurement: characters and milliseconds. */
export interface Point {
  readonly size: number
  readonly time: number
}

/** The power of the size that the time grows with: the slope of the medians of equal bands of size, on logarithmic axes; 1 is linear. */
export function growthOf(points: readonly Point[]): number {
  const medians = mediansOf(points).map(({ size, time }) => [Math.log(size), Math.log(time)] as const)
  const mean = (index: 0 | 1): number => medians.reduce((sum, pair) => sum + pair[index], 0) / medians.length
  const [x, y] = [mean(0), mean(1)]
  const above = medians.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0)
  return above / medians.reduce((sum, [a]) => sum + (a - x) ** 2, 0)
}

const bandsEachDoubling = 1
const fewest = 10

/** The median time of each band of size that has enough points to have one. */
function mediansOf(points: readonly Point[]): readonly Point[] {
  const bands = new Map<number, Point[]>()
  for (const point of points) {
    const band = Math.floor(Math.log2(point.size) * bandsEachDoubling)
    bands.set(band, [...(bands.get(band) ?? []), point])
  }
  return [...bands]
    .toSorted(([a], [b]) => a - b)
    .filter(([, members]) => members.length >= fewest)
    .map(([, members]) => ({
      size: middle(members.map(({ size }) => size)),
      time: middle(members.map(({ time }) => time)),
    }))
}

/** The powers of ten that the values lie between. */
function decades(values: readonly number[]): [from: number, to: number] {
  return [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))]
}

const powers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, step) => 10 ** (from + step))

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

const width = 720
const height = 420
const margin = { left: 64, right: 16, top: 16, bottom: 48 }

/** A picture of the points and the medians on logarithmic axes, with the line of exactly linear growth through the middle. */
export function plotTimes(points: readonly Point[]): string {
  const [left, right] = decades(points.map(({ size }) => size))
  const [low, high] = decades(points.map(({ time }) => time))
  const x = (size: number): number =>
    margin.left + ((Math.log10(size) - left) / (right - left)) * (width - margin.left - margin.right)
  const y = (time: number): number =>
    height - margin.bottom - ((Math.log10(time) - low) / (high - low)) * (height - margin.top - margin.bottom)
  const at = ({ size, time }: Point): string => `${x(size).toFixed(1)} ${y(time).toFixed(1)}`
  const medians = mediansOf(points)
  const centre = medians[medians.length >> 1] ?? { size: 1, time: 1 }
  const perCharacter = centre.time / centre.size
  const ends = [Math.max(10 ** left, 10 ** low / perCharacter), Math.min(10 ** right, 10 ** high / perCharacter)]
  const linear = ends.map((size) => at({ size, time: size * perCharacter }))
  const lines = [
    ...powers(left, right).map(
      (size) =>
        `<path class="grid" d="M${x(size).toFixed(1)} ${margin.top}V${height - margin.bottom}"/><text x="${x(size).toFixed(1)}" y="${height - 28}" text-anchor="middle">${size.toLocaleString('en')}</text>`,
    ),
    ...powers(low, high).map(
      (time) =>
        `<path class="grid" d="M${margin.left} ${y(time).toFixed(1)}H${width - margin.right}"/><text x="${margin.left - 8}" y="${(y(time) + 4).toFixed(1)}" text-anchor="end">${time}</text>`,
    ),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Time to compare two versions against their size">
<style>
svg { background: #fff } text { font: 12px system-ui, sans-serif; fill: #333 } .grid { stroke: #ddd } path { fill: none }
.point { stroke: #4677b8; stroke-opacity: .35; stroke-width: 3; stroke-linecap: round }
.median { stroke: #b3401f; stroke-width: 2 } .linear { stroke: #333; stroke-dasharray: 4 4 }
@media (prefers-color-scheme: dark) { svg { background: #16181d } text { fill: #ccc } .grid { stroke: #333 } .linear { stroke: #ccc } .point { stroke: #7fa8dd } .median { stroke: #ef8a62 } }
</style>
${lines.join('\n')}
<path class="point" d="${points.map((point) => `M${at(point)}h0`).join('')}"/>
<path class="linear" d="M${linear.join('L')}"/>
<path class="median" d="M${medians.map(at).join('L')}"/>
<text x="${(width + margin.left) / 2}" y="${height - 8}" text-anchor="middle">characters of both versions</text>
<text x="14" y="${height / 2}" text-anchor="middle" transform="rotate(-90 14 ${height / 2})">milliseconds a pair</text>
<text x="${width - margin.right}" y="${margin.top + 12}" text-anchor="end">median (red), linear growth (dashed)</text>
</svg>
`
}
