/**
 * A set of catalogue actions, one bit each by the action's number. Treat it as a value: every function here makes a new one.
 *
 * @example
 * ```ts
 * sizeOf(subtract(actionsMatching('s3:*'), actionsMatching('s3:Get*')))
 * ```
 */
export interface ActionSet {
  readonly words: Uint32Array
}

/** The set of the actions with these numbers; `capacity` is how many actions there are. */
export function actionSet(numbers: Iterable<number>, capacity: number): ActionSet {
  const words = new Uint32Array((capacity + 31) >>> 5)
  for (const number of numbers) words[number >>> 5] = (words[number >>> 5] ?? 0) | (1 << (number & 31))
  return { words }
}

/** The set of all actions. */
export function fullSet(capacity: number): ActionSet {
  const words = new Uint32Array((capacity + 31) >>> 5).fill(0xffffffff)
  if (capacity & 31) words[words.length - 1] = (1 << (capacity & 31)) - 1
  return { words }
}

/** What is in `a` or in `b`. */
export function union(a: ActionSet, b: ActionSet): ActionSet {
  return { words: a.words.map((word, index) => word | (b.words[index] ?? 0)) }
}

/** What is in `a` and in `b`. */
export function intersect(a: ActionSet, b: ActionSet): ActionSet {
  return { words: a.words.map((word, index) => word & (b.words[index] ?? 0)) }
}

/** What is in `a` but not in `b`. */
export function subtract(a: ActionSet, b: ActionSet): ActionSet {
  return { words: a.words.map((word, index) => word & ~(b.words[index] ?? 0)) }
}

/** Whether everything in `a` is in `b`. */
export function isSubset(a: ActionSet, b: ActionSet): boolean {
  return a.words.every((word, index) => (word & ~(b.words[index] ?? 0)) === 0)
}

/** Whether both hold the same. */
export function isSameSet(a: ActionSet, b: ActionSet): boolean {
  return a.words.length === b.words.length && a.words.every((word, index) => word === b.words[index])
}

/** Whether `a` and `b` have anything in common. */
export function overlaps(a: ActionSet, b: ActionSet): boolean {
  return a.words.some((word, index) => (word & (b.words[index] ?? 0)) !== 0)
}

/** Whether the set holds nothing. */
export function isEmptySet(set: ActionSet): boolean {
  return set.words.every((word) => word === 0)
}

/** Whether the action with this number is in the set. */
export function has(set: ActionSet, number: number): boolean {
  return (((set.words[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1
}

/** How many actions are in the set. */
export function sizeOf(set: ActionSet): number {
  let count = 0
  for (let word of set.words) {
    word -= (word >>> 1) & 0x55555555
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
}

/** The numbers of the actions in the set, ascending, which is the order of `service:Action` by code unit. */
export function* numbersIn(set: ActionSet): Generator<number, void, undefined> {
  for (const [index, bits] of set.words.entries()) {
    let word = bits
    while (word !== 0) {
      const low = word & -word
      yield (index << 5) + 31 - Math.clz32(low)
      word ^= low
    }
  }
}
