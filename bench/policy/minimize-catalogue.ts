import { minimizePolicy, parsePolicy, type PolicyDocument } from '@rolewright/core/policy'
import type { BenchRow } from './bench-row.ts'
import { latestManagedPolicies } from './latest-managed-policies.ts'
import { minimizedSize, sizeText } from './minimized-size.ts'
import { fastestByItem } from './rate.ts'

const atMost = 0.79
const fitting = 30
const slower = 3

const strict = (document: PolicyDocument): string => JSON.stringify(minimizePolicy(document))
const catalogue = (document: PolicyDocument): string =>
  JSON.stringify(minimizePolicy(document, { wildcards: 'catalogue' }))

/** As the strict row, with patterns from the catalogue; the first run, which also reads the catalogue, is told apart. */
export default function minimizeCatalogue(): BenchRow {
  const texts = latestManagedPolicies().map(({ text }) => text)
  const documents = texts.map((text) => parsePolicy(text))
  const [before, after] = fastestByItem(documents, [strict, catalogue], 7)
  const size = minimizedSize(texts, documents.map(catalogue))
  const strictSize = minimizedSize(texts, documents.map(strict))
  const [time, strictTime] = [after?.best ?? Number.NaN, before?.best ?? Number.NaN]
  const [first, firstStrict] = [after?.first ?? Number.NaN, before?.first ?? Number.NaN]
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
