/**
 * Measures the policy language against its peers, writes README.md beside this file, and the README's figures: `node bench/policy.ts`. With the names of rows, measures
 * those alone and prints them. Every row runs in a process of its own, so that none warms up or slows down another.
 */
import { catalogDate } from '@rolewright/core/policy'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import type { BenchRow } from './policy/bench-row.ts'
import { withFigures } from './policy/readme-table.ts'
import { rows } from './policy/rows.ts'

const [flag, ...names] = process.argv.slice(2)

if (flag === '--row') await measureHere(names[0] ?? '')
else measureAll(flag === undefined ? rows : [flag, ...names])

/** Prints what the row measured as JSON, for the process that asked. */
async function measureHere(name: string): Promise<void> {
  const module: { default: () => BenchRow | readonly BenchRow[] | Promise<BenchRow | readonly BenchRow[]> } =
    await import(`./policy/${name}.ts`)
  const result = await module.default()
  process.stdout.write(`\n${JSON.stringify(Array.isArray(result) ? result : [result])}\n`)
}

function measureAll(wanted: readonly string[]): void {
  const measured: BenchRow[] = []
  for (const name of wanted) {
    process.stderr.write(`${name} …\n`)
    const output = execFileSync(process.execPath, ['--no-warnings', import.meta.filename, '--row', name], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 64 * 1024 * 1024,
    })
    // A peer may print too; the last line is ours.
    const found: readonly BenchRow[] = JSON.parse(output.trimEnd().split('\n').at(-1) ?? '[]')
    for (const row of found) process.stdout.write(`${line(row)}\n`)
    measured.push(...found)
  }
  if (wanted === rows) {
    writeFileSync(new URL('README.md', import.meta.url), page(measured))
    const readme = new URL('../README.md', import.meta.url)
    writeFileSync(readme, withFigures(readFileSync(readme, 'utf8'), measured))
  }
  if (measured.some(({ holds }) => !holds)) process.exitCode = 1
}

function line(row: BenchRow): string {
  const ratio = Number.isFinite(row.ratio) ? ratioText(row.ratio) : 'n/a'
  return `| ${[row.work, row.peer, row.peerResult, row.ours, ratio, row.target, row.holds ? 'yes' : '**no**'].join(' | ')} |`
}

function ratioText(ratio: number): string {
  return ratio >= 100 ? Math.round(ratio).toLocaleString('en') : ratio.toPrecision(3)
}

function page(measured: readonly BenchRow[]): string {
  const [cpu] = cpus()
  return `# How fast, how short

Written by \`pnpm bench:policy\`; every row compares with its peer in the same run, so what counts is the ratio. This run: Node ${process.version},
${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, catalogue of ${catalogDate}. The peers are installed for these benches alone.

| work | peer | peer's result | ours | ratio | target | holds |
| --- | --- | --- | --- | --- | --- | --- |
${measured.map(line).join('\n')}
${measured.flatMap(({ work, note }) => (note === undefined ? [] : [`\n**${work}**: ${note}\n`])).join('')}`
}
