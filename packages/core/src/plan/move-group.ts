import type { AccountState, GroupState } from '../account/account-state.ts'
import { defaultDocument } from '../account/documents.ts'
import { isAwsManaged } from '../account/is-aws-managed.ts'
import { asList } from '../policy/as-list.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { matchesResource } from '../policy/match/match-arn.ts'
import type { Change, PlanNote } from './plan.ts'

/** The move of an adopted group into the owned path. */
export function moveGroup(there: GroupState, wanted: GroupState): Change {
  const { createdAt: _, ...before } = there
  return {
    kind: 'move-group',
    before: { ...before, attachedPolicies: [], inlinePolicies: [] },
    after: { ...before, path: wanted.path, arn: wanted.arn, attachedPolicies: [], inlinePolicies: [] },
    reason: `adopted: moved from \`${there.path}\` to \`${wanted.path}\`, with all its members and policies`,
  }
}

/** Whom a move concerns: the members, who notice nothing, and every document that names the old ARN or will name the new one. */
export function moveNotes(actual: AccountState, there: GroupState, wanted: GroupState): readonly PlanNote[] {
  const subject = `group ${there.name}`
  const members = actual.users.filter((user) => user.groups.includes(there.name)).map(({ name }) => name)
  const note = (message: string): PlanNote => ({ kind: 'moves', subject, message })
  return [
    note(
      members.length === 0
        ? `its ARN becomes \`${wanted.arn}\`; it has no members`
        : `its ARN becomes \`${wanted.arn}\`; its members stay: ${members.join(', ')}`,
    ),
    ...places(actual).flatMap(({ place, document }): readonly PlanNote[] => {
      const [before, after] = [namesArn(document, there.arn), namesArn(document, wanted.arn)]
      if (before === after) return []
      return [note(before ? `${place} names its old ARN, and does not mean it any more` : `${place} comes to mean it`)]
    }),
  ]
}

interface Placed {
  readonly place: string
  readonly document: PolicyDocument
}

function places(actual: AccountState): readonly Placed[] {
  return [
    ...actual.policies.flatMap((policy): readonly Placed[] => {
      const document = defaultDocument(policy)
      return document === undefined || isAwsManaged(policy.arn) ? [] : [{ place: `policy ${policy.name}`, document }]
    }),
    ...actual.groups.flatMap(({ name, inlinePolicies }) => inline(`group ${name}`, inlinePolicies)),
    ...actual.users.flatMap(({ name, inlinePolicies }) => inline(`user ${name}`, inlinePolicies)),
    ...actual.roles.flatMap(({ name, inlinePolicies }) => inline(`IAM role ${name}`, inlinePolicies)),
  ]
}

function inline(holder: string, policies: GroupState['inlinePolicies']): readonly Placed[] {
  return policies.map(({ name, document }) => ({ place: `the inline policy ${name} of ${holder}`, document }))
}

/** Whether a statement speaks of an ARN other than by `*`; conditions may hold ARNs too, such as `iam:PolicyARN`, but none of groups. */
function namesArn(document: PolicyDocument, arn: string): boolean {
  return asList(document.Statement).some(({ Resource, NotResource }) =>
    [...asList(Resource), ...asList(NotResource)].some((pattern) => pattern !== '*' && matchesResource(pattern, arn)),
  )
}
