/** How often a second `work` can be done, one after another, measured for about `seconds` after a warm-up. */
export async function rate(work: () => unknown, seconds = 1): Promise<number> {
  await repeat(work, seconds / 4)
  return repeat(work, seconds)
}

async function repeat(work: () => unknown, seconds: number): Promise<number> {
  const start = performance.now()
  const end = start + seconds * 1000
  let done = 0
  let batch = 1
  while (performance.now() < end) {
    const before = performance.now()
    for (let index = 0; index < batch; index++) {
      const result = work()
      if (result instanceof Promise) await result
    }
    done += batch
    // Asking the time must not be what is measured.
    if (performance.now() - before < 10) batch *= 2
  }
  return (done / (performance.now() - start)) * 1000
}

/** The shortest of several runs, in milliseconds. */
export async function fastest(work: () => unknown, runs: number): Promise<number> {
  let best = Infinity
  for (let run = 0; run < runs; run++) {
    const start = performance.now()
    await work()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

/**
 * What several ways to do the same work on each item take, in milliseconds: the first run of each way, and the sum of the items' shortest times over
 * `runs` later ones, in which the ways take turns: what else the machine does at a moment touches few items in each of them.
 */
export function fastestByItem<T>(
  items: readonly T[],
  ways: readonly ((item: T) => unknown)[],
  runs: number,
): readonly { readonly first: number; readonly best: number }[] {
  const one = (way: (item: T) => unknown, item: T): number => {
    const start = performance.now()
    way(item)
    return performance.now() - start
  }
  const first = ways.map((way) => items.reduce((sum, item) => sum + one(way, item), 0))
  const best = ways.map(() => items.map(() => Infinity))
  for (let run = 0; run < runs; run++)
    for (const [index, way] of ways.entries())
      for (const [position, item] of items.entries()) {
        const times = best[index]
        if (times !== undefined) times[position] = Math.min(times[position] ?? Infinity, one(way, item))
      }
  return ways.map((_, index) => ({
    first: first[index] ?? Number.NaN,
    best: (best[index] ?? []).reduce((sum, time) => sum + time, 0),
  }))
}
