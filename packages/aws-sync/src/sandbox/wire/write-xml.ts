import type { NormalizedSchema } from '@smithy/core/schema'
import { queryServices, type QueryServiceId } from './services.ts'

/** What an operation answers, as the query protocol's XML, by the SDK's own schema for its output. */
export function writeAnswer(answer: {
  readonly service: QueryServiceId
  readonly operation: string
  readonly schema: NormalizedSchema
  readonly output: unknown
  readonly requestId: string
}): string {
  const { operation, schema, output, requestId } = answer
  const result = schema.isStructSchema() ? element(`${operation}Result`, writeValue(schema, output)) : ''
  const metadata = element('ResponseMetadata', element('RequestId', requestId))
  return `<${operation}Response xmlns="${queryServices[answer.service]}">${result}${metadata}</${operation}Response>`
}

/** A refusal as the query protocol's XML. */
export function writeError(error: {
  readonly service: QueryServiceId
  readonly code: string
  readonly status: number
  readonly message: string
  readonly requestId: string
}): string {
  const type = element('Type', error.status >= 500 ? 'Receiver' : 'Sender')
  const body = type + element('Code', error.code) + element('Message', escapeXml(error.message))
  const inner = element('Error', body) + element('RequestId', error.requestId)
  return `<ErrorResponse xmlns="${queryServices[error.service]}">${inner}</ErrorResponse>`
}

const element = (name: string, content: string): string => `<${name}>${content}</${name}>`

function writeValue(schema: NormalizedSchema, value: unknown): string {
  if (schema.isListSchema()) return writeList(schema, value)
  if (schema.isMapSchema()) return writeMap(schema, value)
  if (schema.isStructSchema()) return writeStructure(schema, value)
  if (value instanceof Date) return writeDate(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return escapeXml(String(value))
}

/** Dates that IAM writes with three digits after the second, whatever they are. */
const toTheMillisecond: ReadonlySet<string> = new Set(['JobCreationDate', 'JobCompletionDate'])

const writeDate = (date: Date): string => date.toISOString().replace('.000Z', 'Z')

function writeList(schema: NormalizedSchema, value: unknown): string {
  if (!Array.isArray(value)) return ''
  const member = schema.getValueSchema()
  return value.map((item) => element('member', writeValue(member, item))).join('')
}

function writeMap(schema: NormalizedSchema, value: unknown): string {
  if (typeof value !== 'object' || value === null) return ''
  const inner = schema.getValueSchema()
  return Object.entries(value)
    .map(([key, each]) => element('entry', element('key', escapeXml(key)) + element('value', writeValue(inner, each))))
    .join('')
}

function writeStructure(schema: NormalizedSchema, value: unknown): string {
  if (typeof value !== 'object' || value === null) return ''
  let result = ''
  for (const [name, member] of schema.structIterator()) {
    const inner: unknown = Reflect.get(value, name)
    if (inner === undefined || inner === null) continue
    const isPrecise = inner instanceof Date && toTheMillisecond.has(name)
    result += element(name, isPrecise ? inner.toISOString() : writeValue(member, inner))
  }
  return result
}

// XML 1.0 has no way to write most control characters, nor half a surrogate pair; white space other than the blank is written
// by number, since parsers may trim or fold it.
const special = /[&<>"\p{Cc}\p{Surrogate}\uFFFE\uFFFF]/gu

/** Text made safe for XML 1.0; what it can't hold at all becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text.replaceAll(special, (character) => {
    switch (character) {
      case '&':
        return '&amp;'
      case '<':
        return '&lt;'
      case '>':
        return '&gt;'
      case '"':
        return '&quot;'
      default:
        return isUnwritable(character) ? '\uFFFD' : `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`
    }
  })
}

function isUnwritable(character: string): boolean {
  const code = character.charCodeAt(0)
  return code >= 0xd800 || (code < 0x20 && !'\t\n\r'.includes(character))
}
