/** Numbers that only look random: the same seed gives the same ones on every machine. */
export interface Random {
  /** From 0 up to, but without, `below`. */
  readonly number: (below: number) => number
  readonly chance: (share: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
  /** So many different members of a list, in its order; all where it has no more. */
  readonly some: <T>(list: readonly T[], count: number) => readonly T[]
}

/** A generator after Marsaglia's xorshift with a multiplication at the end: even enough to draw a company with. */
export function random(seed: number): Random {
  let state = seed >>> 0 || 1
  const next = (): number => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return (Math.imul(state, 0x9e3779b1) >>> 0) / 2 ** 32
  }
  const number = (below: number): number => Math.floor(next() * below)
  return {
    number,
    chance: (share) => next() < share,
    pick: (list) => {
      const one = list[number(list.length)]
      if (one === undefined) throw new RangeError('there is nothing to pick from')
      return one
    },
    some: (list, count) => {
      const left = list.map((_, index) => index)
      const taken = Array.from({ length: Math.min(count, list.length) }, () => left.splice(number(left.length), 1)[0])
      return taken
        .filter((index) => index !== undefined)
        .toSorted((a, b) => a - b)
        .flatMap((index) => list.slice(index, index + 1))
    },
  }
}
