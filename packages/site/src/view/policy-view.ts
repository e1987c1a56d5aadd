import { policySize } from '@rolewright/core'
import type { About, ProposalLink } from './about.ts'
import { accessOfGrants } from './access.ts'
import { type Doers, doersOf } from './doers.ts'
import type { FindingView } from './findings-view.ts'
import { grantsAnywhere, grantsOf } from './grants.ts'
import { list } from './list.ts'
import { type AccessRow, accessRows } from './access-rows.ts'
import { type KnownPolicy, policyId, type ViewContext } from './context.ts'
import { jsonLines, type JsonLine } from './json-lines.ts'
import type { Link } from './links.ts'
import { type StatementView, statementView } from './statement-view.ts'
import type { StoryItem } from './stories.ts'
import type { SourceLocation } from '../site-input.ts'

/** One document of a policy, and the accounts where it is exactly this. */
export interface DocumentView {
  readonly accounts: readonly Link[]
  readonly version: string
  readonly characters: number
  readonly statements: readonly StatementView[]
  readonly json: readonly JsonLine[]
  /** The document as text, to copy. */
  readonly text: string
}

/** The page of one policy. */
export interface PolicyView {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly kind: 'own' | 'aws'
  readonly description: string
  readonly arns: readonly string[]
  readonly href: string
  readonly source: SourceLocation | null
  readonly roles: readonly Link[]
  readonly tasks: readonly Link[]
  readonly people: Doers
  readonly documents: readonly DocumentView[]
  readonly access: readonly AccessRow[]
  readonly findings: readonly FindingView[]
  readonly proposals: readonly ProposalLink[]
  readonly story: readonly StoryItem[]
}

/** The pages of all policies, by name. */
export function policyViews(context: ViewContext, about: About): readonly PolicyView[] {
  return [...context.policies.values()].map((policy) => policyView(policy, context, about))
}

function policyView(policy: KnownPolicy, context: ViewContext, about: About): PolicyView {
  const { input, links } = context
  const roles = input.model.roles.filter((role) => context.rolePolicies.get(role.id)?.includes(policy.id) === true)
  return {
    id: policy.id,
    slug: links.slug('policies', policy.id),
    name: policy.name,
    kind: policy.kind,
    description: policy.description,
    arns: [...new Set(policy.inAccounts.map((one) => one.policy.arn))],
    href: links.to('policies', policy.id) ?? '',
    source: input.sourceLocations?.[`policy:${policy.name}`] ?? null,
    roles: roles.map((role) => links.link('roles', role.id, role.title)),
    people: doersOf(
      roles.map(({ id }) => id),
      context,
    ),
    tasks: input.model.tasks
      .filter((task) => task.policies.some((one) => policyId(one) === policy.id))
      .map((task) => links.link('tasks', task.id, task.title)),
    documents: documents(policy, context),
    access: accessRows(accessOfGrants(grantsAnywhere(policy.inAccounts.map(({ document }) => grantsOf([document]))))),
    findings: about.findings.get(`policy ${policy.id}`) ?? [],
    proposals: about.proposals.get(`policy ${policy.name}`) ?? [],
    story: context.stories.of.get(`policy ${policy.name}`) ?? [],
  }
}

function documents(policy: KnownPolicy, { links }: ViewContext): readonly DocumentView[] {
  const byText = new Map<string, KnownPolicy['inAccounts'][number][]>()
  for (const one of policy.inAccounts) {
    const text = JSON.stringify(one.document, undefined, 2)
    const same = byText.get(text)
    if (same === undefined) byText.set(text, [one])
    else same.push(one)
  }
  return [...byText].flatMap(([text, same]): DocumentView[] => {
    const [first] = same
    if (first === undefined) return []
    return [
      {
        accounts: same.map(({ account }) => links.link('accounts', account.id, account.title ?? account.id)),
        version: first.policy.defaultVersionId,
        characters: policySize(first.document),
        statements: list(first.document.Statement).map(statementView),
        json: jsonLines(first.document),
        text,
      },
    ]
  })
}
