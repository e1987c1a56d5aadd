import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type AuditEntry, type Review, reviewSchema, RolewrightError, sha256Hex } from '@rolewright/core'
import { z } from 'zod'

/** A review and the file that holds it. */
export interface StoredReview {
  /** Name without folders: `2026-11-22-111122223333.json`. */
  readonly file: string
  readonly review: Review
}

/**
 * Stores a review as `<date>-<account>.json`. A stored review is never changed: a second one of the day gets a number behind it.
 * Gives the file's name and text.
 */
export async function storeReview(
  dir: string,
  review: Review,
): Promise<{ readonly file: string; readonly text: string }> {
  await mkdir(dir, { recursive: true })
  const text = textOf(review)
  const stem = `${review.at.slice(0, 10)}-${review.accountId}`
  const temporary = join(dir, `.${stem}-${process.pid}.new`)
  await writeFile(temporary, text, { flush: true })
  try {
    for (let number = 1; ; number++) {
      const file = number === 1 ? `${stem}.json` : `${stem}-${number}.json`
      try {
        // A link never overwrites, and shows the file only when it is whole.
        await link(temporary, join(dir, file))
        return { file, text }
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      }
    }
  } finally {
    await rm(temporary, { force: true })
  }
}

/**
 * Reads the stored reviews of all accounts, or of one, oldest first. A folder that does not exist holds none; a file that is no review
 * throws code `unreadable-review` with its name, and one that is another than the history says was written, `review-changed`.
 *
 * @example
 * ```ts
 * const newest = (await readReviews('reviews', { accountId, entries: history.earlier })).at(-1)
 * ```
 */
export async function readReviews(
  dir: string,
  options: {
    readonly accountId?: string
    /** Of the history, which knows the hash of each review that it tells of; nothing is held against it unless given. */
    readonly entries?: readonly AuditEntry[]
  } = {},
): Promise<readonly StoredReview[]> {
  const hashes = hashesIn(options.entries ?? [])
  const names = await readdir(dir).catch((error: unknown): string[] => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw unreadable(dir, error)
  })
  const stored: StoredReview[] = []
  for (const file of names.filter((name) => NAME.test(name))) {
    if (options.accountId !== undefined && !file.slice(11).startsWith(options.accountId)) continue
    stored.push({ file, review: await readReview(join(dir, file), file, hashes.get(file)) })
  }
  return stored.toSorted(
    (a, b) => Date.parse(a.review.at) - Date.parse(b.review.at) || numberOf(a.file) - numberOf(b.file),
  )
}

const NAME = /^\d{4}-\d{2}-\d{2}-\d{12}(?:-(\d+))?\.json$/

function numberOf(file: string): number {
  return Number(NAME.exec(file)?.[1] ?? 1)
}

const reviewData = z.object({ file: z.string(), sha256: z.string() })

/** By file what the history says of its text: of two branches that stored a review on one day, one is kept. */
function hashesIn(entries: readonly AuditEntry[]): ReadonlyMap<string, ReadonlySet<string>> {
  const hashes = new Map<string, Set<string>>()
  for (const entry of entries) {
    const parsed = entry.kind === 'review' ? reviewData.safeParse(entry.data) : undefined
    if (parsed?.success !== true) continue
    const { file, sha256 } = parsed.data
    hashes.set(file, new Set([...(hashes.get(file) ?? []), sha256]))
  }
  return hashes
}

/** As a review is written, whatever git or a formatter makes of its white space later. */
function textOf(review: unknown): string {
  return `${JSON.stringify(review, null, 2)}\n`
}

/** What was written as a stored review: its hash is the one that the history has. */
export async function storedText(dir: string, file: string): Promise<string> {
  return textOf(JSON.parse(await readFile(join(dir, file), 'utf8')))
}

async function readReview(path: string, file: string, hashes: ReadonlySet<string> | undefined): Promise<Review> {
  let value: unknown
  try {
    value = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw unreadable(file, error)
  }
  if (hashes?.has(sha256Hex(textOf(value))) === false) {
    throw new RolewrightError({
      code: 'review-changed',
      message: `\`${file}\` is not the review that was written: the history has another hash of it`,
      hint: 'restore it from version control; a stored review is never edited',
      path: file,
    })
  }
  const parsed = reviewSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw unreadable(file, new Error(`${(issue?.path ?? []).join('.')}: ${issue?.message ?? ''}`))
}

function unreadable(file: string, error: unknown): RolewrightError {
  return new RolewrightError({
    code: 'unreadable-review',
    message: `\`${file}\` is not a stored review: ${error instanceof Error ? error.message : String(error)}`,
    hint: 'restore it from version control; a stored review is never edited',
    path: file,
    cause: error,
  })
}
