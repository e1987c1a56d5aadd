import { constants } from 'node:buffer'
import type { Dirent } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { RolewrightError } from '@rolewright/core'
import { exportInvalid, exportUnreadable } from './export-error.ts'

const unzip = promisify(gunzip)

/** More can't be one text; what claims to be more when it is unpacked is made to fill the memory. */
const LARGEST = constants.MAX_STRING_LENGTH
const EVENTS = /\.(?:json|jsonl|ndjson)(?:\.gz)?$/i
/** What may hold events and is not read: half a download of `aws s3 sync`, archives, and what Athena and CloudTrail Lake write. */
const OTHER_EVENTS = /\.json(?:\.gz)?\.\w+$|\.(?:gz|zip|tar|tgz|bz2|xz|zst|7z|parquet|orc|csv)$/i

/**
 * The file itself, or every file of a folder that holds events, in a stable order.
 *
 * @throws {RolewrightError} `trail-export-unreadable`, or `trail-export-invalid` where there is none, or one that can't be read may hold some
 */
export async function exportedFiles(path: string): Promise<readonly string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const entries = await readdir(path, { recursive: true, withFileTypes: true })
    const found: string[] = []
    for (const entry of entries) {
      const file = join(entry.parentPath, entry.name)
      if (entry.name.startsWith('.') || /CloudTrail-(?:Digest|Insight)/.test(file) || !(await isFile(entry, file)))
        continue
      if (EVENTS.test(entry.name)) found.push(file)
      else if (OTHER_EVENTS.test(entry.name)) throw passedOver(file)
    }
    if (found.length > 0) return found.toSorted()
  } catch (cause) {
    throw cause instanceof RolewrightError ? cause : exportUnreadable(path, cause)
  }
  throw exportInvalid(path, 'there is no `.json` or `.json.gz` in the folder')
}

/** A link may lead to a file; one that leads to a folder is not gone along, and may not be left out. */
async function isFile(entry: Dirent, file: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile()
  if ((await stat(file)).isDirectory()) throw passedOver(file)
  return true
}

function passedOver(file: string): RolewrightError {
  return exportInvalid(file, 'this may hold events, and is not read', {
    hint: 'unpack it to `.json` or `.json.gz`, or move it elsewhere: nothing is decided on a part of the events',
  })
}

/**
 * The text of a saved file, unpacked.
 *
 * @throws {RolewrightError} `trail-export-unreadable`
 */
export async function readExportedText(file: string): Promise<string> {
  try {
    const bytes = await readFile(file)
    const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b
    const text = isZipped ? await unzip(bytes, { maxOutputLength: LARGEST }) : bytes
    return text.toString('utf8').replace(/^\uFEFF/, '')
  } catch (cause) {
    const isTooLarge =
      cause instanceof Error &&
      'code' in cause &&
      /^ERR_(?:BUFFER_TOO_LARGE|STRING_TOO_LONG|FS_FILE_TOO_LARGE)$/.test(String(cause.code))
    throw exportUnreadable(file, isTooLarge ? new Error('it is larger than 512 MB') : cause)
  }
}
