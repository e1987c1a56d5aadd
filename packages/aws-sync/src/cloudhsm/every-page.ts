import { RolewrightError } from '@rolewright/core'

/**
 * All items of an answer that comes in pages.
 *
 * @throws {RolewrightError} `partial-read` where the same page would come again
 */
export async function everyPage<T>(
  operation: string,
  ask: (token: string | undefined) => Promise<{ readonly items: readonly T[]; readonly next: string | undefined }>,
): Promise<readonly T[]> {
  const all: T[] = []
  const seen = new Set<string>()
  for (let token: string | undefined; ;) {
    const { items, next } = await ask(token)
    all.push(...items)
    if (next === undefined) return all
    if (next === '' || seen.has(next)) {
      throw new RolewrightError({
        code: 'partial-read',
        message: `\`${operation}\` says there is more, but not where it goes on`,
        hint: 'run it again; if it stays so, check what `AWS_ENDPOINT_URL` names',
      })
    }
    seen.add(next)
    token = next
  }
}
