import { readFile } from 'node:fs/promises'
import { RolewrightError } from '@rolewright/core'

/** The text of a file that a user named, without a byte order mark; what the system refuses names the file. */
export async function readText(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '')
  } catch (error) {
    // A file beyond the longest string of JavaScript.
    if (
      error instanceof RangeError ||
      (error instanceof Error && 'code' in error && error.code === 'ERR_STRING_TOO_LONG')
    )
      throw new RolewrightError({
        code: 'file-unusable',
        message: 'the file is too large to be read',
        path: file,
        hint: 'check that it is the file that is meant',
        cause: error,
      })
    // Reading a folder fails without saying which.
    if (error instanceof Error && !('path' in error)) Object.defineProperty(error, 'path', { value: file })
    throw error
  }
}
