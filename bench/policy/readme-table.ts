import type { BenchRow } from './bench-row.ts'

const BEGIN = '<!-- figures of bench:policy: -->'
const END = '<!-- end -->'

/** The rows that the README shows: what compares with a tool that does the same. */
const SHOWN = [
  'decisions a second, one statement',
  'decisions a second, ReadOnlyAccess',
  'minimise all',
  'lint all',
  'matrix of',
  'type check of',
]

/** The README with the ratios of this run between its two marks, rounded down so that the next run does not make them untrue. */
export function withFigures(readme: string, measured: readonly BenchRow[]): string {
  const [before, rest] = split(readme, BEGIN)
  const [, after] = split(rest, END)
  const rows = measured
    .filter(({ work, ratio }) => SHOWN.some((begin) => work.startsWith(begin)) && ratio > 1)
    .map(({ work, peer, ratio }) => `| ${work} | ${peer} | over ${roundedDown(ratio)} times as fast |`)
  return `${before}${BEGIN}\n\n| work | beside | measured |\n| --- | --- | --- |\n${rows.join('\n')}\n\n${END}${after}`
}

function split(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark)
  if (at < 0) throw new Error(`the README has no mark ${mark}`)
  return [text.slice(0, at), text.slice(at + mark.length)]
}

/** One digit that counts: 2.4 becomes 2, 1,419 becomes 1,000. */
function roundedDown(ratio: number): string {
  const unit = 10 ** Math.floor(Math.log10(ratio))
  return (Math.floor(ratio / unit) * unit).toLocaleString('en')
}
