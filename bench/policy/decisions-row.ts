import { createEvaluator, parsePolicy } from '@rolewright/core/policy'
import type { BenchRow } from './bench-row.ts'
import { rate } from './rate.ts'
import { simulateAllowed, simulateUnchecked } from './simulate-peer.ts'

/**
 * How often a second the peer and we decide whether a policy allows some requests, asked in turn. Both must say the same; parsing is ours to do once and
 * the peer's to do each time, since its entry point takes the policy with the request.
 */
export async function decisionsRow(row: { work: string; text: string; atLeast: number }): Promise<BenchRow> {
  const policy: unknown = JSON.parse(row.text)
  const evaluator = createEvaluator([parsePolicy(row.text)])
  for (const request of requests) {
    const ours = evaluator.decide(request).effect === 'allow'
    if (ours !== (await simulateAllowed(policy, request)))
      throw new Error(`the peer decides ${request.action} differently`)
  }
  let next = 0
  const turn = () => requests[next++ % requests.length] ?? requests[0]
  const peer = await rate(() => simulateAllowed(policy, turn()), 3)
  const unchecked = await rate(() => simulateUnchecked(policy, turn()), 1)
  const ours = await rate(() => evaluator.decide(turn()), 1)
  const ratio = ours / peer
  return {
    work: row.work,
    peer: 'iam-simulate',
    peerResult: `${Math.round(peer).toLocaleString('en')} a second`,
    ours: `${Math.round(ours).toLocaleString('en')} a second`,
    ratio,
    target: `at least ${row.atLeast.toLocaleString('en')} times`,
    holds: ratio >= row.atLeast,
    note: `The peer is measured by \`runSimulation\`, which checks policy and request each time; its \`runUnsafeSimulation\`, which checks neither, answers ${Math.round(unchecked).toLocaleString('en')} a second.`,
  }
}

const requests = [
  { action: 's3:GetObject', resource: 'arn:aws:s3:::bills/may.pdf' },
  { action: 's3:PutObject', resource: 'arn:aws:s3:::bills/may.pdf' },
  { action: 's3:GetObject', resource: 'arn:aws:s3:::bills/2026/june.pdf' },
  { action: 'ec2:DescribeInstances', resource: '*' },
] as const
