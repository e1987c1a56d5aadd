/** The names to cover, and what a pattern must keep clear of. */
export interface NamesToCover {
  /** Names as AWS writes them, without the service. */
  readonly names: readonly string[]
  /** What every pattern must begin with, since the original did: `Get` of `s3:Get*`. Undefined where no wildcard may be used. */
  readonly stem: string | undefined
  /** Whether everything that begins with this text (in lower case) may be allowed. */
  readonly mayCover: (prefix: string) => boolean
}

/** A wildcard for fewer names than this hides more than it saves. */
const worthAWildcard = 3

/**
 * Patterns that allow all the names and stay inside what may be allowed: `Get*` where everything that begins with that word may be,
 * the names themselves elsewhere. Sorted.
 */
export function patternsWithin({ names, stem, mayCover }: NamesToCover): string[] {
  if (stem === undefined) return names.toSorted()
  const patterns: string[] = []
  const cover = (group: readonly Split[], depth: number): void => {
    const prefix = group[0]?.words.slice(0, depth).join('') ?? ''
    if (group.length < worthAWildcard) patterns.push(...group.map(({ name }) => name))
    else if (prefix.length > stem.length && mayCover(prefix.toLowerCase())) patterns.push(`${prefix}*`)
    else for (const members of byWord(group, depth)) cover(members, depth + 1)
  }
  cover(
    names.map((name) => ({ name, words: name.match(word) ?? [name] })),
    0,
  )
  return patterns.toSorted()
}

interface Split {
  readonly name: string
  readonly words: readonly string[]
}

const word = /[A-Z]+(?![a-z])|[A-Z][a-z]*|[a-z]+|[^A-Za-z]+/g

/** Groups by the word at this depth; a name that has no more words stands alone. */
function byWord(group: readonly Split[], depth: number): Iterable<readonly Split[]> {
  const groups = new Map<string, Split[]>()
  for (const split of group) {
    const key = split.words[depth] ?? ''
    const members = groups.get(key)
    if (members === undefined) groups.set(key, [split])
    else members.push(split)
  }
  const ended = groups.get('') ?? []
  groups.delete('')
  return [...ended.map((split) => [split]), ...groups.values()]
}
