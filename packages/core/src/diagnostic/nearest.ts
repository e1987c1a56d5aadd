/**
 * The candidate whose spelling is nearest to `word`, or undefined when none is near enough to suggest.
 *
 * Nearness is edit distance without regard to case, at most a third of the word's length (and at least one edit).
 *
 * @example
 * ```ts
 * nearest('s3:GetObjct', ['s3:GetObject', 's3:PutObject']) // 's3:GetObject'
 * ```
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase()
  const limit = Math.max(1, Math.floor(wanted.length / 3))
  let best: string | undefined
  let bestDistance = limit + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** Levenshtein distance, or `limit` as soon as it can't come out below it. */
function editDistance(a: string, b: string, limit: number): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    let least = row
    for (let column = 1; column <= b.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1)
      const value = Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1)
      current.push(value)
      least = Math.min(least, value)
    }
    if (least >= limit) return limit
    previous = current
  }
  return previous[b.length] ?? limit
}
