import { createHash } from 'node:crypto'
import { AwsError } from './aws-error.ts'

/** The paging part of a request and of an answer. */
export interface PageRequest {
  readonly Marker?: string | undefined
  readonly MaxItems?: number | undefined
}

export interface Page<T> {
  readonly items: T[]
  readonly rest: { readonly IsTruncated: boolean; readonly Marker?: string }
}

/**
 * One page of `items`, which are sorted by `keyOf`. A marker holds the key it ended at, so that what comes and goes between two
 * pages neither repeats nor hides others; and a mark of `scope`, since it holds only for the question it came from.
 */
export function page<T>(
  items: readonly T[],
  options: {
    readonly request: PageRequest
    readonly scope: readonly unknown[]
    readonly keyOf: (item: T) => string
    readonly defaultSize?: number
  },
): Page<T> {
  const { request, keyOf } = options
  const scope = createHash('sha256').update(JSON.stringify(options.scope)).digest('base64url').slice(0, 12)
  const after = request.Marker === undefined ? undefined : readMarker(request.Marker, scope)
  const start = after === undefined ? 0 : firstAfter(items, keyOf, after)
  const end = start + (request.MaxItems ?? options.defaultSize ?? 100)
  const selected = items.slice(start, end)
  const last = selected.at(-1)
  if (end >= items.length || last === undefined) return { items: selected, rest: { IsTruncated: false } }
  return { items: selected, rest: { IsTruncated: true, Marker: writeMarker(scope, keyOf(last)) } }
}

function firstAfter<T>(items: readonly T[], keyOf: (item: T) => string, after: string): number {
  const index = items.findIndex((item) => keyOf(item) > after)
  return index === -1 ? items.length : index
}

const writeMarker = (scope: string, key: string): string => Buffer.from(`${scope}${key}`, 'utf8').toString('base64')

/**
 * Refuses what is no marker at all, whatever it is asked of.
 *
 * @throws {AwsError} `ValidationError`.
 */
export function checkMarker(marker: string | undefined): void {
  if (marker !== undefined) textOf(marker)
}

function readMarker(marker: string, scope: string): string {
  const text = textOf(marker)
  if (!text.startsWith(scope)) throw new AwsError('InvalidInput', 'The marker passed in the request was invalid.')
  return text.slice(12)
}

function textOf(marker: string): string {
  const text = Buffer.from(marker, 'base64').toString('utf8')
  if (text.length < 12 || Buffer.from(text, 'utf8').toString('base64') !== marker || !/^[\w-]{12}/.test(text)) {
    throw new AwsError('ValidationError', 'Invalid Marker.')
  }
  return text
}
