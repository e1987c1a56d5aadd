import { accountIdOf } from './shapes.ts'
import type { Account } from './state/account.ts'

/** Calls that list what lies under a path, with what IAM calls that place in a refusal, before the path. */
const listed: Readonly<Record<string, string>> = {
  'iam:ListGroups': 'group',
  'iam:ListInstanceProfiles': 'instance-profile',
  'iam:ListRoles': 'role',
  'iam:ListUsers': 'user',
}

/** What a refusal says that a call was about: mostly its resource, for a list the place that it looks in. */
export function shownResource(account: Account, asked: { action: string; arn: string; input: object }): string {
  const { action, arn, input } = asked
  const prefix: unknown = Reflect.get(input, 'PathPrefix')
  const path = typeof prefix === 'string' ? prefix : '/'
  if (action === 'iam:ListPolicies') return `policy path ${path}`
  const kind = listed[action]
  return kind === undefined ? arn : `arn:aws:iam::${accountIdOf(account)}:${kind}${path}`
}
