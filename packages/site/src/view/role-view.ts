import { groupName, type RoleDefinition } from '@rolewright/core'
import type { About, ProposalLink } from './about.ts'
import { type AccessRow, accessRows } from './access-rows.ts'
import { policyId, type ViewContext } from './context.ts'
import type { FindingView } from './findings-view.ts'
import { showDay, type ShownDate } from './format-date.ts'
import type { Link } from './links.ts'
import type { HeldRole } from './memberships.ts'
import { type ReachedLevel, reachedLevels } from './reached-levels.ts'
import type { StoryItem } from './stories.ts'
import type { SourceLocation } from '../site-input.ts'

/** Somebody who holds, held or will hold a role. */
export interface HolderView {
  readonly link: Link
  readonly detail: string
  readonly when: 'now' | 'later' | 'ended'
  readonly from: ShownDate | null
  readonly until: ShownDate | null
}

/** The page of one role. */
export interface RoleView {
  readonly id: string
  readonly slug: string
  readonly title: string
  readonly description: string
  readonly owner: string
  readonly justification: string
  readonly department: string
  readonly group: string
  readonly sensitive: boolean
  readonly requireMfa: boolean
  readonly exclusive: boolean
  readonly href: string
  readonly source: SourceLocation | null
  readonly accounts: readonly Link[]
  readonly tasks: readonly { readonly link: Link; readonly description: string; readonly policies: readonly Link[] }[]
  readonly policies: readonly Link[]
  readonly holders: readonly HolderView[]
  readonly access: readonly AccessRow[]
  readonly reach: readonly ReachedLevel[]
  /** Roles that share at least one policy with this one. */
  readonly shares: readonly { readonly role: Link; readonly policies: readonly string[] }[]
  /** Roles that nobody may hold together with this one. */
  readonly excludes: readonly Link[]
  readonly findings: readonly FindingView[]
  readonly proposals: readonly ProposalLink[]
  readonly story: readonly StoryItem[]
}

/** The pages of all roles, in the model's order. */
export function roleViews(context: ViewContext, about: About): readonly RoleView[] {
  return context.input.model.roles.map((role) => roleView(role, context, about))
}

function roleView(role: RoleDefinition, context: ViewContext, about: About): RoleView {
  const { input, links } = context
  const ids = context.rolePolicies.get(role.id) ?? []
  return {
    id: role.id,
    slug: links.slug('roles', role.id),
    title: role.title,
    description: role.description ?? '',
    owner: role.owner,
    justification: role.justification,
    department: role.department ?? '',
    group: groupName(role),
    sensitive: role.sensitive === true,
    requireMfa: role.requireMfa === true,
    exclusive: role.members === 'exclusive',
    href: links.to('roles', role.id) ?? '',
    source: input.sourceLocations?.[`role:${role.id}`] ?? null,
    accounts: input.model.accounts
      .filter((account) => account.roles === undefined || account.roles.includes(role.id))
      .map((account) => links.link('accounts', account.id, account.title ?? account.id)),
    tasks: role.tasks.map((task) => ({
      link: links.link('tasks', task.id, task.title),
      description: task.description ?? '',
      policies: task.policies.map((policy) => policyLink(policyId(policy), context)),
    })),
    policies: ids.map((id) => policyLink(id, context)),
    holders: (context.holders.get(role.id) ?? []).map(({ person, held }) => ({
      link: links.link('people', person.id, person.name),
      detail: person.userName,
      ...dates(held),
    })),
    access: accessRows(context.roleAccess.get(role.id) ?? []),
    reach: reachedLevels(context.roleAccess.get(role.id) ?? []),
    shares: input.model.roles
      .filter((other) => other !== role)
      .flatMap((other) => {
        const common = (context.rolePolicies.get(other.id) ?? []).filter((id) => ids.includes(id))
        if (common.length === 0) return []
        const names = common.map((id) => context.policies.get(id)?.name ?? id)
        return [{ role: links.link('roles', other.id, other.title), policies: names }]
      }),
    excludes: input.model.rules
      .flatMap((rule) => (rule.kind === 'mutually-exclusive' && rule.roles.includes(role) ? rule.roles : []))
      .filter((other) => other !== role)
      .map((other) => links.link('roles', other.id, other.title)),
    findings: about.findings.get(`role ${role.id}`) ?? [],
    proposals: about.proposals.get(`group ${groupName(role)}`) ?? [],
    story: context.stories.of.get(`group ${groupName(role)}`) ?? [],
  }
}

/** When a role is held, as shown. */
export function dates(held: HeldRole): Pick<HolderView, 'when' | 'from' | 'until'> {
  return {
    when: held.when,
    from: held.from === undefined ? null : showDay(held.from),
    until: held.until === undefined ? null : showDay(held.until),
  }
}

/** A link to a policy by its id, with its name. */
export function policyLink(id: string, { links, policies }: ViewContext): Link {
  return links.link('policies', id, policies.get(id)?.name ?? id)
}
