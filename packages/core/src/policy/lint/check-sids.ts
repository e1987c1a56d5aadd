import { shorten } from '../parse/shorten.ts'
import { type LintContext, own, type StatementView } from './statement-view.ts'

/** The names of statements: unique, not empty, and letters and digits only in an identity policy. */
export function checkSids(statements: readonly StatementView[], { kind, report }: LintContext): void {
  const seen = new Set<string>()
  for (const { raw, place } of statements) {
    const sid = own(raw, 'Sid')
    if (typeof sid !== 'string') continue
    const at = [...place, 'Sid']
    if (sid === '') report('EMPTY_SID_VALUE', at, 'the `Sid` is empty')
    else if (seen.has(sid)) {
      const code = kind === 'identity' ? 'UNIQUE_SIDS_REQUIRED' : 'UNIQUE_SIDS_RECOMMENDED'
      report(code, at, `the \`Sid\` ${shorten(sid)} stands in two statements`)
    } else if (kind === 'identity' && !/^[A-Za-z0-9]*$/.test(sid)) {
      report('UNSUPPORTED_SID', at, `the \`Sid\` ${shorten(sid)} holds other characters than letters and digits`)
    }
    seen.add(sid)
  }
}
