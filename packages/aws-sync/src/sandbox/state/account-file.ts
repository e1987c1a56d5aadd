import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { createAccount, type Account } from './account.ts'
import { fileError } from './file-error.ts'
import { parseAccountFile, printAccountFile } from './file-format.ts'

/** An account's file on disk, shared with other processes. */
export interface AccountFile {
  /** The account as it stands in the file, if somebody else wrote it since it was last read or written here; null if there is no file. */
  readIfChanged(): Account | 'unchanged' | null
  write(account: Account): void
  /** Makes the next reading read, even if nobody else wrote. */
  forget(): void
}

/** Opens nothing and locks nothing: see {@link withFileLock} for that. */
export function createAccountFile(file: string): AccountFile {
  let seen = ''
  return {
    readIfChanged: () => {
      const stamp = stampOf(file)
      if (stamp === null) return null
      if (stamp === seen) return 'unchanged'
      const account = createAccount(parseAccountFile(read(file), file))
      seen = stamp
      return account
    },
    write: (account) => {
      try {
        mkdirSync(dirname(file), { recursive: true })
        writeFileAtomic.sync(file, printAccountFile(account), { fsync: false })
      } catch (cause) {
        throw fileError('written', file, cause)
      }
      seen = stampOf(file) ?? ''
    },
    forget: () => void (seen = ''),
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw fileError('read', file, cause)
  }
}

/** Renaming gives a file a new inode, so that even two writes within a clock tick are told apart. */
function stampOf(file: string): string | null {
  try {
    const { ino, size, mtimeNs } = statSync(file, { bigint: true })
    return `${ino} ${size} ${mtimeNs}`
  } catch (cause) {
    if (isMissing(cause)) return null
    throw fileError('read', file, cause)
  }
}

const isMissing = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
