import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'
import type { BenchRow } from './bench-row.ts'
import { builtCore } from './built-core.ts'

const atMost = 20
const runs = 9

/** The first use of the catalogue in a fresh process: one action found with its details, and `*` matched against all services. */
export default function loadCatalogue(): BenchRow {
  const ours = `
    const { findAction, allowedActionSet } = await import(${JSON.stringify(builtCore('policy'))})
    const start = performance.now()
    if (findAction('ec2:RunInstances') === undefined) throw new Error('not found')
    allowedActionSet({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } })
    console.log(performance.now() - start)`
  const peer = `
    const { expandIamActions } = await import('@cloud-copilot/iam-expand')
    const start = performance.now()
    await expandIamActions('*', { expandAsterisk: true })
    console.log(performance.now() - start)`
  const [time, peerTime] = [shortest(ours), shortest(peer)]
  const file = readFileSync(new URL('../../packages/core/src/catalog/catalog.generated.ts', import.meta.url))
  const compressed = brotliCompressSync(file).length
  return {
    work: `load the catalogue (${Math.round(file.length / 1000)} kB on disk, ${Math.round(compressed / 1000)} kB by brotli)`,
    peer: 'iam-expand, all actions',
    peerResult: `${peerTime.toFixed(0)} ms`,
    ours: `${time.toFixed(1)} ms`,
    ratio: peerTime / time,
    target: `under ${atMost} ms, at most 1,000 kB, under 250 kB by brotli`,
    holds: time < atMost && file.length <= 1_000_000 && compressed < 250_000,
  }
}

function shortest(script: string): number {
  const times = Array.from({ length: runs }, () =>
    Number(
      execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        encoding: 'utf8',
        cwd: import.meta.dirname,
      }),
    ),
  )
  return Math.min(...times)
}
