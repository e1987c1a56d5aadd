import { type CodeEntry, entry } from './code-entry.ts'

/** What reading, changing and reviewing an account refuses, and the sandbox. */
export const syncCodes: Readonly<Record<string, CodeEntry>> = {
  'ambiguous-proposal': entry(
    'The beginning of an id fits several proposals.',
    '`3f` begins the ids of several proposals',
    'Give more of the id.',
  ),
  'apply-locked': entry(
    'Somebody else is applying to the same account, or gives temporary access there.',
    '`arn:aws:iam::111122223333:user/mary` is changing this account right now, so nothing was changed',
    'Wait until that has ended; the lock of a run that crashed runs out by itself within two minutes.',
  ),
  'aws-access-denied': entry(
    'AWS refuses a call for want of permission.',
    'AWS refuses to read the account: not authorized to perform iam:GetAccountAuthorizationDetails',
    'Allow these credentials the action, or use others.',
  ),
  'aws-bad-credentials': entry(
    'AWS does not accept the credentials.',
    'AWS does not accept these credentials: The security token included in the request is invalid',
    'Check `AWS_PROFILE`, `AWS_ACCESS_KEY_ID` and the endpoint.',
  ),
  'aws-error': entry(
    'AWS answers with an error that has no code of its own here.',
    'AWS answers the call with MalformedPolicyDocument: Syntax errors in policy',
    'See what AWS says, mend it, and run it again.',
  ),
  'aws-expired-credentials': entry(
    'The credentials have expired.',
    'the AWS credentials have expired: The security token included in the request is expired',
    'Sign in again and run it again.',
  ),
  'aws-limit': entry(
    'A quota of IAM stops a call.',
    'an IAM quota stops the call: Cannot exceed quota for PoliciesPerGroup: 10',
    'Raise the quota where AWS lets you, or need fewer.',
  ),
  'aws-managed-unknown': entry(
    'AWS has no managed policy of that name.',
    'AWS has no managed policy `arn:aws:iam::aws:policy/ReadOnly`',
    'Mend the name in `awsManaged(…)`; some have a path in it.',
  ),
  'aws-no-credentials': entry(
    'There are no AWS credentials.',
    'there are no AWS credentials to read the account',
    'Sign in with `aws sso login`, set `AWS_PROFILE`, or use `--sandbox`.',
  ),
  'aws-throttled': entry(
    'AWS goes on refusing a call as too fast.',
    'AWS goes on refusing to read the account as too fast: Rate exceeded',
    'Wait a minute and run it again.',
  ),
  'aws-unreachable': entry(
    'The endpoint does not answer.',
    'the endpoint does not answer: connect ECONNREFUSED 127.0.0.1:4600',
    'Check the network and `AWS_ENDPOINT_URL`.',
  ),
  'branch-exists': entry(
    'The branch for a patch is there already.',
    'the branch `review-2026-11` is there already',
    'Name another, or delete it first.',
  ),
  'branch-invalid': entry(
    'Git takes no such name for a branch.',
    '`a..b` is no name for a branch',
    'Name it like `review-2026-11`.',
  ),
  'decision-file-invalid': entry(
    'A file of decisions can’t be taken as it stands; nothing was decided.',
    'the file has 2 problems, so nothing was decided',
    'Mend the lines named, and run the command again.',
  ),
  'git-failed': entry(
    'Git could not do what a patch on a branch needs.',
    '`git worktree` failed: fatal: invalid reference: HEAD',
    'See that git is installed, and that the roles are in a repository with a commit.',
  ),
  'history-damaged': entry(
    'The history cannot be continued as it stands.',
    'somebody goes on writing the history: the last line is not complete',
    'Run `rolewright audit verify`, and restore what it names from version control.',
  ),
  'history-not-written': entry(
    'The history cannot be written.',
    "the history in `audit` can't be written: no space left on device",
    'Make room, and check who may write there.',
  ),
  'history-unreadable': entry(
    'The history cannot be read.',
    "the history can't be read: permission denied",
    'Check that the folder is a folder, and who may read it.',
  ),
  interrupted: entry(
    'Somebody asked apply to stop, and it stopped between two calls.',
    'stopped at policy ReadBills, with 3 of 7 changes done: you asked to stop',
    'Run apply again when you want the rest done.',
  ),
  'invalid-account': entry(
    'An account number is not twelve digits.',
    '`1111` is not an account number',
    'Write the twelve digits.',
  ),
  'invalid-plan': entry(
    'A plan lacks what it needs to be applied.',
    'the plan has no document for policy `Read`',
    'Make the plan again.',
  ),
  'lambda-setup': entry(
    'A scheduled review in Lambda lacks a setting.',
    'there is no bucket to write reviews to',
    'Set `ROLEWRIGHT_BUCKET`, and name an account of the model.',
  ),
  'lock-lost': entry(
    'An apply stood still for so long that its lock ran out.',
    'somebody else has taken over the lock, since this apply had stood still for too long',
    'See that no other apply is running, then run it again.',
  ),
  'lock-out': entry(
    'A plan would take from whoever applies it what is needed to apply the next one, so that it is refused.',
    'after this plan, you (`arn:aws:iam::111122223333:user/mary`) could no longer `iam:CreatePolicyVersion` on `*`',
    'Keep your own access in the model, or let somebody else apply it; if it is meant, give `--allow-lock-out`.',
  ),
  'max-loss': entry(
    'More people than expected would lose access by a plan, so that it is refused.',
    '12 people lose access by this plan, and at most 10 % of 40, so 4 may',
    'Look at who loses what; if it is meant, let so many pass with `--max-loss`.',
  ),
  'name-taken': entry(
    'Something of that name exists already and is not owned.',
    'group `Readers`: a group of this name exists outside of `/rolewright/example/`',
    'Rename one of the two, or adopt what is there.',
  ),
  'not-converged': entry(
    'All calls of a plan succeeded, but the account does not show them.',
    'all calls succeeded, but the account does not show group `Readers`',
    'Look at `rolewright drift`: somebody may have changed the account at the same moment.',
  ),
  'not-clean': entry(
    'A patch on a branch begins from what is committed, and something is not.',
    'the repository has changes that are not committed: `M roles/clerk.ts`',
    'Commit them (reviews and decisions too), or stash them.',
  ),
  'not-in-repository': entry(
    'A patch on a branch needs something that the repository does not hold.',
    '`/srv/audit` is outside the repository, so that no branch can hold it',
    'Keep the roles, the reviews and the history in one repository, or patch without `--branch`.',
  ),
  'nothing-to-restore': entry(
    'No patch of the history can be taken back under this id.',
    'no patch of the history took anything away by a proposal `3f9a12`',
    'See what was patched with `rolewright audit log --kind patched`.',
  ),
  'partial-read': entry(
    'AWS gave a part of the account only, on which nothing is decided.',
    '`GetAccountAuthorizationDetails` says there is more, but not where it goes on',
    'Run it again; if it stays so, check what `AWS_ENDPOINT_URL` names.',
  ),
  'reason-missing': entry(
    'A decision about a proposal has no reason.',
    'the decision about `3f2a` has no reason',
    'Say in a sentence why.',
  ),
  'review-changed': entry(
    'A stored review is another than the history says was written.',
    '`2026-11-22-111122223333.json` is not the review that was written: the history has another hash of it',
    'Restore it from version control: a stored review is never edited.',
  ),
  'review-closed': entry(
    'A review was signed, and nothing of it is decided any more.',
    'the review `2026-11-22-111122223333.json` was signed by `mary` on 2026-12-01, so nothing of it is decided any more',
    'Run `rolewright review` for a new one; `rolewright review restore` takes back what it removed.',
  ),
  'review-open': entry(
    'A review is to be closed while proposals are open, and nobody says why.',
    '2 of 7 proposals are not decided: `3f9a12bc44556677` and others',
    'Decide them with `rolewright review decide`, or close with `--reason` why they stay open.',
  ),
  'review-running': entry(
    'Another run reviews the same account into the same folder.',
    'another review of account `111122223333` is running since 2026-11-22T05:17:00.000Z, as process 4711',
    'Wait until it has ended. Where there is none (it ran on another machine that is gone), delete the file that is named.',
  ),
  'rollback-stale': entry(
    'What an apply changed is not any more as it left it, so that it is not set back.',
    'the account has moved on since that apply, so it is not set back',
    'Set back what came later first, or put what you want into the model and apply that.',
  ),
  'rollback-unknown': entry(
    'The entry of the history is not of an apply that can be set back.',
    'the entry `01KB3Q8Z5V0000000000000000` is not of an apply whose changes stand in the history',
    'See what was applied with `rolewright audit log --kind applied`.',
  ),
  'sandbox-account-id': entry(
    'The sandbox was given something else than an account number.',
    '`dev` is not an account number',
    'Write twelve digits.',
  ),
  'sandbox-clock': entry(
    'The clock of a sandbox cannot be put on by that much.',
    "the clock can't be put on by `-1` days",
    'Give whole numbers that are not negative.',
  ),
  'sandbox-file-invalid': entry(
    'The file of a sandbox account is not one.',
    '`account.json` is not JSON',
    'Mend the file, or move it away and a new, empty account is made.',
  ),
  'sandbox-file-locked': entry(
    'Another process holds the sandbox account.',
    'the sandbox account `account.json` is held by another process',
    'Wait for it to end.',
  ),
  'sandbox-file-unreadable': entry(
    'The file of a sandbox account cannot be read.',
    "the sandbox account `account.json` can't be read",
    'Check that it is a file, and who may read it.',
  ),
  'sandbox-file-unwritable': entry(
    'The file of a sandbox account cannot be written.',
    "the sandbox account `account.json` can't be written",
    'Check who may write there, and that the disk is not full.',
  ),
  'sandbox-port': entry(
    'The sandbox cannot listen on its port.',
    "can't listen on `127.0.0.1:4600`: address already in use",
    'Name another port.',
  ),
  'sandbox-use': entry(
    'Usage cannot be laid down as asked.',
    'the sandbox has no user `mary`',
    'Name a user, an action and a time that the account can have.',
  ),
  'source-not-found': entry(
    'The folder of the roles cannot be read.',
    "the folder `roles` can't be read: no such file or directory",
    'Name the folder that holds the roles.',
  ),
  'source-not-parsed': entry(
    'A source file is not TypeScript.',
    '`roles/reader.ts` is not TypeScript that can be read: Unexpected token',
    'Mend the file; `tsc` says more.',
  ),
  'stale-plan': entry(
    'The account has changed since the plan was made.',
    'the account `111122223333` has changed since this plan was made',
    'Make the plan again, look at it, and apply the new one.',
  ),
  'trail-export-invalid': entry(
    'A file of saved CloudTrail events holds none.',
    'the file has neither `Records`, as a trail writes them, nor `Events`, as `lookup-events` prints them',
    'Give a file or a folder that a trail wrote to S3, or the answer of `aws cloudtrail lookup-events`.',
  ),
  'trail-export-other-account': entry(
    'Saved CloudTrail events are all of other accounts.',
    'all events are of account `444455556666`, and none of `111122223333`',
    'Give the events of the account that is meant, or name another with `--account`.',
  ),
  'trail-export-unreadable': entry(
    "Saved CloudTrail events can't be read.",
    "the saved events can't be read: unexpected end of file",
    'Check the path, and that the file is whole.',
  ),
  'trail-incomplete': entry(
    "CloudTrail's event history could not be read as a whole.",
    'CloudTrail answers in region us-east-1 with the same page twice',
    'Run it again; nothing is decided on half a history.',
  ),
  'unknown-proposal': entry(
    'No review has that proposal.',
    'no review has a proposal `3f2a`',
    'List them with `rolewright review list`.',
  ),
  'unreadable-account': entry(
    'The JSON of an account is not what AWS prints.',
    'the account has no list `GroupDetailList`',
    'Give the JSON that `aws iam get-account-authorization-details --output json` prints.',
  ),
  'unreadable-policy': entry(
    'The document of a policy in the account cannot be read.',
    "the document of policy `Read` can't be read: the text ends where a value should be",
    'Look at the policy in the account.',
  ),
  'unreadable-review': entry(
    'A file among the reviews is no stored review.',
    '`2026-11-22-111122223333.json` is not a stored review: it has no proposals',
    'Restore it from version control: a stored review is never edited.',
  ),
  'usage-failed': entry(
    'AWS did not finish a last-accessed report.',
    'AWS did not finish the last-accessed report of `arn:aws:iam::111122223333:group/Readers`: it failed',
    'Run it again later: nothing is decided on a part of the reports.',
  ),
  'wider-sensitive': entry(
    'A role that is marked sensitive, and that somebody holds, may do more by a plan, so that it is refused.',
    'the role of `Administrators` is marked sensitive and may do more by this plan',
    'Have somebody else look at it; if it is meant, give `--allow-wider`.',
  ),
}
