import { parsePolicy, PolicyError, RolewrightError, type PolicyDocument } from '@rolewright/core'
import { plainDocument } from './plain-document.ts'

/** How documents are read. */
export interface DocumentOptions {
  /** Takes what IAM would refuse, such as a Sid that stands twice, as long as it has the form of a policy. */
  readonly tolerant?: boolean
}

/** Reads one document; `place` says for a person whose it is. */
export type DocumentReader = (raw: string | Readonly<Record<string, unknown>>, place: string) => PolicyDocument

/**
 * A policy document as IAM hands it out: URL-encoded text (RFC 3986). Emulators leave the encoding out, and saved files hold the
 * object itself; both are understood. `place` says for a person whose document it is.
 */
export function readDocument(
  raw: string | Readonly<Record<string, unknown>>,
  place: string,
  { tolerant = false }: DocumentOptions = {},
): PolicyDocument {
  try {
    const given = typeof raw === 'string' ? decoded(raw) : raw
    try {
      return parsePolicy(given)
    } catch (error) {
      const plain = tolerant && error instanceof PolicyError ? plainDocument(given) : undefined
      if (plain === undefined) throw error
      return plain
    }
  } catch (error) {
    throw new RolewrightError({
      code: 'unreadable-policy',
      message: `the document of ${place} can't be read: ${error instanceof Error ? error.message : String(error)}`,
      ...(error instanceof RolewrightError && error.hint !== undefined ? { hint: error.hint } : {}),
      ...(error instanceof RolewrightError && error.path !== undefined ? { path: error.path } : {}),
      cause: error,
    })
  }
}

/**
 * Text that begins as JSON is not encoded: a percent sign in it belongs to the document. In encoded text a plus sign is always `%2B`: one
 * that stands there is a blank, as forms and some emulators write it.
 */
function decoded(text: string): string {
  if (/^\s*\{/.test(text)) return text
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'))
  } catch (error) {
    throw new RolewrightError({
      code: 'unreadable-policy',
      message: 'it is neither JSON nor URL-encoded JSON',
      hint: 'give the document as AWS prints it',
      cause: error,
    })
  }
}
