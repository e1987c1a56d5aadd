import { minimizePolicy, parsePolicy } from '@rolewright/core/policy'
import type { BenchRow } from './bench-row.ts'
import { latestManagedPolicies } from './latest-managed-policies.ts'
import { minimizedSize, sizeText } from './minimized-size.ts'
import { fastest } from './rate.ts'

const atMost = 0.79
const fitting = 30
const slower = 3

/** As the strict row, with patterns from the catalogue; the first run, which also reads the catalogue, is told apart. */
export default async function minimizeCatalogue(): Promise<BenchRow> {
  const texts = latestManagedPolicies().map(({ text }) => text)
  const documents = texts.map((text) => parsePolicy(text))
  const minimizeAll = (wildcards: 'strict' | 'catalogue'): string[] =>
    documents.map((document) => JSON.stringify(minimizePolicy(document, { wildcards })))
  const firstStrict = await fastest(() => minimizeAll('strict'), 1)
  const first = await fastest(() => minimizeAll('catalogue'), 1)
  const size = minimizedSize(texts, minimizeAll('catalogue'))
  const strictSize = minimizedSize(texts, minimizeAll('strict'))
  let [time, strictTime] = [Infinity, Infinity]
  for (let run = 0; run < 5; run++) {
    time = Math.min(time, await fastest(() => minimizeAll('catalogue'), 1))
    strictTime = Math.min(strictTime, await fastest(() => minimizeAll('strict'), 1))
  }
  const ratio = strictTime / time
  return {
    work: `minimise all ${texts.length.toLocaleString('en')} policies, catalogue wildcards`,
    peer: 'our strict mode',
    peerResult: sizeText(strictSize, strictTime),
    ours: sizeText(size, time),
    ratio,
    target: `at most ${atMost * 100} %, at least ${fitting} fit, at most ${slower} times the time`,
    holds: size.share <= atMost && size.fit >= fitting && time <= slower * strictTime,
    note: `the very first run took ${(first / 1000).toFixed(2)} s, reading the catalogue included, after a first strict one of ${(firstStrict / 1000).toFixed(2)} s. iam-shrink, the known peer, is not on npm.`,
  }
}
