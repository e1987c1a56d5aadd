import type { About, ProposalLink } from './about.ts'
import { accessOfGrants } from './access.ts'
import { type AccessRow, accessRows } from './access-rows.ts'
import { grantsAnywhere, grantsOf } from './grants.ts'
import { type ReachedLevel, reachedLevels } from './reached-levels.ts'
import type { TaskDefinition } from '@rolewright/core'
import { policyId, type ViewContext } from './context.ts'
import { type Doers, doersOf } from './doers.ts'
import type { FindingView } from './findings-view.ts'
import type { Link } from './links.ts'
import { policyLink } from './role-view.ts'
import type { StoryItem } from './stories.ts'
import { nameOf } from './touches.ts'
import type { SourceLocation } from '../site-input.ts'

/** The page of one task. */
export interface TaskView {
  readonly id: string
  readonly slug: string
  readonly title: string
  readonly description: string
  readonly href: string
  readonly source: SourceLocation | null
  readonly roles: readonly Link[]
  readonly policies: readonly (Link & { readonly description: string })[]
  readonly people: Doers
  /** What its policies grant together, in any account. */
  readonly access: readonly AccessRow[]
  readonly reach: readonly ReachedLevel[]
  readonly findings: readonly FindingView[]
  readonly proposals: readonly ProposalLink[]
  /** What happened to its policies, newest first. */
  readonly story: readonly StoryItem[]
}

/** The pages of all tasks, in the model's order. */
export function taskViews(context: ViewContext, about: About): readonly TaskView[] {
  const { input, links } = context
  return input.model.tasks.map((task) => {
    const access = accessOfTask(task, context)
    const roles = input.model.roles.filter((role) => role.tasks.includes(task))
    return {
      id: task.id,
      slug: links.slug('tasks', task.id),
      title: task.title,
      description: task.description ?? '',
      href: links.to('tasks', task.id) ?? '',
      source: input.sourceLocations?.[`task:${task.id}`] ?? null,
      roles: roles.map((role) => links.link('roles', role.id, role.title)),
      people: doersOf(
        roles.map(({ id }) => id),
        context,
      ),
      access: accessRows(access),
      reach: reachedLevels(access),
      policies: task.policies.map((policy) => ({
        ...policyLink(policyId(policy), context),
        description: policy.kind === 'policy' ? (policy.description ?? '') : 'AWS managed policy',
      })),
      findings: about.findings.get(`task ${task.id}`) ?? [],
      story: task.policies
        .flatMap((policy) => context.stories.of.get(`policy ${nameOfPolicy(policy)}`) ?? [])
        .toSorted((a, b) => (a.at.machine > b.at.machine ? -1 : a.at.machine < b.at.machine ? 1 : 0))
        .slice(0, STORY),
      proposals: task.policies.flatMap((policy) => about.proposals.get(`policy ${nameOfPolicy(policy)}`) ?? []),
    }
  })
}

/** What the policies of a task grant together in each account, and so in any. */
function accessOfTask(task: TaskDefinition, { policies, input }: ViewContext): ReturnType<typeof accessOfGrants> {
  const known = task.policies.flatMap((policy) => policies.get(policyId(policy)) ?? [])
  return accessOfGrants(
    grantsAnywhere(
      input.states.map(({ account }) =>
        grantsOf(
          known.flatMap(({ inAccounts }) =>
            inAccounts.filter((one) => one.account === account).map(({ document }) => document),
          ),
        ),
      ),
    ),
  )
}

const STORY = 15

function nameOfPolicy(policy: ViewContext['input']['model']['policies'][number]): string {
  return policy.kind === 'policy' ? policy.name : nameOf(policy.arn)
}
