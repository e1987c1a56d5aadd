import { type CodeEntry, entry } from './code-entry.ts'

/** What is refused about people and their credentials. */
export const peopleCodes: Readonly<Record<string, CodeEntry>> = {
  'grant-conflict': entry(
    'Somebody is to have a role for a time that they hold already, or may not hold beside their own.',
    '`mary` holds `payer`, and nobody may hold that together with `approver`',
    'Let somebody else do it.',
  ),
  'grant-refused': entry(
    'A role can’t be given for a time, since copies of its policies don’t fit into IAM’s quotas or can’t be given an end.',
    "`it-manager` can't be given for a time: a statement of its has 31,204 characters with an end, and a policy takes 6,144",
    'Give a role of few and small policies of its own.',
  ),
  'grant-stands': entry(
    'Somebody has the role for a time already.',
    '`mary` has `rescuer` for a time already, until 2026-06-01T12:00:00.000Z',
    'Give it again when that has ended.',
  ),
  'group-missing': entry(
    'Somebody is to come into a group that the account does not have yet.',
    '`mary` is to be in the group `Clerk`, which the account does not have yet',
    'Run `rolewright apply` first.',
  ),
  'last-administrator': entry(
    'Somebody is to be offboarded who is the last user that can administer access.',
    '`jane` is the last user of `111122223333` who can administer access',
    'Make somebody else an administrator first.',
  ),
  'offboard-self': entry(
    'Somebody would offboard themselves.',
    '`jane` is you: nobody can take away their own access to the end',
    'Let another administrator do it.',
  ),
  'person-elsewhere': entry(
    'The person does not work in this account.',
    '`mary` (`mary@example.com`) does not work in the account `111122223333`',
    'Name one of the person’s accounts, or add this one to them.',
  ),
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
  'role-elsewhere': entry(
    'The role does not go to this account.',
    'the role `rescuer` does not go to the account `111122223333`',
    'Name an account that takes it.',
  ),
  'rotation-stuck': entry(
    'There is no access key that could be rotated.',
    '`mary` has no access key',
    'See the keys with `rolewright people review`.',
  ),
  'user-taken': entry(
    'Somebody is to be onboarded whose user is there already, elsewhere or with credentials.',
    '`mary` has a password already, so there is nobody to onboard',
    'Give the person another `userName`, or leave the user as it is.',
  ),
  'user-unknown': entry(
    'The account has no such user.',
    'the account `111122223333` has no user `mary`',
    'Check the spelling; `rolewright people review` shows the users.',
  ),
}
