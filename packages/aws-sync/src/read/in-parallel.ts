/**
 * Runs chains of tasks, `limit` chains at a time, the tasks of a chain one after the other. After a failure no further task is
 * begun; what is under way is waited for, then the first failure is thrown.
 */
export async function inParallel(chains: readonly (readonly (() => Promise<void>)[])[], limit: number): Promise<void> {
  const waiting = [...chains]
  const failures: unknown[] = []
  const worker = async (): Promise<void> => {
    for (let chain = waiting.shift(); chain !== undefined; chain = waiting.shift()) {
      for (const task of chain) {
        if (failures.length > 0) return
        try {
          await task()
        } catch (error) {
          failures.push(error)
        }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, chains.length)) }, worker))
  if (failures.length > 0) throw failures[0]
}
