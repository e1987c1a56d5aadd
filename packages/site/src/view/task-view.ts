import type { About } from './about.ts'
import { policyId, type ViewContext } from './context.ts'
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
  readonly findings: readonly FindingView[]
  /** What happened to its policies, newest first. */
  readonly story: readonly StoryItem[]
}

/** The pages of all tasks, in the model's order. */
export function taskViews(context: ViewContext, about: About): readonly TaskView[] {
  const { input, links } = context
  return input.model.tasks.map((task) => ({
    id: task.id,
    slug: links.slug('tasks', task.id),
    title: task.title,
    description: task.description ?? '',
    href: links.to('tasks', task.id) ?? '',
    source: input.sourceLocations?.[`task:${task.id}`] ?? null,
    roles: input.model.roles
      .filter((role) => role.tasks.includes(task))
      .map((role) => links.link('roles', role.id, role.title)),
    policies: task.policies.map((policy) => ({
      ...policyLink(policyId(policy), context),
      description: policy.kind === 'policy' ? (policy.description ?? '') : 'AWS managed policy',
    })),
    findings: about.findings.get(`task ${task.id}`) ?? [],
    story: task.policies
      .flatMap((policy) => context.stories.of.get(`policy ${nameOfPolicy(policy)}`) ?? [])
      .toSorted((a, b) => (a.at.machine > b.at.machine ? -1 : a.at.machine < b.at.machine ? 1 : 0))
      .slice(0, STORY),
  }))
}

const STORY = 15

function nameOfPolicy(policy: ViewContext['input']['model']['policies'][number]): string {
  return policy.kind === 'policy' ? policy.name : nameOf(policy.arn)
}
