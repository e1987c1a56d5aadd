import type { AccountState } from '../account/account-state.ts'
import { defaultDocument } from '../account/documents.ts'
import { canonicalJson, toJsonValue } from '../audit/canonical-json.ts'
import { sha256Hex } from '../audit/sha256.ts'
import { heldRoles } from '../compile/memberships.ts'
import type { SourceMap } from '../compile/source-map.ts'
import type { AccountDefinition, Model, RoleDefinition } from '../define/definitions.ts'
import type { Campaign, Population, Reviewer } from './campaign.ts'
import type { Proposal } from './proposal.ts'
import type { Review } from './review.ts'
import { reviewedPolicies } from './reviewed-policies.ts'

/** The one who decides about what no role of the model holds. */
export const NO_OWNER = 'nobody'

/** What a campaign is made from. */
export interface CampaignInput {
  /** The stored review's file name. */
  readonly file: string
  readonly review: Review
  readonly model: Model
  readonly account: AccountDefinition
  /** The account as it was reviewed. */
  readonly state: AccountState
  readonly groups: SourceMap['groups']
  /** Ids of the roles that are reviewed; all that go to the account unless given. */
  readonly roles?: readonly string[]
  readonly ownedPath?: string
  /** How many days there are to decide. */
  readonly deadlineDays: number
}

/**
 * Freezes what a review covers and who decides about it. Each proposal goes to the owners of the roles whose groups it touches; what no
 * role holds goes to {@link NO_OWNER}.
 *
 * @example
 * ```ts
 * const campaign = openCampaign({ file, review, model, account, state, groups: sources.groups, deadlineDays: 30 })
 * await history.append('campaign', campaign)
 * ```
 */
export function openCampaign(input: CampaignInput): Campaign {
  const covered = new Set(input.roles ?? Object.values(input.groups))
  const roles = input.model.roles.filter(
    (role) => covered.has(role.id) && Object.values(input.groups).includes(role.id),
  )
  const deadline = new Date(Date.parse(input.review.at) + input.deadlineDays * 86_400_000)
  return {
    review: input.file,
    deadline: deadline.toISOString(),
    population: populationOf(roles, input),
    reviewers: reviewersOf(roles, input),
  }
}

/** What roles cover in an account; {@link populationChanges} tells what has changed since a campaign froze it. */
export function populationOf(
  roles: readonly RoleDefinition[],
  input: Pick<CampaignInput, 'model' | 'account' | 'state' | 'groups' | 'ownedPath'> & {
    /** Memberships hold at its date. */
    readonly review: Pick<Review, 'at'>
  },
): Population {
  const { model, account, state, groups } = input
  const ids = new Set(roles.map((role) => role.id))
  const now = new Date(input.review.at)
  const people = model.people
    .map((person) => ({
      id: person.id,
      roles: heldRoles(person, { account, now })
        .map((role) => role.id)
        .filter((id) => ids.has(id))
        .toSorted(),
    }))
    .filter((person) => person.roles.length > 0)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const held = new Set(
    state.groups.filter((group) => ids.has(groups[group.name] ?? '')).flatMap((group) => group.attachedPolicies),
  )
  const policies = reviewedPolicies(state, input.ownedPath)
    .filter((policy) => held.has(policy.arn))
    .map((policy) => ({ arn: policy.arn, document: defaultDocument(policy) ?? null }))
    .toSorted((a, b) => (a.arn < b.arn ? -1 : 1))
  const asReviewed = roles
    .map((role) => ({ id: role.id, owner: role.owner, tasks: role.tasks.map((task) => task.id).toSorted() }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return {
    sha256: sha256Hex(canonicalJson(toJsonValue({ accountId: state.accountId, roles: asReviewed, people, policies }))),
    roles: asReviewed.map((role) => role.id),
    people: people.map((person) => person.id),
    policies: policies.map((policy) => policy.arn),
  }
}

function reviewersOf(
  roles: readonly RoleDefinition[],
  { review, groups, model }: Pick<CampaignInput, 'review' | 'groups' | 'model'>,
): readonly Reviewer[] {
  const owners = new Map<string, { readonly roles: Set<string>; readonly proposals: Set<string> }>()
  const reviewer = (owner: string): { readonly roles: Set<string>; readonly proposals: Set<string> } => {
    const known = owners.get(owner) ?? { roles: new Set(), proposals: new Set() }
    owners.set(owner, known)
    return known
  }
  for (const role of roles) reviewer(role.owner).roles.add(role.id)
  for (const proposal of review.proposals) {
    const touched = rolesTouched(proposal, groups)
    // A shared policy is also that of roles which are not reviewed now: their owners are asked before it is taken from them.
    const mine = model.roles.filter((role) => touched.includes(role.id))
    for (const { id, owner } of mine) {
      reviewer(owner).roles.add(id)
      reviewer(owner).proposals.add(proposal.id)
    }
    if (mine.length === 0) reviewer(NO_OWNER).proposals.add(proposal.id)
  }
  return [...owners]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([owner, { roles: ids, proposals }]) => ({
      owner,
      roles: [...ids].toSorted(),
      proposals: [...proposals].toSorted(),
    }))
}

/** Ids of the roles whose groups a proposal touches. */
export function rolesTouched(proposal: Proposal, groups: SourceMap['groups']): readonly string[] {
  return proposal.groups.flatMap((group) => groups[group] ?? [])
}
