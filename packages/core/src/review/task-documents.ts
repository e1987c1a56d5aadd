import type { AccountState } from '../account/account-state.ts'
import { defaultDocument } from '../account/documents.ts'
import type { RoleDefinition, TaskDefinition } from '../define/definitions.ts'
import { inPartition, partitionOf } from '../define/partition.ts'
import { groupName } from '../model/group-name.ts'
import { tasksOf } from '../model/tasks-of.ts'
import { asList } from '../policy/as-list.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { policiesEqual } from '../policy/print/policies-equal.ts'
import type { ReviewedModel } from './ground.ts'
import type { DocumentChange } from './proposal.ts'

/** What a role's group would no longer hold, statement by statement. */
export interface WithoutTasks {
  readonly documents: readonly DocumentChange[]
  /** The statements that go, each with the position that it has in its policy. */
  readonly dropped: readonly { readonly policyArn: string; readonly statement: number }[]
}

/**
 * How the policies of a role's group would look without some of its tasks: statements that no other task of the role brings in go. Null where
 * the account does not hold what the model says, so that nothing can be said of it by task.
 */
export function withoutTasks(
  role: RoleDefinition,
  tasks: readonly TaskDefinition[],
  given: { readonly state: AccountState; readonly model: ReviewedModel },
): WithoutTasks | null {
  const { state, model } = given
  const name = groupName(role)
  const group = state.groups.find((one) => one.name === name)
  const desired = model.desired.groups.find((one) => one.name === name)
  if (group === undefined || desired === undefined) return null
  const rest = tasksOf({ tasks: role.tasks.filter((task) => !tasks.includes(task)) })
  const needed = new Set(rest.flatMap((task) => task.policies).map((policy) => policy.name))
  const neededArns = new Set(
    rest
      .flatMap((task) => task.policies)
      .flatMap((policy) => (policy.kind === 'aws-managed' ? inPartition(policy.arn, partitionOf(desired.arn)) : [])),
  )
  const documents: DocumentChange[] = []
  const dropped: { policyArn: string; statement: number }[] = []
  for (const policyArn of desired.attachedPolicies) {
    const actual = state.policies.find((policy) => policy.arn === policyArn)
    const wanted = model.desired.policies.find((policy) => policy.arn === policyArn)
    const before = actual === undefined ? undefined : defaultDocument(actual)
    const compiled = wanted === undefined ? undefined : defaultDocument(wanted)
    if (!group.attachedPolicies.includes(policyArn) || actual === undefined || before === undefined) return null
    const statements = asList(before.Statement)
    const sources = model.sources.statements.filter((source) => source.policyArn === policyArn)
    const goes = (index: number): boolean => {
      const source = sources.find((one) => one.statement === index)
      if (source === undefined) return sources.length === 0 && !neededArns.has(policyArn)
      return source.definitions.length > 0 && source.definitions.every(({ policy }) => !needed.has(policy))
    }
    const gone = statements.flatMap((_, index) => (goes(index) ? [index] : []))
    if (gone.length === 0) continue
    // What was changed in the account since, or not applied yet, is not the task's.
    if (compiled === undefined || (sources.length > 0 && !policiesEqual(before, compiled))) return null
    dropped.push(...gone.map((statement) => ({ policyArn, statement })))
    documents.push({
      policyArn,
      policyName: actual.name,
      groups: [name],
      before,
      after: documentWithout(before, new Set(gone)),
    })
  }
  return { documents, dropped }
}

/** A document without the statements at these positions; null when nothing of it remains. */
export function documentWithout(document: PolicyDocument, gone: ReadonlySet<number>): PolicyDocument | null {
  const left = asList(document.Statement).filter((_, index) => !gone.has(index))
  return left.length === 0 ? null : { ...document, Statement: left }
}
