import type { AccountDefinition } from '../define/definitions.ts'

/** A group or policy that an account's definition names by ARN, outside the model's path. */
export interface Standing {
  readonly kind: 'group' | 'policy'
  readonly name: string
  readonly path: string
  readonly arn: string
  /** Only compared, or owned. */
  readonly is: 'foreign' | 'adopted'
}

/** What an account names as `foreign` or `adopted`, in that order; what is no ARN of a group or policy is left out. */
export function standingIn(account: Pick<AccountDefinition, 'foreign' | 'adopted'>): readonly Standing[] {
  return [...parsed(account.foreign, 'foreign'), ...parsed(account.adopted, 'adopted')]
}

function parsed(arns: readonly string[] | undefined, is: Standing['is']): readonly Standing[] {
  return (arns ?? []).flatMap((arn): readonly Standing[] => {
    const match = /^arn:[\w-]+:iam::\d{12}:(group|policy)(\/(?:.*\/)?)([^/]+)$/.exec(arn)
    const [, kind, path, name] = match ?? []
    if ((kind !== 'group' && kind !== 'policy') || path === undefined || name === undefined) return []
    return [{ kind, name, path, arn, is }]
  })
}
