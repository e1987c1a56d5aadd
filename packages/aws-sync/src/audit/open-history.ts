import { type FileHandle, mkdir, open, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type AccountState,
  type AuditEntry,
  type AuditKind,
  canonicalJson,
  printEntry,
  RolewrightError,
  sealEntry,
  sha256Hex,
  toJsonValue,
  verifyHistory,
} from '@rolewright/core'
import { monotonicFactory } from 'ulid'
import type { Author } from './author.ts'
import { accountFolder, readHistoryFiles } from './history-files.ts'
import { requireUndamaged } from './read-history.ts'
import { recoverTorn, type Recovered } from './recover-torn.ts'
import { withoutSecrets } from './without-secrets.ts'

const ROUNDS = 100

/** One run's part of the history: a file of its own, made when the first entry is appended; it begins with an entry `run`. */
export interface History {
  readonly accountId: string
  /** What was there when it was opened, oldest first. */
  readonly earlier: readonly AuditEntry[]
  /** Torn last lines that were set aside; each is recorded before this run's first entry. */
  readonly recovered: readonly Recovered[]
  /** The run's file, `<ulid>.jsonl`; undefined before the first entry. */
  readonly file: () => string | undefined
  /** The hash to keep elsewhere: of the last entry of this run, else the newest head there was. */
  readonly head: () => string | undefined
  /** Writes one entry and waits until it is on the disk. Entries are written in the order of the calls. */
  readonly append: (kind: AuditKind, data: unknown) => Promise<AuditEntry>
  /** Stores an account state under its own hash in `states/`, and gives the hash. */
  readonly storeState: (state: AccountState) => Promise<string>
  /** Waits for what is being written and closes the file. */
  readonly close: () => Promise<void>
}

/**
 * Opens the history of one account to add to it: `<dir>/<account>/<ulid>.jsonl`, one file a run, so that branches merge.
 *
 * A torn last line that a crash left is moved into a `.torn` file and recorded; any other damage throws code `history-damaged`
 * with file and line, before anything is written. `now` gives the time of entries and ids.
 *
 * @example
 * ```ts
 * const history = await openHistory({ dir: 'audit', accountId, by: await authorOf(caller), now: () => new Date() })
 * await history.append('drift', { changes: 2 })
 * console.log(history.head())
 * await history.close()
 * ```
 */
export async function openHistory(options: {
  readonly dir: string
  readonly accountId: string
  readonly by: Author
  readonly now: () => Date
  /** What is run, for the entry `run` that begins the file. */
  readonly command?: string
}): Promise<History> {
  const { dir, accountId, by, now, command = 'unnamed' } = options
  if (!/^\d{12}$/.test(accountId)) {
    throw new RolewrightError({
      code: 'invalid-account',
      message: `\`${accountId}\` is not an account number`,
      hint: 'an account number has twelve digits',
    })
  }
  const { earlier, heads, recovered } = await readEarlier(dir, accountId)
  const folder = accountFolder(dir, accountId)
  const nextId = monotonicFactory()
  let handle: FileHandle | undefined
  let fileName: string | undefined
  let last: string | undefined
  let failed: unknown
  let queue: Promise<unknown> = Promise.resolve()

  const write = async (kind: AuditKind, data: unknown): Promise<AuditEntry> => {
    if (failed !== undefined) throw failed
    const at = now()
    const entry = sealEntry({
      version: 1,
      id: nextId(at.getTime()),
      at: at.toISOString(),
      by,
      kind,
      prev: last === undefined ? heads : [last],
      data: withoutSecrets(toJsonValue(data)),
    })
    try {
      if (handle === undefined) {
        fileName = `${entry.id}.jsonl`
        await keepBytes(dir)
        handle = await createWithFirstLine(folder, fileName, printEntry(entry))
      } else {
        await handle.appendFile(printEntry(entry))
        await handle.datasync()
      }
    } catch (error) {
      // A line may be half written: nothing may follow it.
      failed = new RolewrightError({
        code: 'history-not-written',
        message: `the history in \`${folder}\` can't be written: ${error instanceof Error ? error.message : String(error)}`,
        hint: 'make room and check who may write there',
        cause: error,
      })
      throw failed
    }
    last = entry.hash
    return entry
  }

  const inOrder = <T>(task: () => Promise<T>): Promise<T> => {
    const result = queue.then(task)
    queue = result.catch(() => undefined)
    return result
  }

  const append = (kind: AuditKind, data: unknown): Promise<AuditEntry> =>
    inOrder(async () => {
      if (last === undefined) await write('run', { accountId, command })
      return write(kind, data)
    })
  for (const torn of recovered) await append('recovered', torn)

  return {
    accountId,
    earlier,
    recovered,
    file: () => fileName,
    head: () => last ?? earlier.at(-1)?.hash,
    append,
    storeState: (state) => storeState(dir, state),
    close: async () => {
      await queue
      await handle?.close()
      handle = undefined
      failed = new RolewrightError({
        code: 'history-not-written',
        message: 'the history is closed',
        hint: 'open it again',
      })
    },
  }
}

async function readEarlier(
  dir: string,
  accountId: string,
): Promise<{ earlier: readonly AuditEntry[]; heads: readonly string[]; recovered: readonly Recovered[] }> {
  const recovered: Recovered[] = []
  for (let round = 0; ; round++) {
    const files = await readHistoryFiles(dir, accountId)
    const result = verifyHistory(files)
    requireUndamaged(result)
    const torn = result.problems[0]
    if (torn === undefined) return { earlier: result.entries, heads: result.heads, recovered }
    if (round > ROUNDS) {
      throw new RolewrightError({
        code: 'history-damaged',
        message: `somebody goes on writing the history: ${torn.message}`,
        hint: 'wait until the other run has ended',
      })
    }
    const aside = await recoverTorn(dir, accountId, torn)
    if (aside !== null) recovered.push(aside)
  }
}

/** The file appears under its name only with its first line in it, so that nobody takes an empty one for a crash. */
async function createWithFirstLine(folder: string, name: string, line: string): Promise<FileHandle> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, name)
  const handle = await open(`${path}.new`, 'ax')
  await handle.appendFile(line)
  await handle.sync()
  await rename(`${path}.new`, path)
  await syncFolder(folder)
  return handle
}

/** Git must not change line ends in what is hashed, whatever `core.autocrlf` says on the machine that checks it out. */
async function keepBytes(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true })
  const text = '# Every byte of the history is part of its hashes.\n* -text\n'
  await writeFile(join(dir, '.gitattributes'), text, { flag: 'wx' }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
}

async function storeState(dir: string, state: AccountState): Promise<string> {
  const text = `${canonicalJson(state)}\n`
  const hash = sha256Hex(text)
  const folder = join(dir, 'states')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${hash}.json`), text, { flush: true })
  return hash
}

/** A new file's name is safe on the disk only when its folder is; Windows has no such call and no such need. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder)
  await handle.sync()
  await handle.close()
}
