import type { RoleDefinition, TaskDefinition } from '../define/definitions.ts'

/** A role's tasks and all that they require, each once: a task first, then what it requires. */
export function tasksOf(role: Pick<RoleDefinition, 'tasks'>): readonly TaskDefinition[] {
  const tasks = new Set<TaskDefinition>()
  const add = (task: TaskDefinition): void => {
    if (tasks.has(task)) return
    tasks.add(task)
    for (const required of task.requires ?? []) add(required)
  }
  for (const task of role.tasks) add(task)
  return [...tasks]
}
