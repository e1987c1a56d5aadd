import type { AccountState, PolicyState } from '../account/account-state.ts'
import { allowedDifference } from '../account/allowed-difference.ts'
import { defaultDocument } from '../account/documents.ts'
import { finderByName } from '../account/finder-by-name.ts'
import { isAwsManaged } from '../account/is-aws-managed.ts'
import { sameDocument } from '../policy/print/same-document.ts'
import type { DiffOptions } from './diff.ts'
import { foreignPolicyNotes } from './diff-foreign.ts'
import { foreignUses, usesInWords } from './foreign-uses.ts'
import type { Owned } from './owned.ts'
import type { Change, NotedPrincipal, PlanNote } from './plan.ts'

/** What has to happen to managed policies, and what is only told. */
export function diffPolicies(given: {
  actual: AccountState
  desired: AccountState
  owned: Owned
  options: DiffOptions
  ended: ReadonlySet<string>
}): { readonly changes: readonly Change[]; readonly notes: readonly PlanNote[] } {
  const changes: Change[] = []
  const notes: PlanNote[] = []
  const actualByArn = new Map(given.actual.policies.map((policy) => [policy.arn, policy]))
  const namesake = finderByName(given.actual.policies.filter(({ arn }) => !isAwsManaged(arn)))
  const uses = foreignUses(given.actual, given.owned)
  const foreignUsersOf = (arn: string): readonly NotedPrincipal[] => uses.get(arn) ?? []
  const foreign = new Set(given.desired.ownership?.foreign)
  const onlyForeign = heldByForeignOnly(given.desired, foreign)
  const everyWanted = given.desired.policies.filter((policy) => !isAwsManaged(policy.arn))
  for (const policy of everyWanted) {
    if (foreign.has(policy.arn)) notes.push(...foreignPolicyNotes(policy, namesake(policy.name)))
  }
  const wanted = everyWanted.filter(({ arn }) => !foreign.has(arn) && (!onlyForeign.has(arn) || actualByArn.has(arn)))
  for (const policy of wanted) {
    const there = actualByArn.get(policy.arn)
    if (there !== undefined) {
      changes.push(...changedPolicy(there, policy))
      continue
    }
    const taken = namesake(policy.name)
    if (taken === undefined) {
      changes.push({
        kind: 'create-policy',
        before: null,
        after: policy,
        reason: 'the model has it, the account does not',
      })
    } else {
      notes.push({
        kind: 'name-taken',
        subject: `policy ${policy.name}`,
        message: `\`${taken.arn}\` has this name already, and IAM knows names once, whatever their path or case`,
      })
    }
  }
  const wantedArns = new Set(wanted.map((policy) => policy.arn))
  for (const policy of given.actual.policies) {
    if (!given.owned.policy(policy) || wantedArns.has(policy.arn)) continue
    const users = foreignUsersOf(policy.arn)
    if (users.length > 0) {
      notes.push({
        kind: 'foreign-use',
        subject: `policy ${policy.name}`,
        message: `not in the model any more, but ${usesInWords(users)} ${users.length === 1 ? 'uses' : 'use'} it; it stays`,
        principals: users,
      })
    } else if (given.options.prune === true || given.ended.has(policy.arn)) {
      const reason = given.ended.has(policy.arn) ? 'what it was for has ended' : 'not in the model any more'
      changes.push({ kind: 'delete-policy', before: policy, after: null, reason })
    } else {
      notes.push({
        kind: 'unpruned',
        subject: `policy ${policy.name}`,
        message: 'not in the model any more; `--prune` deletes it',
      })
    }
  }
  const changed = new Set(
    changes.flatMap((change) =>
      change.kind === 'update-policy' || change.kind === 'set-default-version' ? [change.before.arn] : [],
    ),
  )
  for (const { arn, name } of uses.size === 0 ? [] : wanted) {
    const users = actualByArn.has(arn) ? foreignUsersOf(arn) : []
    if (users.length === 0) continue
    const message = changed.has(arn)
      ? `the change reaches ${usesInWords(users)} too, outside the model`
      : `${usesInWords(users)} ${users.length === 1 ? 'uses' : 'use'} it, outside the model`
    notes.push({ kind: 'foreign-use', subject: `policy ${name}`, message, principals: users })
  }
  for (const policy of given.desired.policies.filter((one) => isAwsManaged(one.arn))) {
    const there = actualByArn.get(policy.arn)
    if (there !== undefined) notes.push(...changedByAws(policy, there))
  }
  return { changes, notes }
}

/** What only foreign groups would hold: nothing is changed of them, so that it is not made either until they are adopted. */
function heldByForeignOnly(desired: AccountState, foreign: ReadonlySet<string>): ReadonlySet<string> {
  if (foreign.size === 0) return foreign
  const own = new Set<string>()
  const others = new Set<string>()
  for (const group of desired.groups)
    for (const arn of group.attachedPolicies) (foreign.has(group.arn) ? others : own).add(arn)
  return new Set([...others].filter((arn) => !own.has(arn)))
}

/** AWS changes its own policies by itself: told as a note, since no plan can change it back. */
function changedByAws(pinned: PolicyState, there: PolicyState): readonly PlanNote[] {
  const [before, after] = [defaultDocument(pinned), defaultDocument(there)]
  if (before === undefined || after === undefined || sameDocument(before, after)) return []
  const { gained, lost } = allowedDifference(before, after)
  const words = [
    ...(gained.length === 0 ? [] : [`allows ${some(gained)} in addition`]),
    ...(lost.length === 0 ? [] : [`does not allow ${some(lost)} any more`]),
  ]
  const what = words.length === 0 ? 'allows the same actions in other words' : words.join(' and ')
  return [
    {
      kind: 'aws-changed',
      subject: `policy ${pinned.name}`,
      message: `AWS has changed it since ${pinned.defaultVersionId} was pinned: ${there.defaultVersionId} ${what}; \`rolewright import aws-managed\` pins it anew`,
      gained,
      lost,
    },
  ]
}

function some(actions: readonly string[]): string {
  const first = actions.slice(0, 5).join(', ')
  return actions.length > 5 ? `${first} and ${actions.length - 5} more` : first
}

function changedPolicy(there: PolicyState, wanted: PolicyState): readonly Change[] {
  const document = defaultDocument(wanted)
  const current = defaultDocument(there)
  if (document === undefined || (current !== undefined && sameDocument(current, document))) return []
  const earlier = there.versions.find((version) => sameDocument(version.document, document))
  if (earlier !== undefined) {
    const after = { ...there, defaultVersionId: earlier.versionId }
    const reason = `the default is ${there.defaultVersionId}, what is wanted stands in ${earlier.versionId}`
    return [{ kind: 'set-default-version', before: there, after, reason }]
  }
  return [{ kind: 'update-policy', before: there, after: wanted, reason: 'its document is not the one wanted' }]
}
