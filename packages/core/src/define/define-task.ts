import type { TaskDefinition } from './definitions.ts'
import { freeze } from './freeze.ts'

/**
 * One thing that a job does, with the policies it needs. Several roles may share a task, and several tasks a policy.
 *
 * @example
 * ```ts
 * const reviewBills = defineTask({ id: 'review-bills', title: 'Review bills', policies: [readBills] })
 * ```
 */
export function defineTask(task: Omit<TaskDefinition, 'kind'>): TaskDefinition {
  return freeze({ ...task, kind: 'task' })
}
