import { readFile } from 'node:fs/promises'
import { RolewrightError } from '@rolewright/core'

/**
 * The text of a file that a user named, without a byte order mark. UTF-16 is read where its mark says so, as Windows PowerShell writes what `>`
 * redirects; in any other encoding letters would change without a word, so that it is refused. What the system refuses names the file.
 */
export async function readText(file: string): Promise<string> {
  try {
    const bytes = await readFile(file)
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw new RolewrightError({
        code: 'file-unusable',
        message: 'the file is not text in UTF-8',
        path: file,
        hint: 'save it again in UTF-8; in Windows PowerShell with `| Out-File -Encoding utf8`',
        cause: error,
      })
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

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}
