import type { Candidate, NameIndex } from './name-index.ts'

/** Part of a list: a pattern, what it must keep matching, and the characters it takes. */
interface Piece {
  readonly text: string
  readonly positions: readonly number[]
  readonly cost: number
}

/** Which names of a service are to be covered, one number for each: those below, and 0 for what must not be. */
export type Wanted = Uint8Array

export const mayBe = 1
export const mustBe = 2

/**
 * Patterns that match every name that must be covered and none that may not, in as few characters as a greedy search finds, beginning with the patterns given.
 * Each takes `overhead` characters on top of its own.
 */
export function coverNames(problem: {
  readonly index: NameIndex
  readonly wanted: Wanted
  readonly given: readonly string[]
  readonly overhead: number
}): readonly string[] {
  const { index, wanted, given, overhead } = problem
  if (wanted.every((need) => need > 0)) return wanted.includes(mustBe) ? ['*'] : []
  let pieces: readonly Piece[] = given.map((text) => ({
    text,
    positions: index.match(text.toLowerCase()).filter((position) => wanted[position] === mustBe),
    cost: text.length + overhead,
  }))
  // What was found may be the beginning of something better, and only when it is not does a second run give the same again.
  for (;;) {
    const better = withoutRedundant(search(pieces, problem), wanted)
    if (better === pieces) return pieces.map(({ text }) => text)
    pieces = better
  }
}

interface Offer {
  readonly candidate: Candidate
  readonly gain: number
}

/** The pieces with those replaced that one pattern can stand for, as long as that saves anything; the same array when nothing does. */
function search(
  given: readonly Piece[],
  problem: { index: NameIndex; wanted: Wanted; overhead: number },
): readonly Piece[] {
  const { wanted, overhead } = problem
  let pieces = given
  let state = costs(pieces, wanted.length)
  const offers = offersFor(pieces, problem)
    .map((candidate): Offer => ({ candidate, gain: gainOf(candidate, state) - overhead }))
    .filter(({ gain }) => gain > 0)
    .toSorted((a, b) => a.gain - b.gain || (a.candidate.text > b.candidate.text ? -1 : 1))
  for (let best = offers.pop(); best !== undefined; best = offers.pop()) {
    const { candidate } = best
    const gain = gainOf(candidate, state) - overhead
    if (gain <= 0) continue
    // Gains only shrink: what still leads after it is worked out anew is the best.
    if (gain < (offers.at(-1)?.gain ?? 0)) {
      offers.splice(offers.findLastIndex((other) => other.gain <= gain) + 1, 0, { candidate, gain })
      continue
    }
    pieces = take(candidate, pieces, problem)
    state = costs(pieces, wanted.length)
  }
  return pieces
}

interface Costs {
  /** What a name costs that has a pattern to itself. */
  readonly alone: Uint16Array
  readonly several: readonly Piece[]
}

function costs(pieces: readonly Piece[], count: number): Costs {
  const alone = new Uint16Array(count)
  const several: Piece[] = []
  for (const piece of pieces) {
    const [position] = piece.positions
    if (position !== undefined && piece.positions.length === 1) alone[position] = (alone[position] ?? 0) + piece.cost
    else if (position !== undefined) several.push(piece)
  }
  return { alone, several }
}

/** Patterns that match nothing they may not, each once. */
function offersFor(pieces: readonly Piece[], { index, wanted }: { index: NameIndex; wanted: Wanted }): Candidate[] {
  const found = new Set<Candidate>()
  for (const { positions } of pieces) {
    const [position] = positions
    if (position === undefined) continue
    for (const candidate of index.candidates(position)) {
      if (found.has(candidate) || candidate.positions.some((at) => wanted[at] === 0)) continue
      found.add(candidate)
    }
  }
  return [...found]
}

/** What the pieces cost that a pattern would stand for, less its own length. */
function gainOf({ text, positions }: Candidate, { alone, several }: Costs): number {
  let gain = -text.length
  for (const position of positions) gain += alone[position] ?? 0
  if (several.length > 0 && positions.length > 1)
    for (const piece of several) if (isWithin(piece.positions, positions)) gain += piece.cost
  return gain
}

function take(
  { text, positions }: Candidate,
  pieces: readonly Piece[],
  { wanted, overhead }: { wanted: Wanted; overhead: number },
): readonly Piece[] {
  const taken = positions.filter((position) => wanted[position] === mustBe)
  return [
    ...pieces.filter((piece) => !isWithin(piece.positions, taken)),
    { text, positions: taken, cost: text.length + overhead },
  ]
}

/** Without pieces that the others cover together, the longest first. */
function withoutRedundant(pieces: readonly Piece[], wanted: Wanted): readonly Piece[] {
  const covered = new Uint8Array(wanted.length)
  for (const { positions } of pieces) for (const position of positions) covered[position] = (covered[position] ?? 0) + 1
  const gone = new Set<Piece>()
  for (const piece of pieces.toSorted((a, b) => b.cost - a.cost)) {
    if (!piece.positions.every((position) => (covered[position] ?? 0) > 1)) continue
    gone.add(piece)
    for (const position of piece.positions) covered[position] = (covered[position] ?? 0) - 1
  }
  return gone.size === 0 ? pieces : pieces.filter((piece) => !gone.has(piece))
}

/** Both ascending. */
function isWithin(inner: readonly number[], outer: readonly number[]): boolean {
  if (inner.length > outer.length) return false
  let at = 0
  for (const position of inner) {
    while (at < outer.length && (outer[at] ?? 0) < position) at++
    if (outer[at] !== position) return false
  }
  return true
}
