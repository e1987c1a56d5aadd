import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as immediate } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { secretFinder } from './find-secrets.ts'
import { tellingTold } from './told-once.ts'

/** What a test run left behind, and the secrets that were found in it. */
export interface Scan {
  readonly secrets: number
  readonly files: number
  readonly bytes: number
  /** A secret is named by the beginning of its SHA-256. */
  readonly found: readonly { readonly file: string; readonly secret: string }[]
}

/**
 * Looks for the secrets of a run in all that the run printed and in every file of its temporary folders. The one place that is allowed is a file
 * that only its owner reads, in the lines that tell a secret, once.
 */
export async function scanRun(run: string): Promise<Scan> {
  const folders = linesOf(join(run, 'folders')).filter((path) => existsSync(path))
  const printed = ['printed', 'stdout', 'stderr'].flatMap((kind) => filesIn(join(run, kind)))
  const files = [...printed, ...[join(run, 'kept'), ...folders].flatMap(filesIn)]
  const secrets = new Set(linesOf(join(run, 'secrets')).map((line): string => JSON.parse(line)))
  const withoutTold = tellingTold((secret) => secrets.add(secret))
  const texts = new Map(
    files.filter(isOwners).map((file) => [file, Buffer.from(withoutTold(readFileSync(file, 'latin1')), 'latin1')]),
  )
  const find = secretFinder(secrets)
  let bytes = 0
  const found: Scan['found'][number][] = []
  for (const file of files) {
    const content = texts.get(file) ?? contentOf(file)
    bytes += content.length
    for (const secret of find(content)) found.push({ file, secret: nameOf(secret) })
    // The run has workers to end meanwhile.
    await immediate()
  }
  return { secrets: secrets.size, files: files.length, bytes, found }
}

const nameOf = (secret: string): string => createHash('sha256').update(secret).digest('hex').slice(0, 8)

/** The files in a folder, but for what is installed there. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(path)
    return entry.isFile() ? [path] : []
  })
}

const linesOf = (folder: string): readonly string[] =>
  filesIn(folder).flatMap((file) => readFileSync(file, 'utf8').split('\n').filter(Boolean))

const isOwners = (file: string): boolean => (statSync(file).mode & 0o077) === 0

/** What a file says; a site's search index is compressed. */
function contentOf(file: string): Uint8Array {
  const bytes = readFileSync(file)
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes)
  } catch {
    return bytes
  }
}
