import type { AuditEntry } from './audit-entry.ts'
import { parseEntry } from './parse-entry.ts'

/** One file of an account's history: its name without folders, and its whole text. */
export interface HistoryFile {
  readonly name: string
  readonly text: string
}

/** Something wrong with the history, and where; `line` counts from 1. */
export interface HistoryProblem {
  readonly kind: 'damaged' | 'changed' | 'removed' | 'reordered' | 'duplicate' | 'renamed' | 'torn' | 'cut-or-rewritten'
  readonly file?: string
  readonly line?: number
  /** One line for a person. */
  readonly message: string
}

/** What {@link verifyHistory} found. */
export interface HistoryVerification {
  readonly ok: boolean
  readonly problems: readonly HistoryProblem[]
  /** Every entry that can be read, by id, oldest first. */
  readonly entries: readonly AuditEntry[]
  /** Hashes that no other entry follows, sorted: keep them elsewhere, and a cut tail or a whole rewriting shows up against them. */
  readonly heads: readonly string[]
  readonly files: number
}

interface Place {
  readonly file: string
  readonly line: number
}

/**
 * Checks a set of history files of one account: that no entry was changed, removed, reordered, doubled or damaged.
 *
 * The files are a set, in any order: histories of two branches merge by having both files. What the files alone can't show (a
 * cut tail, a whole chain written anew) shows against `heads` that were kept elsewhere: each must still be in the history.
 *
 * @example
 * ```ts
 * const result = verifyHistory([{ name: '01J….jsonl', text }], { heads: ['9f86d0…'] })
 * if (!result.ok) for (const problem of result.problems) console.error(problem.message)
 * ```
 */
export function verifyHistory(
  files: readonly HistoryFile[],
  options: { readonly heads?: readonly string[] } = {},
): HistoryVerification {
  const problems: HistoryProblem[] = []
  const entries: AuditEntry[] = []
  const byHash = new Map<string, Place>()
  const unreadable = new Set<string>()
  const ids = new Map<string, Place>()
  const links: { readonly entry: AuditEntry; readonly place: Place; readonly above: string | undefined }[] = []

  for (const file of files.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))) {
    let above: string | undefined
    for (const { text, line, whole } of linesOf(file.text)) {
      const place = { file: file.name, line }
      const parsed = parseEntry(text)
      if (!parsed.ok) {
        if (parsed.hash !== undefined) unreadable.add(parsed.hash)
        const torn = !whole && parsed.problem === 'damaged'
        problems.push({
          kind: torn ? 'torn' : parsed.problem,
          ...place,
          message: torn
            ? `\`${file.name}\` ends in the middle of line ${line}`
            : `line ${line} of \`${file.name}\` ${parsed.message}`,
        })
        // What follows can't be held against a line that can't be read; one problem is reported, not two.
        above = parsed.hash ?? UNKNOWN
        continue
      }
      const { entry } = parsed
      const twin = ids.get(entry.id)
      if (twin !== undefined) {
        problems.push({
          kind: 'duplicate',
          ...place,
          message: `line ${line} of \`${file.name}\` repeats line ${twin.line} of \`${twin.file}\``,
        })
        above = entry.hash
        continue
      }
      if (line === 1 && file.name !== `${entry.id}.jsonl`) {
        problems.push({
          kind: 'renamed',
          ...place,
          message: `\`${file.name}\` begins with entry \`${entry.id}\`, so its name was \`${entry.id}.jsonl\` or its first lines are gone`,
        })
      }
      ids.set(entry.id, place)
      byHash.set(entry.hash, place)
      entries.push(entry)
      links.push({ entry, place, above: line === 1 ? undefined : above })
      above = entry.hash
    }
  }

  const followed = new Set<string>()
  for (const { entry, place, above } of links) {
    for (const hash of entry.prev) followed.add(hash)
    problems.push(...brokenLinks({ entry, place, above, known: (hash) => byHash.get(hash), unreadable }))
  }
  for (const head of options.heads ?? []) {
    if (!byHash.has(head)) {
      problems.push({
        kind: 'cut-or-rewritten',
        message: `the head \`${head}\` is no longer in the history: its end was cut off, or it was written anew`,
      })
    }
  }
  return {
    ok: problems.length === 0,
    problems,
    entries: entries.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    heads: entries
      .map((entry) => entry.hash)
      .filter((hash) => !followed.has(hash))
      .toSorted(),
    files: files.length,
  }
}

const UNKNOWN = '?'

function brokenLinks(link: {
  entry: AuditEntry
  place: Place
  above: string | undefined
  known: (hash: string) => Place | undefined
  unreadable: ReadonlySet<string>
}): HistoryProblem[] {
  const { entry, place, above, known, unreadable } = link
  if (above === UNKNOWN) return []
  if (above !== undefined) {
    if (entry.prev.length === 1 && entry.prev[0] === above) return []
    const before = entry.prev[0] === undefined ? undefined : known(entry.prev[0])
    if (before === undefined) {
      const message = `before line ${place.line} of \`${place.file}\`, at least one entry is missing`
      return [{ kind: 'removed', ...place, message }]
    }
    const where = before.file === place.file ? `line ${before.line}` : `line ${before.line} of \`${before.file}\``
    const message = `line ${place.line} of \`${place.file}\` belongs after ${where}, not where it stands`
    return [{ kind: 'reordered', ...place, message }]
  }
  // A first line names entries of other files; one that names its own file was moved to the front.
  return entry.prev.flatMap((hash): HistoryProblem[] => {
    const before = known(hash)
    if (before?.file === place.file) {
      const message = `line ${place.line} of \`${place.file}\` belongs after line ${before.line}, not where it stands`
      return [{ kind: 'reordered', ...place, message }]
    }
    if (before !== undefined || unreadable.has(hash)) return []
    const message = `\`${place.file}\` follows the entry \`${hash}\`, which is missing`
    return [{ kind: 'removed', ...place, message }]
  })
}

/** The lines of a file, from 1; `whole` is false for a last line without its newline. */
function linesOf(text: string): { text: string; line: number; whole: boolean }[] {
  const parts = text.split('\n')
  const last = parts.pop()
  const lines = parts.map((part, index) => ({ text: part, line: index + 1, whole: true }))
  return last === undefined || last === '' ? lines : [...lines, { text: last, line: lines.length + 1, whole: false }]
}
