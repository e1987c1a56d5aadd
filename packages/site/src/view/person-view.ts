import { groupName, heldRoles, type PersonDefinition, type RoleDefinition } from '@rolewright/core'
import type { About, ProposalLink } from './about.ts'
import { accessOfGrants } from './access.ts'
import type { ViewContext } from './context.ts'
import type { FindingView } from './findings-view.ts'
import type { ShownDate } from './format-date.ts'
import { grantsAnywhere, grantsTogether } from './grants.ts'
import type { Link } from './links.ts'
import { rolesOf } from './memberships.ts'
import { type ReachedLevel, reachedLevels } from './reached-levels.ts'
import { dates } from './role-view.ts'
import type { StoryItem } from './stories.ts'
import type { SourceLocation } from '../site-input.ts'

/** The page of one person. */
export interface PersonView {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly userName: string
  readonly href: string
  readonly source: SourceLocation | null
  readonly accounts: readonly Link[]
  readonly roles: readonly {
    readonly link: Link
    readonly department: string
    readonly sensitive: boolean
    readonly when: 'now' | 'later' | 'ended'
    readonly from: ShownDate | null
    readonly until: ShownDate | null
  }[]
  readonly tasks: readonly Link[]
  /** Number of what the person reaches, among {@link PeopleView.reaches}. */
  readonly reach: number
  readonly findings: readonly FindingView[]
  /** What reviews propose about the roles held now. */
  readonly proposals: readonly ProposalLink[]
  readonly story: readonly StoryItem[]
}

/** All people; those with the same roles in the same accounts share what they reach. */
export interface PeopleView {
  /** By name. */
  readonly people: readonly PersonView[]
  /** The highest level first. */
  readonly reaches: readonly (readonly ReachedLevel[])[]
}

/** The pages of all people. */
export function peopleView(context: ViewContext, about: About): PeopleView {
  const reaches = new Map<string, { number: number; levels: readonly ReachedLevel[] }>()
  const people = context.input.model.people
    .map((person): PersonView => {
      const key = reachKey(person, context)
      const known = reaches.get(key) ?? { number: reaches.size, levels: reachOf(person, context) }
      reaches.set(key, known)
      return personView(person, { context, about, reach: known.number })
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  return { people, reaches: [...reaches.values()].map(({ levels }) => levels) }
}

function personView(
  person: PersonDefinition,
  { context, about, reach }: { context: ViewContext; about: About; reach: number },
): PersonView {
  const { input, links } = context
  const held = rolesOf(person, input.now)
  return {
    id: person.id,
    slug: links.slug('people', person.id),
    name: person.name,
    userName: person.userName,
    href: links.to('people', person.id) ?? '',
    source: input.sourceLocations?.[`person:${person.id}`] ?? null,
    accounts: input.model.accounts
      .filter((account) => isIn(person, account.id))
      .map((account) => links.link('accounts', account.id, account.title ?? account.id)),
    roles: held.map((one) => ({
      link: links.link('roles', one.role.id, one.role.title),
      department: one.role.department ?? '',
      sensitive: one.role.sensitive === true,
      ...dates(one),
    })),
    tasks: [
      ...new Set(
        rolesByAccount(person, context)
          .flat()
          .flatMap((role) => role.tasks),
      ),
    ].map((task) => links.link('tasks', task.id, task.title)),
    reach,
    findings: about.findings.get(`person ${person.id}`) ?? [],
    proposals: once(
      held.flatMap(({ when, role }) => (when === 'now' ? (about.proposals.get(`group ${groupName(role)}`) ?? []) : [])),
    ),
    story: context.stories.of.get(`user ${person.userName}`) ?? [],
  }
}

/** A policy that several of the roles have is proposed about once. */
function once(proposals: readonly ProposalLink[]): readonly ProposalLink[] {
  return [...new Map(proposals.map((proposal) => [proposal.href, proposal])).values()]
}

function isIn(person: PersonDefinition, account: string): boolean {
  return person.accounts === undefined || person.accounts.includes(account)
}

/** The roles that somebody holds today, account by account, in the order of the input's. */
function rolesByAccount(person: PersonDefinition, { input }: ViewContext): readonly (readonly RoleDefinition[])[] {
  return input.states.map(({ account }) => heldRoles(person, { account, now: input.now }))
}

function reachKey(person: PersonDefinition, context: ViewContext): string {
  return JSON.stringify(rolesByAccount(person, context).map((roles) => roles.map(({ id }) => id).toSorted()))
}

function reachOf(person: PersonDefinition, context: ViewContext): readonly ReachedLevel[] {
  const grants = rolesByAccount(person, context).map((roles, account) =>
    grantsTogether(roles.flatMap(({ id }) => context.roleGrants.get(id)?.[account] ?? [])),
  )
  return reachedLevels(accessOfGrants(grantsAnywhere(grants)))
}
