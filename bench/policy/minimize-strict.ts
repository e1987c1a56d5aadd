import { minimizePolicy, parsePolicy } from '@rolewright/core/policy'
import type { BenchRow } from './bench-row.ts'
import { mergeWithCdk } from './cdk-peer.ts'
import { latestManagedPolicies } from './latest-managed-policies.ts'
import { minimizedSize, sizeText } from './minimized-size.ts'
import { fastest } from './rate.ts'

const atMost = 0.88
const atLeast = 2

/** Every managed policy in fewer characters without a new wildcard, from parsed JSON to JSON text as the peer. */
export default async function minimizeStrict(): Promise<BenchRow> {
  const texts = latestManagedPolicies().map(({ text }) => text)
  const ours = texts.map((text) => parsePolicy(text))
  const theirs = texts.map((text) => JSON.parse(text))
  const minimizeAll = (): string[] => ours.map((document) => JSON.stringify(minimizePolicy(document)))
  const mergeAll = (): string[] => theirs.map(mergeWithCdk)
  const size = minimizedSize(texts, minimizeAll())
  const peerSize = minimizedSize(texts, mergeAll())
  let [time, peerTime] = [Infinity, Infinity]
  for (let run = 0; run < 15; run++) {
    time = Math.min(time, await fastest(minimizeAll, 1))
    peerTime = Math.min(peerTime, await fastest(mergeAll, 1))
  }
  const ratio = peerTime / time
  return {
    work: `minimise all ${texts.length.toLocaleString('en')} policies, strict`,
    peer: "aws-cdk-lib's merge",
    peerResult: sizeText(peerSize, peerTime),
    ours: sizeText(size, time),
    ratio,
    target: `at most ${atMost * 100} %, at least ${atLeast} times as fast`,
    holds: size.share <= atMost && ratio >= atLeast,
    note: 'The peer merges no statement that has a Sid, so it gets the policies without Sids; ours drops them itself.',
  }
}
