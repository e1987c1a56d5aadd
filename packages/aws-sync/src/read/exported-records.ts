import type { RolewrightError } from '@rolewright/core'
import { exportInvalid } from './export-error.ts'
import { parseTrailRecord, type TrailRecord } from './trail-record.ts'

/**
 * The events in the text of a saved file, in any of the shapes that CloudTrail's own come in. Nothing of it is passed over but what Insights
 * says of other events.
 *
 * @throws {RolewrightError} `trail-export-invalid`, with the place
 */
export function exportedRecords(text: string, file: string): readonly TrailRecord[] {
  return valuesIn(text, file).flatMap(({ value, place }) => {
    if (isInsight(value)) return []
    const record = parseTrailRecord(value)
    if ('problem' in record) throw exportInvalid(file, `${place} can't be read: ${record.problem}`)
    return [record]
  })
}

interface Placed {
  readonly value: unknown
  readonly place: string
}

function valuesIn(text: string, file: string): readonly Placed[] {
  const whole = parsed(text)
  if (whole !== undefined) return valuesOf(whole, { file, place: '' })
  const lines = text.split('\n')
  // Only where the first line is whole is it a file of lines.
  if (lines.length < 2 || parsed(lines[0] ?? '') === undefined)
    throw exportInvalid(file, `the file is not JSON${whereBroken(text)}`)
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return []
    const value = parsed(line)
    if (value === undefined) throw exportInvalid(file, `line ${index + 1} is not JSON`)
    return valuesOf(value, { file, place: `line ${index + 1}` })
  })
}

/** Undefined for what is not JSON, which JSON itself can't say. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Where JSON ends to be some, as the engine tells it; nothing where the text just ends too early. */
function whereBroken(text: string): string {
  try {
    JSON.parse(text)
    return ''
  } catch (error) {
    const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(error instanceof Error ? error.message : '') ?? []
    return line === undefined || column === undefined ? '' : ` from line ${line}, column ${column} on`
  }
}

function valuesOf(
  json: unknown,
  { file, place }: { readonly file: string; readonly place: string },
): readonly Placed[] {
  const numbered = (values: readonly unknown[]): readonly Placed[] =>
    values.map((value, index) => ({ value, place: `${place === '' ? '' : `${place}, `}event ${index + 1}` }))
  if (Array.isArray(json)) return numbered(json)
  if (typeof json === 'object' && json !== null) {
    if ('Records' in json && Array.isArray(json.Records)) return numbered(json.Records)
    if ('Events' in json && Array.isArray(json.Events)) {
      if ('NextToken' in json) throw unfinished(file)
      return numbered(json.Events.map(recordOfEvent))
    }
    if ('eventID' in json) return [{ value: json, place: place === '' ? 'the event' : place }]
  }
  throw exportInvalid(
    file,
    `${place === '' ? 'the file' : place} has neither \`Records\`, as a trail writes them, nor \`Events\`, as \`lookup-events\` prints them`,
  )
}

function unfinished(file: string): RolewrightError {
  return exportInvalid(file, 'the answer goes on after these events, as its `NextToken` says', {
    hint: 'save all of it: run `aws cloudtrail lookup-events` without `--max-items` and `--no-paginate`',
  })
}

function recordOfEvent(event: unknown): unknown {
  if (typeof event !== 'object' || event === null || !('CloudTrailEvent' in event)) return event
  const { CloudTrailEvent: text } = event
  return typeof text === 'string' ? (parsed(text) ?? text) : text
}

const isInsight = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'eventCategory' in value && value.eventCategory === 'Insight'
