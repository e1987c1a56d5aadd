import { RolewrightError } from '@rolewright/core'
import { recordSchema, type CloudTrailRecord } from './cloud-trail-record.ts'

/**
 * Reads lines of a file of events.
 *
 * @throws {RolewrightError} `sandbox-file-invalid` for a line that is no event.
 */
export function parseRecords(text: string, file: string): CloudTrailRecord[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const result = recordSchema.safeParse(parseJson(line))
      if (result.success) return result.data
      const [issue] = result.error.issues
      throw new RolewrightError({
        code: 'sandbox-file-invalid',
        message:
          `\`${file}\` has a line that is no event: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
        hint: `mend \`${file}\`, or move it away: the account goes on without the events`,
      })
    })
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
