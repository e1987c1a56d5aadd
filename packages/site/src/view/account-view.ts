import { isAwsManaged } from '@rolewright/core'
import { stateId, type ViewContext } from './context.ts'
import type { HistoryView } from './history-view.ts'
import type { Link } from './links.ts'
import { policyLink } from './role-view.ts'
import type { ReviewView } from './review-view.ts'
import type { RunView } from './run-view.ts'
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
  readonly source: SourceLocation | null
  /** Newest first. */
  readonly reviews: readonly { readonly link: Link; readonly proposals: number; readonly open: number }[]
  /** The newest runs in this account. */
  readonly runs: readonly RunView[]
  readonly moreRuns: number
}

// Values under such names may be credentials; a role needs bucket names and subnets, never these.
const SECRET_NAME = /secret|password|token|credential|private|key$/i

const RUNS = 10

/** The pages of all accounts, in the model's order. */
export function accountViews(
  context: ViewContext,
  { history, reviews }: { readonly history: HistoryView; readonly reviews: readonly ReviewView[] },
): readonly AccountView[] {
  const { input, links } = context
  const roles = new Map(input.model.roles.map((role) => [role.id, role]))
  return input.model.accounts.map((account) => {
    const compiled = input.states.find((one) => one.account.id === account.id)
    const state = compiled?.state
    const runs = history.runs.filter((run) => run.account === account.id)
    const members = new Map<string, number>()
    for (const name of (state?.users ?? []).flatMap((user) => user.groups)) {
      members.set(name, (members.get(name) ?? 0) + 1)
    }
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
      groups: (state?.groups ?? []).map((group) => {
        const role = roles.get(compiled?.sources?.groups[group.name] ?? '')
        return {
          role: role === undefined ? null : links.link('roles', role.id, role.title),
          name: group.name,
          policies: group.attachedPolicies.length + group.inlinePolicies.length,
          members: members.get(group.name) ?? 0,
        }
      }),
      policies: (state?.policies ?? []).map((policy) => ({
        ...policyLink(stateId(policy), context),
        kind: isAwsManaged(policy.arn) ? ('aws' as const) : ('own' as const),
        version: policy.defaultVersionId,
      })),
      users: state?.users.length ?? 0,
      source: input.sourceLocations?.[`account:${account.id}`] ?? null,
      reviews: reviews
        .filter((review) => review.account.href === links.to('accounts', account.id))
        .map((review) => ({
          link: { text: review.at.text, href: review.href },
          proposals: review.proposals.length,
          open: review.open,
        })),
      runs: runs.slice(0, RUNS),
      moreRuns: Math.max(0, runs.length - RUNS),
    }
  })
}
