import type { AccountState, GroupState } from '../account/account-state.ts'
import { finderByName } from '../account/finder-by-name.ts'
import type { DiffOptions } from './diff.ts'
import { foreignGroupNotes, membersApart } from './diff-foreign.ts'
import { moveGroup, moveNotes } from './move-group.ts'
import type { Owned } from './owned.ts'
import type { Change, PlanNote } from './plan.ts'

/** What has to happen to owned groups and what hangs on them, members apart. */
export function diffGroups(given: {
  actual: AccountState
  desired: AccountState
  owned: Owned
  options: DiffOptions
  ended: ReadonlySet<string>
}): { readonly changes: readonly Change[]; readonly notes: readonly PlanNote[] } {
  const changes: Change[] = []
  const notes: PlanNote[] = []
  const actualGroup = finderByName(given.actual.groups)
  const { ownership } = given.desired
  const [foreign, adopted] = [new Set(ownership?.foreign), new Set(ownership?.adopted)]
  const apart = membersApart(given.actual, given.desired)
  for (const group of given.desired.groups) {
    const there = actualGroup(group.name)
    if (foreign.has(group.arn)) {
      notes.push(...foreignGroupNotes({ group, there, apart }))
    } else if (there === undefined) {
      const bare = { ...group, attachedPolicies: [], inlinePolicies: [] }
      changes.push({
        kind: 'create-group',
        before: null,
        after: bare,
        reason: 'the model has it, the account does not',
      })
      changes.push(...attachments({ ...bare, name: group.name }, group))
    } else if (there.name !== group.name || !given.owned.group(there)) {
      notes.push({
        kind: 'name-taken',
        subject: `group ${group.name}`,
        message: `\`${there.arn}\` has this name already, and IAM knows names once, whatever their path or case`,
      })
    } else {
      if (there.path !== group.path && adopted.has(there.arn)) {
        changes.push(moveGroup(there, group))
        notes.push(...moveNotes(given.actual, there, group))
      }
      changes.push(...attachments(there, group), ...inlineRemovals(there))
    }
  }
  const wanted = new Set(given.desired.groups.map((group) => group.name))
  for (const group of given.actual.groups) {
    if (!given.owned.group(group) || wanted.has(group.name)) continue
    const ended = given.ended.has(group.arn)
    if (given.options.prune === true || ended) {
      changes.push(...attachments(group, { ...group, attachedPolicies: [] }), ...inlineRemovals(group), {
        kind: 'delete-group',
        before: { ...group, attachedPolicies: [], inlinePolicies: [] },
        after: null,
        reason: ended ? 'what it was for has ended' : 'not in the model any more',
      })
    } else {
      const members = given.actual.users.filter((user) => user.groups.includes(group.name)).length
      notes.push({
        kind: 'unpruned',
        subject: `group ${group.name}`,
        message: `not in the model any more; \`--prune\` deletes it (members now: ${members})`,
      })
    }
  }
  return { changes, notes }
}

function attachments(there: GroupState, wanted: GroupState): readonly Change[] {
  const has = new Set(there.attachedPolicies)
  const wants = new Set(wanted.attachedPolicies)
  return [
    ...wanted.attachedPolicies
      .filter((arn) => !has.has(arn))
      .map((policyArn): Change => ({
        kind: 'attach-policy',
        before: null,
        after: { group: wanted.name, policyArn },
        reason: 'a task of the role needs it',
      })),
    ...there.attachedPolicies
      .filter((arn) => !wants.has(arn))
      .map((policyArn): Change => ({
        kind: 'detach-policy',
        before: { group: there.name, policyArn },
        after: null,
        reason: 'no task of the role needs it',
      })),
  ]
}

function inlineRemovals(group: GroupState): readonly Change[] {
  return group.inlinePolicies.map((policy) => ({
    kind: 'delete-inline-policy',
    before: { group: group.name, name: policy.name, document: policy.document },
    after: null,
    reason: 'an owned group holds managed policies only',
  }))
}
