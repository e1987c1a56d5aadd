import { type CodeEntry, entry } from './code-entry.ts'

/** What the command and the building of the site refuse. */
export const commandCodes: Readonly<Record<string, CodeEntry>> = {
  'account-unknown': entry(
    'The model has no account of that id.',
    'the model has no account `staging`',
    'Name one of its accounts with `--account`.',
  ),
  'account-unsaid': entry(
    'The model has several accounts, and none is named.',
    'the model has 2 accounts, and nothing says which one is meant',
    'Name one with `--account`.',
  ),
  'check-failed': entry(
    'The model has findings of severity error, so that nothing is planned.',
    'the model has 2 errors, so nothing is planned',
    'Mend what is listed; `rolewright check` shows it again.',
  ),
  'config-import': entry(
    'The config, or a file it imports, imports what is not there.',
    '`./roles/reader.ts` does not export `reader`',
    'Check the spelling, or export it there.',
  ),
  'config-missing': entry(
    'There is no config file.',
    'there is no config file `rolewright.config.ts`',
    'Check what `--config` names, or make one with `rolewright init`.',
  ),
  'config-syntax': entry(
    'The config, or a file it imports, is not valid TypeScript.',
    "the file is not valid TypeScript: expected ';'",
    'Mend the file at the place named.',
  ),
  'config-throws': entry(
    'Loading the config threw an error.',
    'something is not defined',
    'Mend what stands at the place named; `ROLEWRIGHT_DEBUG=1` shows the whole trace.',
  ),
  'ended-early': entry(
    'The process ended before the command was through.',
    'the process ended before the command was through',
    'Look in the config and what it imports for `process.exit`, or for an `await` on what never comes.',
  ),
  'entry-unknown': entry(
    'The history has no entry of that id, or several.',
    'the history has no entry `01K`',
    'See the ids with `rolewright audit log`.',
  ),
  'file-unusable': entry(
    'The operating system refuses a file or folder.',
    'there is no such file or folder',
    'Check the spelling, and who may read and write there.',
  ),
  'invalid-argument': entry(
    'An argument of the command is not one that it takes.',
    '`yes` is not a decision',
    'See the help of the command with `--help`.',
  ),
  'missing-argument': entry(
    'The command lacks an argument.',
    'missing required argument `policy`',
    'See the help of the command with `--help`.',
  ),
  'missing-option': entry(
    'The command lacks an option.',
    "required option '--as <name>' not specified",
    'See the help of the command with `--help`.',
  ),
  'adopt-by-hand': entry(
    'The definition of the account is computed or not found, so that the command can not write into it.',
    "the source can't be edited: its `foreign` or `adopted` is computed",
    'Move the ARN to `adopted` yourself, or name the folder of the source with `--source`.',
  ),
  'adopt-refused': entry(
    'A group or policy lies under the path of another model.',
    'the group `Clerks` lies under `/rolewright/other/`, so that it belongs to another model',
    'Let that model give it up first, or write your own under another name.',
  ),
  'adopt-unknown': entry(
    'The account has no group or policy of that name that could be adopted.',
    'the account has no group `Clercs`',
    'Check the spelling; of AWS’s own policies make a copy with `rolewright import policy`.',
  ),
  'adopt-unmodelled': entry(
    'The model has no role or policy of that name: it would own something that it does not want.',
    'the model has no role whose group is named `Clerks`',
    'Write it first; `rolewright import account` writes a role for each group.',
  ),
  'policy-not-writable': entry(
    'A policy holds something that has no form in TypeScript.',
    "the policy `Odd` can't be written as TypeScript: it has no statement",
    'Mend it in the account first, or write it by hand.',
  ),
  'file-exists': entry(
    'A command would overwrite files that are there already, and nobody is there to be asked.',
    '2 files are there already, with another text: roles/model.ts, roles/people.ts; nothing was written',
    'Write into another folder with `--out`, or add `--yes` to overwrite them.',
  ),
  'needs-yes': entry(
    'Nobody is there to confirm a change.',
    'nobody is there to confirm, so nothing was changed',
    'Look at the plan, then add `--yes`.',
  ),
  'no-review': entry(
    'No review of the account is stored.',
    'no review of this account is stored',
    'Run `rolewright review` first.',
  ),
  'person-unknown': entry(
    'The model has no such person.',
    'the model has no person `marry`',
    'Check the spelling, or write a `definePerson`.',
  ),
  'partition-unsupported': entry(
    'A command does not know accounts of another partition of AWS, such as GovCloud.',
    '`rolewright baseline` knows accounts in the partition `aws` alone, and `main` is in `aws-us-gov`',
    'Name another account with `--account`.',
  ),
  'plan-file-invalid': entry(
    'A file is not a plan.',
    'the file is not a plan: it has no `changes`',
    'Give the file that `rolewright plan --out` wrote.',
  ),
  'port-taken': entry(
    'The port is taken.',
    'the port is taken',
    'Name another with `--port`, or stop what listens there.',
  ),
  'request-invalid': entry(
    'A question about what somebody may do is not about one action.',
    '`s3:*` is not one action',
    'Write the action as `service:Action`, without wildcards.',
  ),
  'restore-by-hand': entry(
    'What a patch took away can’t be put back by itself: the source has changed since.',
    'Build can’t be put back by itself: it has changed since',
    'Put back what is shown.',
  ),
  'role-unknown': entry('The model has no such role.', 'the model has no role `rescuer`', 'Check the spelling.'),
  'sandbox-missing': entry(
    'The file that `--sandbox` names is not there, and the command would not make one.',
    'there is no sandbox account in that file',
    'Check the spelling; `rolewright apply` makes a new account there.',
  ),
  'site-api-failed': entry(
    'The API reference of the site cannot be made.',
    'TypeDoc failed: no entry points',
    'See what TypeDoc says.',
  ),
  'site-base-invalid': entry(
    'The site cannot be served under that path.',
    '`access` is no path that a site can be served under',
    'Write a path such as `/` or `/access/`.',
  ),
  'site-build-failed': entry(
    'The site cannot be built; nothing was written.',
    "the site can't be built: a page failed",
    'See the page or file that the cause names.',
  ),
  'site-docs-unreadable': entry(
    'The folder of guides cannot be read.',
    "the guides in `docs` can't be read",
    'Name a folder of Markdown files, or leave `docs` out.',
  ),
  'site-missing': entry(
    'There is no site to serve yet.',
    'there is no built site',
    'Run `rolewright site build` first.',
  ),
  'site-out-foreign': entry(
    'The output folder holds files that no site build made.',
    '`dist` holds files that no earlier site build made',
    'Name a folder that is missing or empty, or one that holds an earlier site.',
  ),
  'site-out-unusable': entry(
    'The output folder cannot be used.',
    "`dist` can't be used as the site's folder: a file stands there",
    'Name a folder that is missing or empty.',
  ),
  'too-many-arguments': entry(
    'The command was given more arguments than it takes.',
    "too many arguments for 'plan'",
    'See the help of the command with `--help`.',
  ),
  'two-sources': entry(
    'Two options say where the account comes from.',
    '`--sandbox` and `--from-file` both say where the account comes from',
    'Give one of them.',
  ),
  unexpected: entry(
    'Something happened that nobody foresaw: a mistake in Rolewright.',
    'TypeError: undefined is not a function',
    'Run it again with `ROLEWRIGHT_DEBUG=1`, and report what it prints.',
  ),
  'unknown-command': entry(
    'There is no such command.',
    "unknown command 'paln'",
    'See the commands with `rolewright --help`.',
  ),
  'unknown-option': entry(
    'The command has no such option.',
    "unknown option '--al'",
    'See the help of the command with `--help`.',
  ),
  usage: entry(
    'The command line is not one that the command takes.',
    'the command line is wrong',
    'See the help with `--help`.',
  ),
  'who-unknown': entry(
    'There is no role, person, group or user of that name.',
    'there is no role or person `mary` in the model',
    'Give the id of a role or person, or the name of a group or user.',
  ),
}
