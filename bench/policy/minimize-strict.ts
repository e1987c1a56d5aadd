import { minimizePolicy, parsePolicy } from '@rolewright/core/policy'
import type { BenchRow } from './bench-row.ts'
import { mergeWithCdk } from './cdk-peer.ts'
import { latestManagedPolicies } from './latest-managed-policies.ts'
import { minimizedSize, sizeText } from './minimized-size.ts'
import { fastestByItem } from './rate.ts'

const atMost = 0.88
const atLeast = 2

/** Every managed policy in fewer characters without a new wildcard, from parsed JSON to JSON text as the peer. */
export default function minimizeStrict(): BenchRow {
  const texts = latestManagedPolicies().map(({ text }) => text)
  const items = texts.map((text) => ({ ours: parsePolicy(text), theirs: JSON.parse(text) }))
  const minimize = ({ ours }: (typeof items)[number]): string => JSON.stringify(minimizePolicy(ours))
  const merge = ({ theirs }: (typeof items)[number]): string => mergeWithCdk(theirs)
  const [own, peer] = fastestByItem(items, [minimize, merge], 15)
  const size = minimizedSize(texts, items.map(minimize))
  const peerSize = minimizedSize(texts, items.map(merge))
  const [time, peerTime] = [own?.best ?? Number.NaN, peer?.best ?? Number.NaN]
  const ratio = peerTime / time
  return {
    work: `minimise all ${texts.length.toLocaleString('en')} policies, strict`,
    peer: "aws-cdk-lib's merge",
    peerResult: sizeText(peerSize, peerTime),
    ours: sizeText(size, time),
    ratio,
    target: `at most ${atMost * 100} %, at least ${atLeast} times as fast`,
    holds: size.share <= atMost && ratio >= atLeast,
    note: `the sum of each policy's shortest time of 15 runs, in turns. The very first run of a process took ${seconds(own?.first)}, the peer's ${seconds(peer?.first)}. The peer merges no statement that has a Sid, so it gets the policies without Sids; ours drops them itself.`,
  }
}

function seconds(milliseconds = Number.NaN): string {
  return `${(milliseconds / 1000).toFixed(2)} s`
}
