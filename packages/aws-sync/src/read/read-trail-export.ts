import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { RolewrightError, type TrailEvent } from '@rolewright/core'
import { parseTrailRecord, trailEvent, type TrailRecord } from './trail-record.ts'

const unzip = promisify(gunzip)

/**
 * Reads saved CloudTrail events: a file as a trail writes them to S3 (`{ "Records": [...] }`, gzip or not), the answer of
 * `aws cloudtrail lookup-events`, or a folder of such files, at any depth; digests are passed over. The oldest first, each once, and
 * only those of `accountId`, since a trail of an organization holds everybody's.
 *
 * Codes: `trail-export-unreadable` for what can't be read, `trail-export-invalid` for what holds no events, with the file,
 * `trail-export-other-account` where all events are of other accounts. A single bad file fails the whole.
 *
 * @example
 * ```ts
 * const events = await readTrailExport('cloudtrail/', { accountId: '111122223333' })
 * ```
 */
export async function readTrailExport(
  path: string,
  options: { readonly accountId: string },
): Promise<readonly TrailEvent[]> {
  const { accountId } = options
  const events = new Map<string, TrailEvent>()
  const others = new Set<string>()
  for (const file of await exportedFiles(path)) {
    for (const record of await readRecords(file)) {
      const owner = record.recipientAccountId ?? record.userIdentity?.accountId ?? accountId
      if (owner === accountId) events.set(record.eventID, trailEvent(record))
      else others.add(owner)
    }
  }
  if (events.size === 0 && others.size > 0) {
    const named = [...others].toSorted()
    throw new RolewrightError({
      code: 'trail-export-other-account',
      message: `all events are of account ${named.map((id) => `\`${id}\``).join(', ')}, and none of \`${accountId}\``,
      hint: `give the events of \`${accountId}\`, or name another account with \`--account\``,
      path,
    })
  }
  return [...events.values()].toSorted((a, b) => compare(a.at, b.at) || compare(a.id, b.id))
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

/** The file itself, or every file of a folder that may hold events, in a stable order. */
async function exportedFiles(path: string): Promise<readonly string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const entries = await readdir(path, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    const found = files.filter((file) => /\.json(?:\.gz)?$/.test(file) && !/CloudTrail-(?:Digest|Insight)/.test(file))
    if (found.length > 0) return found.toSorted()
  } catch (cause) {
    throw unreadable(path, cause)
  }
  throw invalid(path, 'there is no `.json` or `.json.gz` in the folder')
}

async function readRecords(file: string): Promise<readonly TrailRecord[]> {
  const text = await readExport(file)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw invalid(file, 'the file is not JSON')
  }
  return recordsIn(json, file).map((value, index) => {
    const record = parseTrailRecord(value)
    if ('problem' in record) throw invalid(file, `event ${index + 1} can't be read: ${record.problem}`)
    return record
  })
}

async function readExport(file: string): Promise<string> {
  try {
    const bytes = await readFile(file)
    const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b
    return (isZipped ? await unzip(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '')
  } catch (cause) {
    throw unreadable(file, cause)
  }
}

function recordsIn(json: unknown, file: string): readonly unknown[] {
  if (typeof json === 'object' && json !== null) {
    if ('Records' in json && Array.isArray(json.Records)) return json.Records
    if ('Events' in json && Array.isArray(json.Events)) return json.Events.map(recordOfEvent)
  }
  throw invalid(
    file,
    'the file has neither `Records`, as a trail writes them, nor `Events`, as `lookup-events` prints them',
  )
}

function recordOfEvent(event: unknown): unknown {
  if (typeof event !== 'object' || event === null || !('CloudTrailEvent' in event)) return event
  const { CloudTrailEvent: text } = event
  try {
    return typeof text === 'string' ? JSON.parse(text) : text
  } catch {
    return text
  }
}

function unreadable(file: string, cause: unknown): RolewrightError {
  const detail = cause instanceof Error ? (cause.message.split('\n', 1)[0] ?? '') : String(cause)
  return new RolewrightError({
    code: 'trail-export-unreadable',
    message: `the saved events can't be read: ${detail}`,
    hint: 'check the path, and that the file is whole',
    path: file,
    cause,
  })
}

function invalid(file: string, what: string): RolewrightError {
  return new RolewrightError({
    code: 'trail-export-invalid',
    message: what,
    hint: 'give a file or a folder that a trail wrote to S3, or the answer of `aws cloudtrail lookup-events`',
    path: file,
  })
}
