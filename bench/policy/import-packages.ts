import { execFileSync } from 'node:child_process'
import type { BenchRow } from './bench-row.ts'
import { builtCore } from './built-core.ts'

const rounds = 15

interface Import {
  readonly milliseconds: number
  readonly megabytes: number
}

/** What an import costs in a fresh process, all packages in turn so that a slow moment hits them alike. */
export default function importPackages(): BenchRow[] {
  const policy = builtCore('policy')
  const core = new URL('index.js', policy).href
  const packages = ['iam-floyd', '@cloud-copilot/iam-simulate', 'zod', policy, core]
  const best = new Map<string, Import>()
  for (let round = 0; round < rounds; round++)
    for (const name of packages) {
      const one = importOnce(name)
      const before = best.get(name)
      if (before === undefined || one.milliseconds < before.milliseconds) best.set(name, one)
    }
  const of = (name: string): Import => best.get(name) ?? { milliseconds: Number.NaN, megabytes: Number.NaN }
  const row = (work: string, file: string, target: { peer: string; ratio: number; text: string }): BenchRow => {
    const ratio = of(target.peer).milliseconds / of(file).milliseconds
    return {
      work: `import of \`${work}\``,
      peer: target.peer.replace('@cloud-copilot/', ''),
      peerResult: told(of(target.peer)),
      ours: told(of(file)),
      ratio,
      target: target.text,
      holds: ratio >= target.ratio,
    }
  }
  return [
    row('@rolewright/core/policy', policy, { peer: 'iam-floyd', ratio: 30, text: 'at most a thirtieth' }),
    row('@rolewright/core/policy', policy, { peer: '@cloud-copilot/iam-simulate', ratio: 2, text: 'at most half' }),
    row('@rolewright/core', core, { peer: 'zod', ratio: 0.5, text: 'at most twice' }),
  ]
}

function told({ milliseconds, megabytes }: Import): string {
  return `${milliseconds.toFixed(0)} ms, ${megabytes.toFixed(0)} MB`
}

function importOnce(name: string): Import {
  const script = `
    const memory = process.memoryUsage().rss
    const start = performance.now()
    await import(${JSON.stringify(name)})
    console.log(JSON.stringify({ milliseconds: performance.now() - start, megabytes: (process.memoryUsage().rss - memory) / 1e6 }))`
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      cwd: import.meta.dirname,
    }),
  )
}
