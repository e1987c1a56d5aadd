import type { Rule } from './rule.ts'

export const changedByAws: Rule = {
  code: 'RW-AWS-MANAGED-CHANGED',
  severity: 'warning',
  title: "a pinned AWS managed policy that is older than the account's",
  explanation:
    'AWS changes its own policies without asking. What the roles were checked with is the document in `aws-managed.lock.json`; what people have is the one in the account. Told where an account is read: by `--live`, `--sandbox` or `--from-file`.',
  mend: 'look at what AWS changed, then run `rolewright import aws-managed`',
  find: ({ changedByAws: changes }) => changes.map(({ message, subject }) => ({ message, path: subject })),
}
