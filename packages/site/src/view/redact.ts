import type { Redaction, SiteAccount } from '../site-input.ts'
import { safeText, withoutSecrets } from './safe-text.ts'

// A hash may hold twelve digits in a row; it stays whole, since it names no account.
const NUMBER = /\b[0-9a-f]{64}\b|(?<!\d)(?:\d{12}|\d{4}-\d{4}-\d{4})(?!\d)/g
// The sign also as it stands in addresses and in JSON for HTML.
const EMAIL = /([\p{L}\d])[\p{L}\d._%+'-]*(?:@|%40|&#64;|\\u0040)([\p{L}\d-]+(?:\.[\p{L}\d-]+)+)/giu

/** What texts pass through before a reader sees them. */
export interface TextFilters {
  /** For whatever the model, the account or the history hold: no credentials, nothing that reads otherwise than it stands. */
  readonly shown: (text: string) => string
  /** For the company's own guides: no credentials, but letters of every script as they were written. */
  readonly written: (text: string) => string
}

/**
 * What every text of the site passes through before a page or a file holds it; where the company wants that, neither numbers of
 * accounts nor e-mail addresses come out. The same number becomes the same name all through one site.
 */
export function textFilters(redact: Redaction, accounts: readonly SiteAccount[]): TextFilters {
  const names = new Map(accounts.map(({ account }) => [account.accountId, account.id]))
  const nameOf = (number: string): string => {
    const digits = number.replaceAll('-', '')
    const known = names.get(digits)
    if (known !== undefined) return known
    const name = `other-account-${names.size - accounts.length + 1}`
    names.set(digits, name)
    return name
  }
  const hide = (text: string): string => {
    let shown = text
    if (redact.accountIds === true) {
      shown = shown.replaceAll(NUMBER, (found) => (found.length === 64 ? found : nameOf(found)))
    }
    if (redact.emails === true) shown = shown.replaceAll(EMAIL, '$1…@$2')
    return shown
  }
  return { shown: (text) => hide(safeText(text)), written: (text) => hide(withoutSecrets(text)) }
}
