import { RolewrightError, type TrailEvent } from '@rolewright/core'
import { exportedFiles, readExportedText } from './exported-files.ts'
import { exportedRecords } from './exported-records.ts'
import { trailEvent } from './trail-record.ts'

/**
 * Reads saved CloudTrail events: a file as a trail writes them to S3 (`{ "Records": [...] }`, gzip or not), the whole answer of
 * `aws cloudtrail lookup-events`, an event a line, or a folder of such files, at any depth; digests and Insights are passed over. The oldest
 * first, each once, and only those of `accountId`, since a trail of an organization holds everybody's.
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
    for (const record of exportedRecords(await readExportedText(file), file)) {
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
