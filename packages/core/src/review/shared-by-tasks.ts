import type { RoleDefinition, TaskDefinition } from '../define/definitions.ts'
import { inPartition, partitionOf } from '../define/partition.ts'
import { tasksOf } from '../model/tasks-of.ts'
import type { ReviewedModel } from './ground.ts'
import type { DocumentChange, SharedByTasks } from './proposal.ts'
import { documentWithout, type WithoutTasks } from './task-documents.ts'

/**
 * For each task of a role that may be dropped, what goes only when others of them go too, since those bring it in as well.
 *
 * @param without What goes when all of these tasks are dropped
 */
export function sharedByTasks(
  role: RoleDefinition,
  tasks: readonly TaskDefinition[],
  given: { readonly model: ReviewedModel; readonly without: WithoutTasks },
): ReadonlyMap<TaskDefinition, readonly SharedByTasks[]> {
  const { model, without } = given
  const parts = new Map<string, { readonly by: readonly TaskDefinition[]; readonly gone: Map<string, Set<number>> }>()
  for (const { policyArn, statement } of without.dropped) {
    const by = tasks.filter((task) => brings(task, { policyArn, statement }, model))
    if (by.length < 2) continue
    const key = by.map(({ id }) => id).join(' ')
    const part = parts.get(key) ?? { by, gone: new Map<string, Set<number>>() }
    parts.set(key, part)
    part.gone.set(policyArn, (part.gone.get(policyArn) ?? new Set()).add(statement))
  }
  return new Map(
    tasks.map((task) => [
      task,
      [...parts.values()]
        .filter(({ by }) => by.includes(task))
        .map(({ by, gone }) => ({
          tasks: role.tasks.filter((one) => one !== task && by.includes(one)).map(({ id }) => id),
          documents: without.documents.flatMap((change) => changeWithout(change, gone.get(change.policyArn)) ?? []),
        })),
    ]),
  )
}

function brings(
  task: TaskDefinition,
  { policyArn, statement }: WithoutTasks['dropped'][number],
  { sources }: ReviewedModel,
): boolean {
  const own = tasksOf({ tasks: [task] }).flatMap(({ policies }) => policies)
  const source = sources.statements.find((one) => one.policyArn === policyArn && one.statement === statement)
  if (source === undefined)
    return own.some(
      (policy) => policy.kind === 'aws-managed' && inPartition(policy.arn, partitionOf(policyArn)) === policyArn,
    )
  return source.definitions.some((definition) => own.some(({ name }) => name === definition.policy))
}

function changeWithout(change: DocumentChange, gone: ReadonlySet<number> | undefined): DocumentChange | undefined {
  if (gone === undefined || change.before === null) return undefined
  return { ...change, after: documentWithout(change.before, gone) }
}
