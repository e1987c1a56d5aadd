/** One measurement: a size and milliseconds. */
export interface GrowthPoint {
  readonly size: number
  readonly time: number
}

const width = 720
const height = 420
const margin = { left: 64, right: 16, top: 16, bottom: 48 }

/** What stands at a plot. */
export interface GrowthWords {
  readonly label: string
  readonly x: string
  readonly y: string
  /** What the measured line is. */
  readonly line: string
}

/** The points joined up on logarithmic axes, with the line of exactly linear growth through one of them. */
export function plotGrowth(points: readonly GrowthPoint[], through: GrowthPoint, words: GrowthWords): string {
  const [left, right] = decades(points.map(({ size }) => size))
  const [low, high] = decades(points.map(({ time }) => time))
  const x = (size: number): number =>
    margin.left + ((Math.log10(size) - left) / (right - left)) * (width - margin.left - margin.right)
  const y = (time: number): number =>
    height - margin.bottom - ((Math.log10(time) - low) / (high - low)) * (height - margin.top - margin.bottom)
  const line = (list: readonly GrowthPoint[]): string =>
    `M${list.map(({ size, time }) => `${x(size).toFixed(1)} ${y(time).toFixed(1)}`).join('L')}`
  const linear = points.map(({ size }) => ({ size, time: (size * through.time) / through.size }))
  const grid = [
    ...powers(left, right).map((size) => {
      const at = x(size).toFixed(1)
      return `<path class="grid" d="M${at} ${margin.top}V${height - margin.bottom}"/><text x="${at}" y="${height - 28}" text-anchor="middle">${size.toLocaleString('en')}</text>`
    }),
    ...powers(low, high).map((time) => {
      const at = y(time)
      return `<path class="grid" d="M${margin.left} ${at.toFixed(1)}H${width - margin.right}"/><text x="${margin.left - 8}" y="${(at + 4).toFixed(1)}" text-anchor="end">${time.toLocaleString('en')}</text>`
    }),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${words.label}">
<style>
svg { background: #fff } text { font: 12px system-ui, sans-serif; fill: #333 } path { fill: none } .grid { stroke: #ddd }
.measured { stroke: #b3401f; stroke-width: 2 } .linear { stroke: #333; stroke-dasharray: 4 4 }
@media (prefers-color-scheme: dark) { svg { background: #16181d } text { fill: #ccc } .grid { stroke: #333 } .linear { stroke: #ccc } .measured { stroke: #ef8a62 } }
</style>
${grid.join('\n')}
<path class="linear" d="${line(linear)}"/>
<path class="measured" d="${line(points)}"/>
<text x="${(width + margin.left) / 2}" y="${height - 8}" text-anchor="middle">${words.x}</text>
<text x="14" y="${height / 2}" text-anchor="middle" transform="rotate(-90 14 ${height / 2})">${words.y}</text>
<text x="${width - margin.right}" y="${margin.top + 12}" text-anchor="end">${words.line} (red), linear growth (dashed)</text>
</svg>
`
}

function decades(values: readonly number[]): readonly [from: number, to: number] {
  return [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))]
}

function powers(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, step) => 10 ** (from + step))
}
