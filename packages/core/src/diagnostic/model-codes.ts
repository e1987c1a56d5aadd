import { type CodeEntry, entry } from './code-entry.ts'

/** What defining, compiling and reviewing a model refuses. */
export const modelCodes: Readonly<Record<string, CodeEntry>> = {
  'compile-failed': entry(
    'A model cannot be compiled for an account; the error carries all findings.',
    "the model can't be compiled for the account `dev`: 2 problems",
    'Mend the findings.',
  ),
  'condition-empty': entry(
    'A helper for conditions was given nothing to compare with, so that its condition would always hold.',
    '`inSubnets` names no subnet',
    'Name at least one, or leave the condition out.',
  ),
  'conditions-collide': entry(
    'Two conditions given together compare the same key with the same operator.',
    '`StringEquals` of `aws:RequestTag/team` stands in two of the conditions',
    'Write one condition with all values.',
  ),
  'invalid-action': entry(
    'An action given to `unlisted` is not of the form of an action.',
    '`GetObject` is not an action',
    'Write it as `service:Action`.',
  ),
  'invalid-date': entry(
    'A date is not an ISO date, or none is meant.',
    '`tomorrow` is not a date',
    'Write it as `2027-01-31`.',
  ),
  'lock-invalid': entry(
    'The lock of AWS managed policies cannot be used.',
    "the lock of AWS managed policies can't be used: it has no `policies`",
    'Restore it from version control, or write it anew with `rolewright import aws-managed`.',
  ),
  'model-invalid': entry(
    'A model has mistakes; the error carries all findings.',
    '`example` has 3 problems',
    'Mend the findings.',
  ),
  'no-role': entry(
    'A test of roles asks about something that is neither a role nor a person.',
    'only a role or a person can be asked what it allows',
    'Give what `defineRole` or `definePerson` returned to `expect`.',
  ),
  'no-test-account': entry(
    'A test of roles does not say in which account they are looked at.',
    'nothing says in which account roles are looked at',
    'Call `testRoles({ account, awsManaged, now })` at the top of the test file.',
  ),
  'not-json': entry(
    'A value for the history cannot be written as JSON.',
    "`data.at` is a function, which JSON can't hold",
    'Give plain objects, lists, strings, finite numbers, booleans and null.',
  ),
  'usage-incomplete': entry(
    'There is no evidence of use for something that a review should decide about.',
    'there is no last-accessed report of policy `arn:aws:iam::111122223333:policy/Read`',
    'Collect the usage again: nothing is decided on a part of it.',
  ),
  'wrong-account': entry(
    'Another account answers than the one that is meant.',
    'the account that answers is `444455556666`, meant is `111122223333`',
    'Use credentials of the account that is meant, or name another with `--account`.',
  ),
  'wrong-partition': entry(
    'The account that answers is in another partition of AWS, such as GovCloud, than its definition says.',
    'the account that answers is in the partition `aws-us-gov` of AWS, and `main` is meant to be in `aws`',
    'Say the partition where the account is defined: `defineAccount({ …, partition: "aws-us-gov" })`.',
  ),
}
