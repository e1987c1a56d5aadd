/**
 * Finds one of these by its name, in any case: IAM knows a name once, whatever its case. The spelling as it stands is looked for first, and
 * the others are put in order only when one was missed: in an account that is as its model says, none is.
 */
export function finderByName<T extends { readonly name: string }>(all: readonly T[]): (name: string) => T | undefined {
  let exact: ReadonlyMap<string, T> | undefined
  let folded: ReadonlyMap<string, T> | undefined
  return (name) => {
    exact ??= new Map(all.map((one) => [one.name, one]))
    const found = exact.get(name)
    if (found !== undefined) return found
    folded ??= new Map(all.map((one) => [one.name.toLowerCase(), one]))
    return folded.get(name.toLowerCase())
  }
}
