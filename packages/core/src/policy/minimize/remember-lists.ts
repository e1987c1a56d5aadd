interface Remembered<T> {
  readonly element: readonly string[]
  readonly made: T
}

/** The same lists come back in statement after statement; past this many the memory starts anew. */
const most = 10_000

/** More lists than these are not told apart one by one: a document made for it must not hold anything up. */
const alike = 100

/**
 * What `make` gives for a list of texts, made once for equal lists. Lists are found by one of their texts and then compared
 * text by text: writing a list out as the key of a map would take longer than most of what is done with it.
 */
export function rememberLists<T>(make: (element: readonly string[]) => T): (element: readonly string[]) => T {
  const single = new Map<string, T>()
  const known = new Map<string, Remembered<T>[]>()
  let count = 0
  const makeSingle = (text: string): T => {
    const found = single.get(text)
    if (found !== undefined) return found
    if (single.size >= most) single.clear()
    const made = make([text])
    single.set(text, made)
    return made
  }
  return (element) => {
    const [first] = element
    if (first !== undefined && element.length === 1) return makeSingle(first)
    // The middle one tells most lists apart: those of a service often begin alike.
    const key = element[element.length >> 1] ?? ''
    let bucket = known.get(key)
    if (bucket !== undefined) for (const one of bucket) if (isSame(one.element, element)) return one.made
    if (count >= most) {
      known.clear()
      bucket = undefined
      count = 0
    }
    // A list that its owner changes later must not change here.
    const one = { element: [...element], made: make(element) }
    if (bucket === undefined) known.set(key, [one])
    else if (bucket.length < alike) bucket.push(one)
    count++
    return one.made
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false
  return true
}
