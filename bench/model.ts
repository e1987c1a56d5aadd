/**
 * Measures how steady packing is and how the model scales, and writes MODEL.md beside this file: `node bench/model.ts`. With `--part` and
 * a name, prints one part's figures as JSON: every part runs in a process of its own, so that none warms up or slows down another.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fullAccount } from './model/generate-company.ts'
import { plotGrowth } from './model/plot-growth.ts'
import { checkTime, type ScalePoint, scalePoint, type Spent, whoCanTime } from './model/scale.ts'
import { type EditResult, editsOf } from './model/stability.ts'

const sizes = [0.03, 0.1, 0.3, 1, 3, 10]
const edits = 1000
const startRuns = 5

function measure(name: string, size: number): unknown {
  if (name === 'scale') return scalePoint(size)
  if (name === 'check') return checkTime()
  if (name === 'who-can') return whoCanTime()
  return editsOf({ size: fullAccount, edits, seed: 7 })
}

function inOwnProcess(...args: readonly string[]): string {
  process.stderr.write(`${args.join(' ')} …\n`)
  return execFileSync(process.execPath, ['--no-warnings', import.meta.filename, '--part', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  })
}

function measureAll(): void {
  const points = sizes.map((size): ScalePoint => JSON.parse(inOwnProcess('scale', String(size))))
  const whoCan: ReturnType<typeof whoCanTime> = JSON.parse(inOwnProcess('who-can'))
  const checked: Spent = JSON.parse(inOwnProcess('check'))
  const start = startOfCommand()
  const results: readonly EditResult[] = JSON.parse(inOwnProcess('stability'))
  const [full, tenfold] = [points.at(-3), points.at(-1)]
  if (full === undefined || tenfold === undefined) throw new RangeError('nothing was measured')
  const growth = tenfold.compile.cpu / full.compile.cpu
  const mean = meanOf(results)
  writeFileSync(
    new URL('model/compile-growth.svg', import.meta.url),
    plotGrowth(
      points.map(({ roles, compile }) => ({ size: roles, time: compile.cpu })),
      { size: full.roles, time: full.compile.cpu },
      {
        label: 'Time to compile a model against its roles',
        x: 'roles in the model',
        y: 'milliseconds of computing',
        line: 'compile',
      },
    ),
  )
  writeFileSync(new URL('MODEL.md', import.meta.url), page({ points, growth, whoCan, checked, start, results, mean }))
  const renamed = results.some((result) => result.renamed > 0)
  if (mean > 1.2 || renamed || growth > 12 || whoCan.first.cpu >= start.cpu) process.exitCode = 1
}

/** The least that a start of the command takes, with all it loads before it looks at its arguments. */
function startOfCommand(): Spent {
  const command = new URL('../packages/cli/bin/rolewright.js', import.meta.url).pathname
  const all = Array.from({ length: startRuns }, (): Spent => {
    const began = performance.now()
    const script = `process.argv[2] = '--version'; await import(${JSON.stringify(command)}); process.on('exit', () => { const { user, system } = process.cpuUsage(); process.stderr.write('\\n' + (user + system)) })`
    const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script, '--', '--version'], {
      encoding: 'utf8',
    })
    return { cpu: Number(stderr.trim().split('\n').at(-1)) / 1000, wall: performance.now() - began }
  })
  return { cpu: Math.min(...all.map(({ cpu }) => cpu)), wall: Math.min(...all.map(({ wall }) => wall)) }
}

function meanOf(results: readonly EditResult[]): number {
  return results.reduce((sum, { touched }) => sum + touched, 0) / results.length
}

function percentile(results: readonly EditResult[], share: number): number {
  const sorted = results.map(({ touched }) => touched).toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0
}

const ms = (spent: Spent): string => `${Math.round(spent.cpu).toLocaleString('en')} ms`

function holds(holding: boolean): string {
  return holding ? 'yes' : '**no**'
}

const group = (name: string, some: readonly EditResult[]): string =>
  `| ${name} | ${some.length} | ${some.length === 0 ? '' : meanOf(some).toFixed(2)} | ${percentile(some, 0.99)} | ${percentile(some, 1)} |`

function page(given: {
  points: readonly ScalePoint[]
  growth: number
  whoCan: ReturnType<typeof whoCanTime>
  checked: Spent
  start: Spent
  results: readonly EditResult[]
  mean: number
}): string {
  const { points, growth, whoCan, checked, start, results, mean } = given
  const [cpu] = cpus()
  const both = (spent: Spent): string => `${ms(spent)} (${Math.round(spent.wall).toLocaleString('en')} ms passed)`
  const kinds = [...new Set(results.map(({ kind }) => kind))].toSorted()
  const renamed = results.filter((result) => result.renamed > 0).length
  const full = points.at(-3)
  return `# How steady, how large

Written by \`pnpm bench:model\` from a generated company, the same in every run. Times are of computing, the least of ${startRuns} runs but for a first
question and \`check\`. This run: Node ${process.version}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}.

| what | measured | target | holds |
| --- | --- | --- | --- |
| policies that a one-line edit touches, on average of ${results.length.toLocaleString('en')} | ${mean.toFixed(2)} | at most 1.2 | ${holds(mean <= 1.2)} |
| edits that give a policy another name | ${renamed} | 0 | ${holds(renamed === 0)} |
| compile the model of a full account | ${full === undefined ? '' : ms(full.compile)} | about a second | ${holds((full?.compile.cpu ?? Infinity) <= 1200)} |
| ten times that model takes | ${growth.toFixed(1)} times as long | at most 12 | ${holds(growth <= 12)} |
| who can, asked once over ${whoCan.people.toLocaleString('en')} people | ${both(whoCan.first)} | less than the command's start, ${both(start)} | ${holds(whoCan.first.cpu < start.cpu)} |

Asked again, who can takes ${both(whoCan.later)}. \`check\` of the full account's model takes ${both(checked)}.

## Edits

Each edit is made on top of those before it. Touched is every customer managed policy whose document changed, that came, or that went.
${results.filter(({ moved }) => moved > 0).length} edits made joining begin, end or take in another policy.

| edit | number | mean | 99th percentile | most |
| --- | --- | --- | --- | --- |
${[
  group('all', results),
  group(
    'in policies that are split or joined',
    results.filter(({ packed }) => packed),
  ),
  ...kinds.map((kind) =>
    group(
      kind,
      results.filter((result) => result.kind === kind),
    ),
  ),
].join('\n')}

## Sizes

An account takes 300 groups, so that larger models have several accounts, and all of them are compiled.

| roles | tasks | policies | people | \`defineModel\` | \`compile\` |
| --- | --- | --- | --- | --- | --- |
${points.map((point) => `| ${[point.roles, point.tasks, point.policies, point.people].map((count) => count.toLocaleString('en')).join(' | ')} | ${ms(point.defineModel)} | ${ms(point.compile)} |`).join('\n')}

![Time to compile a model against its roles](model/compile-growth.svg)
`
}

const [flag, part, argument] = process.argv.slice(2)
if (flag === '--part') process.stdout.write(JSON.stringify(measure(part ?? '', Number(argument))))
else measureAll()
