import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { fileError } from '../state/file-error.ts'

/** Reads what came to a file since it was last read, in whole lines. */
export interface TailReader {
  /** `isAnew` where the file is another one, or shorter than before: `text` is then all of it. */
  read(): { readonly text: string; readonly isAnew: boolean }
  /** Begins anew: what was read could not be used. */
  forget(): void
}

/** Of a file that others append to; a file that is missing is empty. */
export function createTailReader(file: string): TailReader {
  let done = 0
  let inode = 0n
  return {
    forget: () => void (done = 0),
    read: () => {
      const handle = openIfThere(file)
      if (handle === undefined) {
        const isAnew = done > 0
        done = 0
        return { text: '', isAnew }
      }
      try {
        const { size, ino } = fstatSync(handle, { bigint: true })
        const isAnew = done > 0 && (ino !== inode || Number(size) < done)
        if (isAnew) done = 0
        inode = ino
        const bytes = Buffer.alloc(Number(size) - done)
        readSync(handle, bytes, 0, bytes.length, done)
        // Somebody may be in the middle of a line.
        const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1)
        done += whole.length
        return { text: whole.toString('utf8'), isAnew }
      } catch (cause) {
        throw fileError('read', file, cause)
      } finally {
        closeSync(handle)
      }
    },
  }
}

function openIfThere(file: string): number | undefined {
  try {
    return openSync(file, 'r')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw fileError('read', file, cause)
  }
}
