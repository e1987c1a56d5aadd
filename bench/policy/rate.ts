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
