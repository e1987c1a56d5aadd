import type { Redaction, SiteAccount } from '../site-input.ts'
import { safeText } from './safe-text.ts'

/** What every text of the site passes through before a page shows it. */
export function textFilter(redact: Redaction, accounts: readonly SiteAccount[]): (text: string) => string {
  const numbers = new Map(accounts.map(({ account }) => [account.accountId, account.id]))
  return (text) => {
    let shown = safeText(text)
    if (redact.accountIds === true) {
      shown = shown.replaceAll(/(?<!\d)\d{12}(?!\d)/g, (digits) => numbers.get(digits) ?? 'another-account')
    }
    if (redact.emails === true) {
      shown = shown.replaceAll(/([\p{L}\d])[\p{L}\d._%+-]*@([\p{L}\d-]+(?:\.[\p{L}\d-]+)+)/gu, '$1…@$2')
    }
    return shown
  }
}
