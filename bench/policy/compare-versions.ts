import { comparePolicies, createEvaluator, type PolicyComparison, type PolicyDocument } from '@rolewright/core/policy'
import { writeFileSync } from 'node:fs'
import type { BenchRow } from './bench-row.ts'
import { consecutiveVersions, type VersionPair } from './consecutive-versions.ts'
import { growthOf, plotTimes } from './plot-times.ts'

const mostUndecided = 0.02
const mostGrowth = 1.25

/** Every managed policy's versions, each with the next: what AWS's own changes gave and took. Each witness is judged once more, outside the time. */
export default function compareVersions(): BenchRow {
  const pairs = consecutiveVersions()
  for (const { before, after } of pairs.filter((_, index) => index % 20 === 0)) comparePolicies(before, after)
  const measured = pairs.map((pair) => ({ pair, ...measure(pair) }))
  const witnesses = measured.reduce((count, { pair, compared }) => count + confirmed(pair, compared), 0)
  const undecided = measured.filter(({ compared }) => compared.undecided !== undefined).length
  const total = measured.reduce((sum, { time }) => sum + time, 0)
  const points = measured.map(({ pair, time }) => ({ size: pair.size, time }))
  const growth = growthOf(points)
  writeFileSync(new URL('compare-versions.svg', import.meta.url), plotTimes(points))
  const count = (relation: string): number =>
    measured.filter(({ compared }) => compared.relation === relation && compared.undecided === undefined).length
  const share = undecided / pairs.length
  return {
    work: `compare all ${pairs.length.toLocaleString('en')} consecutive versions`,
    peer: 'none works offline',
    peerResult: 'none',
    ours: `${undecided} undecided, ${(total / 1000).toFixed(1)} s`,
    ratio: Number.NaN,
    target: `under ${mostUndecided * 100} % undecided, time as size to the power of at most ${mostGrowth}`,
    holds: share < mostUndecided && growth <= mostGrowth,
    note: `${count('equal')} equal, ${count('narrower')} narrower, ${count('wider')} wider, ${count('different')} different; ${witnesses.toLocaleString('en')}
requests that tell versions apart, each confirmed by the evaluator. Time a pair grows as its size to the power of ${growth.toFixed(2)}:

![Time a pair against the size of both versions](policy/compare-versions.svg)`,
  }
}

/** The faster of two runs: a pair takes less time than anything else that the machine may do meanwhile. */
function measure({ before, after }: VersionPair): { compared: PolicyComparison; time: number } {
  let time = Infinity
  let compared = comparePolicies([], [])
  for (let run = 0; run < 2; run++) {
    const start = performance.now()
    compared = comparePolicies(before, after)
    time = Math.min(time, performance.now() - start)
  }
  return { compared, time }
}

function confirmed({ name, before, after }: VersionPair, { gained, lost }: PolicyComparison): number {
  const allows = (document: PolicyDocument) => {
    const evaluator = createEvaluator(document)
    return (request: (typeof gained)[number]): boolean => evaluator.decide(request).effect === 'allow'
  }
  const [old, young] = [allows(before), allows(after)]
  for (const request of gained) if (old(request) || !young(request)) throw new Error(`${name}: not gained`)
  for (const request of lost) if (!old(request) || young(request)) throw new Error(`${name}: not lost`)
  return gained.length + lost.length
}
