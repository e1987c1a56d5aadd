import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { actionUses, flatHead, lazyHead, typeProject } from './action-uses.ts'
import type { BenchRow } from './bench-row.ts'

const count = 8000
const runs = 3
const atLeast = 2

/** Every `tsc` run checks the same uses, once against our type and once against one union of all actions. */
export default function checkActionTypes(): BenchRow {
  const uses = actionUses(count)
  const [lazy, flat] = [typeProject(lazyHead + uses), typeProject(flatHead() + uses)]
  const best = { lazy: Infinity, flat: Infinity }
  for (let run = 0; run < runs; run++) {
    best.lazy = Math.min(best.lazy, checkTime(lazy))
    best.flat = Math.min(best.flat, checkTime(flat))
  }
  for (const folder of [lazy, flat]) rmSync(folder, { recursive: true })
  const ratio = best.flat / best.lazy
  return {
    work: `type check of ${count.toLocaleString('en')} actions`,
    peer: 'one flat union',
    peerResult: `${best.flat.toFixed(2)} s`,
    ours: `${best.lazy.toFixed(2)} s`,
    ratio,
    target: 'at most half the time',
    holds: ratio >= atLeast,
  }
}

function checkTime(folder: string): number {
  const tsc = new URL('../../node_modules/typescript/bin/tsc', import.meta.url).pathname
  const output = execFileSync(process.execPath, [tsc, '-p', folder, '--extendedDiagnostics', '--singleThreaded'], {
    encoding: 'utf8',
  })
  return Number(/Total time:\s+([\d.]+)s/.exec(output)?.[1])
}
