import { policyId, type ViewContext } from './context.ts'
import type { Link } from './links.ts'
import { policyLink } from './role-view.ts'
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
}

/** The pages of all tasks, in the model's order. */
export function taskViews(context: ViewContext): readonly TaskView[] {
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
  }))
}
