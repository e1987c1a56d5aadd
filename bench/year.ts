/**
 * Plays a year of four reviews over 60 roles in the sandbox, and writes YEAR.md beside this file and the plot that the guide "Reviews"
 * shows: `node bench/year.ts`.
 */
import { writeFileSync } from 'node:fs'
import { plotYear } from './year/plot-year.ts'
import { simulateYear, type Year } from './year/simulate.ts'

const began = performance.now()
const year = await simulateYear({
  roles: 60,
  seed: 7,
  folder: import.meta.dirname,
  onWeek: (week) => process.stderr.write(`\rweek ${week} of 52 `),
})
process.stderr.write('\n')
const [first, last] = [year.points[0]?.permissions ?? 0, year.points.at(-1)?.permissions ?? 0]
writeFileSync(new URL('../docs/images/review-year.svg', import.meta.url), plotYear(year))
writeFileSync(new URL('YEAR.md', import.meta.url), page(year))
process.stderr.write(`${Math.round((performance.now() - began) / 1000)} s\n`)
if (last >= first || year.unresolved > 0 || year.reviews.length !== 4) process.exitCode = 1

function number(value: number): string {
  return value.toLocaleString('en')
}

function page({ roles, people, attempts, denied, unresolved, reviews }: Year): string {
  const share = Math.round((1 - last / first) * 100)
  return `# A year of reviews

Written by \`pnpm bench:year\`, the same in every run: ${roles} roles with ${people} people, who were granted about twice what they use. Each quarter a
review of 90 days runs on the sandbox's last-accessed reports and event history; what it proposes to take away and the source can be edited for
is accepted, written into the TypeScript, and applied. What people use drifts: each quarter about a third of the roles stop to use a service, and
an eighth begin to use one that they had been granted all along.

| what | measured | target | holds |
| --- | --- | --- | --- |
| actions that people may use, in all | ${number(first)} before, ${number(last)} after: ${share} % fewer | fewer | ${last < first ? 'yes' : '**no**'} |
| attempts denied by what a review took away | ${number(denied)} of ${number(attempts)} | none, or put back | ${unresolved === 0 ? 'yes' : '**no**'} |
| of those, different people and actions still denied at the end | ${unresolved} | 0 | ${unresolved === 0 ? 'yes' : '**no**'} |

| review | week | proposals | written into the source | left to a person | actions before | actions after | put back by the grace watch |
| --- | --- | --- | --- | --- | --- | --- | --- |
${reviews
  .map(
    (review, index) =>
      `| ${[index + 1, review.week, review.proposals, review.accepted, review.byHand, number(review.before), number(review.after), review.missed].join(' | ')} |`,
  )
  .join('\n')}

![Actions that people may use, over the year](../docs/images/review-year.svg)
`
}
