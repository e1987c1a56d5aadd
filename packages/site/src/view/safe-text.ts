// Characters that change how the text around them is read (direction, joining, control), or that no reader sees.
const UNSEEN = /[\p{Cc}\u200b-\u200f\u061c\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu
// What an AWS access key looks like; ids of users and roles (AIDA, AROA) are no credentials.
const ACCESS_KEY = /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g
// What stands after a name that only credentials have: 40 characters for a secret key, more for a token.
const NAMED_SECRET =
  /((?:secret[_ -]?access[_ -]?key|session[_ -]?token|password|passwd|private[_ -]?key)\\?["']?\s*[:=]\s*\\?["']?)([^\s"'\\,;}]{8,})/gi
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g

/**
 * A text as a page may show it: characters that would reorder or hide what stands around them are written out as `⟨U+202E⟩`,
 * and credentials are left out.
 */
export function safeText(text: string): string {
  return withoutSecrets(text).replaceAll(UNSEEN, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  )
}

// Nearly no text has any of these, and a site has millions of texts.
const SUSPICIOUS = /AKIA|ASIA|-----BEGIN|secret|token|passw|private/i

/** Leaves out what is shaped like a credential: access keys, what the text itself names as a secret, private keys. */
export function withoutSecrets(text: string): string {
  if (!SUSPICIOUS.test(text)) return text
  return text
    .replaceAll(PRIVATE_KEY, '⟨private key left out⟩')
    .replaceAll(ACCESS_KEY, '⟨access key left out⟩')
    .replaceAll(NAMED_SECRET, '$1⟨left out⟩')
}

// Names of fields whose values are credentials, whatever they look like.
const SECRET_FIELD =
  /^(?:aws_?)?(?:secret_?access_?key|session_?token|(?:new|old)?password|private_?key|base32_?string_?seed|secret)$/i

/**
 * Applies `change` to every text in a value that JSON can hold, keys of records included; the shape stays. A text in a field named
 * like a credential is left out altogether.
 */
export function mapTexts<T>(value: T, change: (text: string) => string): T
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => mapTexts<unknown>(item, change))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        change(key),
        typeof item === 'string' && SECRET_FIELD.test(key) ? '⟨left out⟩' : mapTexts<unknown>(item, change),
      ]),
    )
  }
  return value
}
