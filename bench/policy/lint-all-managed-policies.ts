import { lintPolicy } from '@rolewright/core/policy'
import type { BenchRow } from './bench-row.ts'
import { latestManagedPolicies } from './latest-managed-policies.ts'
import { lintWithParliament } from './parliament-peer.ts'
import { fastest } from './rate.ts'

const atLeast = 15

/** Every managed policy checked, parsing included. The peer is Python, timed inside its own process without its start. */
export default async function lintAllManagedPolicies(): Promise<BenchRow> {
  const texts = latestManagedPolicies().map(({ text }) => text)
  const lintAll = (): number => texts.reduce((count, text) => count + lintPolicy(text).length, 0)
  if (lintAll() === 0) throw new Error('the checks find nothing at all')
  const ours = await fastest(lintAll, 5)
  const peer = lintWithParliament(texts)
  const ratio = 'seconds' in peer ? (peer.seconds * 1000) / ours : Number.NaN
  return {
    work: `lint all ${texts.length.toLocaleString('en')} policies, parse included`,
    peer: 'parliament (PyPI)',
    peerResult: 'seconds' in peer ? `${peer.seconds.toFixed(1)} s` : `not measured: ${peer.unavailable}`,
    ours: `${(ours / 1000).toFixed(2)} s`,
    ratio,
    target: `at least ${atLeast} times as fast`,
    holds: ratio >= atLeast,
  }
}
