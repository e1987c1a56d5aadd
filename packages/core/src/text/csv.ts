// What a spreadsheet would take for a formula or an instruction, also in full width, and behind what nobody sees.
const FORMULA = /^[\s\p{C}\p{Z}]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/u

/**
 * Rows as comma-separated values (RFC 4180). What a spreadsheet would run begins with an apostrophe instead, as OWASP advises against
 * CSV injection.
 *
 * @example
 * ```ts
 * csv([['Buyer', '=cmd|/c calc']]) // `"Buyer","'=cmd|/c calc"\r\n`
 * ```
 */
export function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
