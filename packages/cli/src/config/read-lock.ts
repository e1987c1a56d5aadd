import { readFile } from 'node:fs/promises'
import { type AwsManagedDocuments, parseAwsManagedLock, RolewrightError } from '@rolewright/core'

/**
 * The AWS managed policies that a lock file pins; none where the file is missing, since `check` says then what is not pinned.
 *
 * @throws {RolewrightError} code `lock-invalid` for a file that is not a lock.
 */
export async function readLock(file: string): Promise<AwsManagedDocuments> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw error
  }
  try {
    return parseAwsManagedLock(JSON.parse(text)).policies
  } catch (error) {
    const place =
      error instanceof RolewrightError && error.path !== undefined && error.path !== '' ? `${file} ${error.path}` : file
    const what =
      error instanceof SyntaxError
        ? `it is not JSON: ${error.message}`
        : error instanceof Error
          ? error.message
          : String(error)
    throw new RolewrightError({
      code: 'lock-invalid',
      message: `the lock of AWS managed policies can't be used: ${what.split('\n')[0] ?? what}`,
      path: place,
      hint: 'restore it from version control, or remove it and run `rolewright import aws-managed`',
      cause: error,
    })
  }
}
