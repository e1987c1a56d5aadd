import type { PolicyDocument } from '../policy/document.ts'
import type { AccountState, GroupState, PolicyState, RoleState, UserState } from './account-state.ts'

/** Documents that hold for somebody, and the ARNs of attached policies whose document the state does not have. */
export interface EffectiveDocuments {
  readonly documents: readonly PolicyDocument[]
  readonly unknown: readonly string[]
}

/** The document of a managed policy that is in force: its default version. */
export function defaultDocument(policy: PolicyState): PolicyDocument | undefined {
  // A loop, since it is asked for every policy of an account.
  for (const { versionId, document } of policy.versions) if (versionId === policy.defaultVersionId) return document
  return undefined
}

/** Finds the documents of groups and users in one state; build it once, ask it often. */
export interface DocumentFinder {
  /** The document of a managed policy that is in force, by ARN. */
  readonly ofPolicy: (arn: string) => PolicyDocument | undefined
  /** The documents of a group, or of an IAM role. */
  readonly ofGroup: (holder: GroupState | RoleState) => EffectiveDocuments
  /** A user's own documents and those of all its groups; a boundary is not part of it. */
  readonly ofUser: (user: UserState) => EffectiveDocuments
}

/**
 * Indexes a state so that the documents of its groups and users can be asked for.
 *
 * @example
 * ```ts
 * createEvaluator(documentFinder(state).ofUser(mary).documents).decide({ action: 'ec2:RunInstances', resource: '*' })
 * ```
 */
export function documentFinder(state: AccountState): DocumentFinder {
  const byArn = new Map(state.policies.map((policy) => [policy.arn, defaultDocument(policy)]))
  const groups = new Map(state.groups.map((group) => [group.name, group]))
  const collect = (holders: readonly (GroupState | RoleState | UserState)[]): EffectiveDocuments => {
    const documents: PolicyDocument[] = []
    const unknown: string[] = []
    for (const arn of new Set(holders.flatMap((holder) => holder.attachedPolicies))) {
      const document = byArn.get(arn)
      if (document === undefined) unknown.push(arn)
      else documents.push(document)
    }
    documents.push(...holders.flatMap((holder) => holder.inlinePolicies.map((policy) => policy.document)))
    return { documents, unknown }
  }
  return {
    ofPolicy: (arn) => byArn.get(arn),
    ofGroup: (group) => collect([group]),
    ofUser: (user) => collect([user, ...user.groups.flatMap((name) => groups.get(name) ?? [])]),
  }
}
