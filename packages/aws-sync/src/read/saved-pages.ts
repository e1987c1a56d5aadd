import { RolewrightError } from '@rolewright/core'

/**
 * The answers in a saved file: one, as `aws iam get-account-authorization-details` prints it; a list of pages, or page after page, as they are with
 * `--no-paginate`; each may still be in the envelope that the bare API puts around it when it is asked for JSON.
 *
 * Throws code `unreadable-account` for what is no JSON.
 */
export function savedPages(json: unknown): readonly unknown[] {
  const values = typeof json === 'string' ? parseDocuments(json) : [json]
  return values
    .flatMap((value): readonly unknown[] => (Array.isArray(value) && value.length > 0 ? value : [value]))
    .map(withoutEnvelope)
}

const ENVELOPES = new Set(['GetAccountAuthorizationDetailsResponse', 'GetAccountAuthorizationDetailsResult'])

function withoutEnvelope(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const inner = Object.entries(value).find(([name]) => ENVELOPES.has(name))
  return inner === undefined ? withoutNulls(value) : withoutEnvelope(inner[1])
}

/** AWS's own answers are seven deep. */
const DEEPEST = 64

/** The bare API writes null where there is nothing. Documents are text there, so that nothing of them is touched. */
function withoutNulls(value: unknown, depth = 0): unknown {
  if (depth > DEEPEST) {
    throw new RolewrightError({
      code: 'unreadable-account',
      message: `the file is nested more than ${DEEPEST} deep`,
      hint: 'give the JSON that `aws iam get-account-authorization-details --output json` prints',
    })
  }
  if (Array.isArray(value)) return value.map((inner) => withoutNulls(inner, depth + 1))
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([name, inner]) => [name, name.endsWith('Document') ? inner : withoutNulls(inner, depth + 1)]),
  )
}

function parseDocuments(text: string): readonly unknown[] {
  if (text.trim() === '') throw notJson('it is empty')
  try {
    return [parseExactly(text)]
  } catch (error) {
    const documents = splitDocuments(text)
    if (documents.length < 2) throw notJson(error)
    try {
      return documents.map(parseExactly)
    } catch (inner) {
      throw notJson(inner)
    }
  }
}

/** Where a number may be that a `number` does not hold; in text a match costs time and no more. */
const LONG_NUMBER = /[\s:,[]-?\d(?:[\d.]{15}|[\d.]*[eE])/

/** A number that would be rounded stays the text that it is, as it does where a policy is read from text. */
function parseExactly(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text)
  return JSON.parse(text, (_, value: unknown, given?: { readonly source?: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && String(value) !== given?.source
      ? given?.source
      : value,
  )
}

/** Where one top-level object or list ends, the next document begins. */
function splitDocuments(text: string): readonly string[] {
  const documents: string[] = []
  let depth = 0
  let start = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (inString) {
      if (character === '\\') index += 1
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') {
      depth -= 1
      if (depth === 0) {
        documents.push(text.slice(start, index + 1))
        start = index + 1
      }
    }
  }
  return text.slice(start).trim() === '' ? documents : [...documents, text.slice(start)]
}

function notJson(error: unknown): RolewrightError {
  return new RolewrightError({
    code: 'unreadable-account',
    message: `the file is not JSON: ${whyOf(error)}`,
    hint: 'give the JSON that `aws iam get-account-authorization-details --output json` prints, and nothing beside it',
    cause: error,
  })
}

/** What the engine says, without the piece of the file that it quotes. */
function whyOf(error: unknown): string {
  const [why = ''] = (error instanceof Error ? error.message : String(error)).split(/, (?:\.\.\.)?"|\n/)
  return why.charAt(0).toLowerCase() + why.slice(1)
}
