import { type AccountDefinition, isAwsManaged } from '@rolewright/core'
import { accessOfGrants } from './access.ts'
import { type AccessRow, accessRows } from './access-rows.ts'
import { findingsOfAccount } from './account-findings.ts'
import { membersOf, type MemberView, memberView } from './account-members.ts'
import type { BaselineAccountView } from './baseline-view.ts'
import { stateId, type ViewContext } from './context.ts'
import type { PlacesOf } from './finding-places.ts'
import type { FindingView } from './findings-view.ts'
import { grantsAnywhere } from './grants.ts'
import type { HistoryView } from './history-view.ts'
import type { Link } from './links.ts'
import { type ReachedLevel, reachedLevels } from './reached-levels.ts'
import { policyLink } from './role-view.ts'
import type { ReviewView } from './review-view.ts'
import type { RunView } from './run-view.ts'
import type { ShownDate } from './format-date.ts'
import type { SourceLocation } from '../site-input.ts'

/** The page of one account. */
export interface AccountView {
  readonly id: string
  readonly slug: string
  readonly title: string
  readonly accountId: string
  readonly href: string
  /** Path of owned groups and policies. */
  readonly path: string
  readonly parameters: readonly { readonly name: string; readonly value: string }[]
  readonly groups: readonly {
    readonly role: Link | null
    readonly name: string
    readonly policies: number
    readonly members: number
  }[]
  readonly policies: readonly (Link & { readonly kind: 'own' | 'aws'; readonly version: string })[]
  readonly users: number
  /** The first of those who hold a role here, by name. */
  readonly members: readonly MemberView[]
  readonly moreMembers: number
  /** What the roles grant here, each by itself and all together. */
  readonly access: readonly AccessRow[]
  readonly reach: readonly ReachedLevel[]
  readonly source: SourceLocation | null
  readonly findings: readonly FindingView[]
  readonly moreFindings: number
  /** How the account itself did when it was last held against best practices; null where nobody has done so. */
  readonly baseline: {
    readonly at: ShownDate
    readonly percent: number | null
    readonly failed: readonly string[]
  } | null
  /** Newest first. */
  readonly reviews: readonly { readonly link: Link; readonly proposals: number; readonly open: number }[]
  /** The newest runs in this account. */
  readonly runs: readonly RunView[]
  readonly moreRuns: number
  /** How runs changed the documents of policies here, newest first. */
  readonly diffs: readonly (RunView['diffs'][number] & { readonly run: Link })[]
}

/** What an account's page takes from other views. */
interface OtherViews {
  readonly history: HistoryView
  readonly reviews: readonly ReviewView[]
  readonly baseline: readonly BaselineAccountView[]
  readonly placesOf: PlacesOf
}

// Values under such names may be credentials; a role needs bucket names and subnets, never these.
const SECRET_NAME = /secret|password|token|credential|private|key$/i

/** So many of each stand on the page; other pages have all. */
const SHOWN = { members: 50, findings: 25, runs: 10, diffs: 5 }

/** The pages of all accounts, in the model's order. */
export function accountViews(context: ViewContext, others: OtherViews): readonly AccountView[] {
  return context.input.model.accounts.map((account) => accountView(account, context, others))
}

function accountView(account: AccountDefinition, context: ViewContext, others: OtherViews): AccountView {
  const { input, links } = context
  const number = input.states.findIndex((one) => one.account.id === account.id)
  const state = input.states[number]?.state
  const runs = others.history.runs.filter((run) => run.account === account.id)
  const members = membersOf(account, context)
  const findings = findingsOfAccount(account, { context, members, placesOf: others.placesOf })
  const access = accessOfGrants(
    grantsAnywhere(input.model.roles.flatMap(({ id }) => context.roleGrants.get(id)?.[number] ?? [])),
  )
  const baseline = others.baseline.find(({ id }) => id === account.id)?.latest
  return {
    id: account.id,
    slug: links.slug('accounts', account.id),
    title: account.title ?? account.id,
    accountId: account.accountId,
    href: links.to('accounts', account.id) ?? '',
    path: state?.ownership?.path ?? '',
    parameters: Object.entries(account.parameters).map(([name, value]) => ({
      name,
      value: SECRET_NAME.test(name) ? 'not shown' : typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
    })),
    groups: groupsOf(number, context),
    policies: (state?.policies ?? []).map((policy) => ({
      ...policyLink(stateId(policy), context),
      kind: isAwsManaged(policy.arn) ? ('aws' as const) : ('own' as const),
      version: policy.defaultVersionId,
    })),
    users: state?.users.length ?? 0,
    members: members.slice(0, SHOWN.members).map((member) => memberView(member, context)),
    moreMembers: Math.max(0, members.length - SHOWN.members),
    access: accessRows(access),
    reach: reachedLevels(access),
    source: input.sourceLocations?.[`account:${account.id}`] ?? null,
    findings: findings.slice(0, SHOWN.findings),
    moreFindings: Math.max(0, findings.length - SHOWN.findings),
    baseline:
      baseline === undefined || baseline === null
        ? null
        : { at: baseline.at, percent: baseline.percent, failed: baseline.failed.map(({ title }) => title) },
    reviews: others.reviews
      .filter((review) => review.account.href === links.to('accounts', account.id))
      .map((review) => ({
        link: { text: review.at.text, href: review.href },
        proposals: review.proposals.length,
        open: review.open,
      })),
    runs: runs.slice(0, SHOWN.runs),
    moreRuns: Math.max(0, runs.length - SHOWN.runs),
    diffs: runs
      .flatMap((run) => run.diffs.map((diff) => ({ ...diff, run: { text: run.at.text, href: run.href } })))
      .slice(0, SHOWN.diffs),
  }
}

/** The groups of one account, by its number among the input's, with the roles that they stand for. */
function groupsOf(number: number, { input, links }: ViewContext): AccountView['groups'] {
  const compiled = input.states[number]
  const roles = new Map(input.model.roles.map((role) => [role.id, role]))
  const members = new Map<string, number>()
  for (const name of (compiled?.state.users ?? []).flatMap((user) => user.groups)) {
    members.set(name, (members.get(name) ?? 0) + 1)
  }
  return (compiled?.state.groups ?? []).map((group) => {
    const role = roles.get(compiled?.sources?.groups[group.name] ?? '')
    return {
      role: role === undefined ? null : links.link('roles', role.id, role.title),
      name: group.name,
      policies: group.attachedPolicies.length + group.inlinePolicies.length,
      members: members.get(group.name) ?? 0,
    }
  })
}
