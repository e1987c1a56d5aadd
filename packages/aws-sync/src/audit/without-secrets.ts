import type { JsonValue } from '@rolewright/core'

const SECRET_NAMES: ReadonlySet<string> = new Set([
  'secretaccesskey',
  'aws_secret_access_key',
  'sessiontoken',
  'aws_session_token',
  'password',
  'newpassword',
  'oldpassword',
  'privatekey',
  'base32stringseed',
])

/**
 * The same value with every field named like a credential blanked: the last gate before the history, for what should never come
 * this far. Only names are known, so callers must still not hand secrets over.
 */
export function withoutSecrets(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value
  if (isList(value)) return value.map(withoutSecrets)
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      SECRET_NAMES.has(key.toLowerCase()) && typeof item === 'string' ? '[left out]' : withoutSecrets(item),
    ]),
  )
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}
