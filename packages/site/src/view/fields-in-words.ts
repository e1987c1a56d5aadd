import type { JsonValue } from '@rolewright/core'

// What a reader of a sentence gains nothing by: hashes and ids stand in the record itself.
const UNSAID = /^(?:accountId|plan|state|hash|fingerprint|version|kind)$/
const HASH = /^[0-9a-f]{40,}$/
const ISO_DATE = /^(\d{4}-\d{2}-\d{2})T[\d:.]+Z$/
const ITEMS = 3
const FIELDS = 8

/**
 * The data of an entry whose kind has no sentence of its own, as words: `person ana, role buyer, until 2027-01-01. “agreed”`.
 * Whatever is nested deeper is counted, not told.
 */
export function fieldsInWords(data: JsonValue): string {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return shortly(data)
  const fields = Object.entries(data).filter(([name, value]) => !UNSAID.test(name) && shortly(value) !== '')
  const reason = fields.find(([name]) => name === 'reason')
  const told = fields
    .filter(([name]) => name !== 'reason')
    .slice(0, FIELDS)
    .map(([name, value]) => `${words(name)} ${shortly(value)}`)
    .join(', ')
  const quoted = reason === undefined ? '' : `“${shortly(reason[1])}”`
  return [told, quoted].filter((part) => part !== '').join('. ') || 'Nothing more is recorded'
}

function shortly(value: JsonValue): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return HASH.test(value) ? '' : value.replace(ISO_DATE, '$1')
  if (typeof value === 'number') return value.toLocaleString('en')
  if (!Array.isArray(value)) {
    const name = Object.entries(value).find(([field]) => /^(?:name|id|userName)$/.test(field))?.[1]
    return typeof name === 'string' ? name : ''
  }
  const items = value.map((item: JsonValue) => shortly(item)).filter((item) => item !== '')
  if (items.length === 0) return value.length === 0 ? 'none' : value.length.toLocaleString('en')
  return `${items.slice(0, ITEMS).join(', ')}${items.length > ITEMS ? ` and ${items.length - ITEMS} more` : ''}`
}

/** `userName` and `user-name` become `user name`. */
function words(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]+/g, ' ')
    .toLowerCase()
}
