import type { Year } from './simulate.ts'

const width = 720
const height = 380
const margin = { left: 72, right: 16, top: 24, bottom: 48 }

/** The permissions of a year as a line, week by week, with a mark at each review. */
export function plotYear({ points, reviews }: Pick<Year, 'points' | 'reviews'>): string {
  const weeks = points.at(-1)?.week ?? 1
  const top = Math.max(...points.map(({ permissions }) => permissions))
  const step = niceStep(top / 5)
  const most = Math.ceil(top / step) * step
  const x = (week: number): number => margin.left + (week / weeks) * (width - margin.left - margin.right)
  const y = (value: number): number => height - margin.bottom - (value / most) * (height - margin.top - margin.bottom)
  const line = points.map(({ week, permissions }, index) => {
    const at = `${x(week).toFixed(1)} ${y(permissions).toFixed(1)}`
    return index === 0 ? `M${at}` : `H${x(week).toFixed(1)}L${at}`
  })
  const grid = Array.from({ length: Math.round(most / step) + 1 }, (_, index) => {
    const at = y(index * step)
    return `<path class="grid" d="M${margin.left} ${at.toFixed(1)}H${width - margin.right}"/><text x="${margin.left - 8}" y="${(at + 4).toFixed(1)}" text-anchor="end">${(index * step).toLocaleString('en')}</text>`
  })
  const marks = reviews.map(({ week }, index) => {
    const at = x(week).toFixed(1)
    return `<path class="review" d="M${at} ${margin.top}V${height - margin.bottom}"/><text x="${at}" y="${margin.top - 8}" text-anchor="${week === weeks ? 'end' : 'middle'}">review ${index + 1}</text><text x="${at}" y="${height - 28}" text-anchor="${week === weeks ? 'end' : 'middle'}">week ${week}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Actions that people may use, over a simulated year with four reviews">
<style>
svg { background: #fff } text { font: 12px system-ui, sans-serif; fill: #333 } path { fill: none } .grid { stroke: #ddd }
.review { stroke: #888; stroke-dasharray: 4 4 } .line { stroke: #b3401f; stroke-width: 2 }
@media (prefers-color-scheme: dark) { svg { background: #16181d } text { fill: #ccc } .grid { stroke: #333 } .line { stroke: #ef8a62 } }
</style>
${[...grid, ...marks].join('\n')}
<path class="line" d="${line.join('')}"/>
<text x="${(width + margin.left) / 2}" y="${height - 8}" text-anchor="middle">weeks since the first apply</text>
<text x="14" y="${height / 2}" text-anchor="middle" transform="rotate(-90 14 ${height / 2})">actions that people may use, in all</text>
</svg>
`
}

/** 1, 2 or 5 times a power of ten, at least as large as what is given. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)))
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? power * 10
}
