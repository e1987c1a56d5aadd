import { type CodeEntry, entry } from './code-entry.ts'

/** What is refused about people and their credentials. */
export const peopleCodes: Readonly<Record<string, CodeEntry>> = {
  'report-failed': entry(
    'AWS did not finish the credential report.',
    'AWS did not finish the credential report in 2 minutes',
    'Run it again later.',
  ),
  'unreadable-report': entry(
    'The credential report is not whole, or not what AWS writes.',
    "the credential report can't be read: it has no column `mfa_active`",
    'Run it again; if it stays so, look at it with `aws iam get-credential-report`.',
  ),
}
