/**
 * Measures how the site's build grows, what memory it takes, and how it does beside a bare Starlight site of as many small pages, and
 * writes SITE.md beside this file: `pnpm bench:site`. Every build is a process of its own; it fails where a target is missed.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { plotGrowth } from './model/plot-growth.ts'
import { type Measured, measureProcess } from './site/measure-process.ts'

const sizes = [0.03, 0.1, 0.3, 1]
const memoryTarget = 1.5e9
const peerTarget = 0.5
/** Over sizes ten times apart, for what starting takes is a large part of the smallest. */
const growthTarget = 12

/** What one build says of itself. */
interface Built {
  readonly pages: number
  readonly seconds: number
  /** Seconds computed before the build began. */
  readonly made: number
  readonly roles: number
  readonly people: number
  readonly entries: number
}

const root = new URL('..', import.meta.url).pathname
// Beside the packages: Astro takes what shares not even the first folder with its root for one inside the root.
const cache = join(root, 'node_modules/.cache')
mkdirSync(cache, { recursive: true })
const folder = mkdtempSync(join(cache, 'bench-site-'))
try {
  const ours = []
  for (const size of sizes) ours.push(await build('build-company.ts', String(size)))
  const full = ours.at(-1)
  const tenth = ours.at(1)
  if (full === undefined || tenth === undefined) throw new RangeError('nothing was built')
  const peer = await build('build-bare-starlight.ts', String(full.pages))
  writeFileSync(
    new URL('site/build-growth.svg', import.meta.url),
    plotGrowth(
      ours.map(({ pages, computed }) => ({ size: pages, time: computed * 1000 })),
      { size: full.pages, time: full.computed * 1000 },
      {
        label: 'Time to build a site against its pages',
        x: 'pages of the site',
        y: 'milliseconds of computing',
        line: 'build',
      },
    ),
  )
  writeFileSync(new URL('SITE.md', import.meta.url), page(ours, { full, tenth, peer }))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function build(script: string, argument: string): Promise<Built & Measured> {
  process.stderr.write(`${script} ${argument} …\n`)
  const measured = await measureProcess([join(root, 'bench/site', script), argument, folder], root)
  const told = built(measured.told)
  return { ...measured, ...told, computed: measured.computed - told.made }
}

/** What a build printed; the peer has neither roles nor people. */
function built(told: unknown): Built {
  const number = (name: string): number => {
    const value: unknown = typeof told === 'object' && told !== null ? Reflect.get(told, name) : undefined
    return typeof value === 'number' ? value : 0
  }
  return {
    pages: number('pages'),
    seconds: number('seconds'),
    made: number('made'),
    roles: number('roles'),
    people: number('people'),
    entries: number('entries'),
  }
}

type Point = Built & Measured

function page(
  ours: readonly Point[],
  { full, tenth, peer }: { readonly full: Point; readonly tenth: Point; readonly peer: Point },
): string {
  const [cpu] = cpus()
  const rate = ({ pages, computed }: Point): number => pages / computed
  const ratio = rate(full) / rate(peer)
  const linear = full.computed / tenth.computed
  const growth = linear / (full.pages / tenth.pages)
  const rows = [
    {
      what: 'memory at most, of all processes together',
      measured: megabytes(full.peak),
      target: `under ${megabytes(memoryTarget)}`,
      holds: full.peak < memoryTarget,
    },
    {
      what: `pages a second of computing beside a bare Starlight site of ${count(peer.pages)} small pages`,
      measured: `${rate(full).toFixed(0)} to ${rate(peer).toFixed(0)}, ${ratio.toFixed(2)} times`,
      target: `at least ${peerTarget} times`,
      holds: ratio >= peerTarget,
    },
    {
      what: `a company ten times as large, ${(full.pages / tenth.pages).toFixed(1)} times the pages, takes`,
      measured: `${linear.toFixed(1)} times as long, ${growth.toFixed(2)} a page`,
      target: `at most ${growthTarget} times`,
      holds: linear <= growthTarget,
    },
  ]
  if (rows.some(({ holds }) => !holds)) process.exitCode = 1
  return `# How large a site

Written by \`pnpm bench:site\` from a generated company, the same in every run: ${count(full.roles)} roles, ${count(full.people)} people and ${count(full.entries)} entries
of history, with the state that each apply left. Times are of computing, on all cores together, since a machine that does other things
too makes waiting times of anything; they hold for this machine alone, and what counts is the ratio to the peer in the same run.
This run: Node ${process.version}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}.

| what | measured | target | holds |
| --- | --- | --- | --- |
${rows.map((row) => `| ${row.what} | ${row.measured} | ${row.target} | ${row.holds ? 'yes' : '**no**'} |`).join('\n')}

The bare site has as many pages of a few short lines, as long a sidebar, and a search index as well. It takes ${megabytes(peer.peak)}.

| roles | people | entries | pages | seconds passed | seconds computed | pages a second computed | memory |
| --- | --- | --- | --- | --- | --- | --- | --- |
${ours.map((one) => `| ${count(one.roles)} | ${count(one.people)} | ${count(one.entries)} | ${count(one.pages)} | ${one.seconds.toFixed(1)} | ${one.computed.toFixed(1)} | ${rate(one).toFixed(0)} | ${megabytes(one.peak)} |`).join('\n')}

![Time to build a site against its pages](site/build-growth.svg)
`
}

function count(value: number): string {
  return value.toLocaleString('en')
}

function megabytes(bytes: number): string {
  return `${count(Math.round(bytes / 1e6))} MB`
}
