import { createEvaluator, parsePolicy } from '@rolewright/core/policy'
import type { BenchRow } from './bench-row.ts'
import { latestManagedPolicies } from './latest-managed-policies.ts'
import { fastest } from './rate.ts'
import { simulateAllowed } from './simulate-peer.ts'

const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::bills/may.pdf' }
const atLeast = 6

/** One request asked of every managed policy, parsing included. */
export default async function decideAllManagedPolicies(): Promise<BenchRow> {
  const policies = latestManagedPolicies()
  const allowedByUs = (): string[] =>
    policies
      .filter(({ text }) => createEvaluator([parsePolicy(text)]).decide(request).effect === 'allow')
      .map(({ name }) => name)
  const allowedByPeer = async (): Promise<string[]> => {
    const allowed: string[] = []
    for (const { name, text } of policies) {
      if (await simulateAllowed(JSON.parse(text), request)) allowed.push(name)
    }
    return allowed
  }
  if (allowedByUs().join() !== (await allowedByPeer()).join()) throw new Error('the peer decides a policy differently')
  const peer = await fastest(allowedByPeer, 3)
  const ours = await fastest(allowedByUs, 5)
  const ratio = peer / ours
  return {
    work: `all ${policies.length.toLocaleString('en')} policies by one request each, parse included`,
    peer: 'iam-simulate',
    peerResult: `${(peer / 1000).toFixed(2)} s`,
    ours: `${(ours / 1000).toFixed(3)} s`,
    ratio,
    target: `at least ${atLeast} times as fast`,
    holds: ratio >= atLeast,
  }
}
