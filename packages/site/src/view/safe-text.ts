// Characters that change how the text around them is read (direction, joining, control), or that no reader sees.
const UNSEEN = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu
// What an AWS access key looks like; ids of users and roles (AIDA, AROA) are no credentials.
const ACCESS_KEY = /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g

/**
 * A text as a page may show it: characters that would reorder or hide what stands around them are written out as `⟨U+202E⟩`,
 * and anything shaped like an access key is left out.
 */
export function safeText(text: string): string {
  return text
    .replaceAll(UNSEEN, (character) =>
      character === '\n' || character === '\t'
        ? character
        : `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
    )
    .replaceAll(ACCESS_KEY, '⟨access key left out⟩')
}

/** Applies `change` to every text in a value that JSON can hold, keys of records included; the shape stays. */
export function mapTexts<T>(value: T, change: (text: string) => string): T
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => mapTexts<unknown>(item, change))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [change(key), mapTexts<unknown>(item, change)]),
    )
  }
  return value
}
