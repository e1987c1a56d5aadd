import {
  type AccountState,
  awsManaged,
  type AwsManagedDocuments,
  type AwsManagedPolicy,
  defaultDocument,
  definePolicy,
  defineTask,
  type GroupState,
  type InlinePolicy,
  isAwsManaged,
  type PolicyDefinition,
  policyNameOf,
  policySize,
  type PolicyState,
  quotas,
  type TaskDefinition,
} from '@rolewright/core'
import { defineStatements } from './define-statements.ts'
import { entityProblem } from './entity-problem.ts'
import { DEVICES, distinct, idOf, titleOf } from './names.ts'
import type { Oddity } from './oddity.ts'
import { pinOf } from './pin-aws-managed.ts'

/** The policies of an account's groups, each as a task. */
export interface ImportedPolicies {
  /** By the policy's ARN, or `group/name` of an inline one. */
  readonly tasks: ReadonlyMap<string, TaskDefinition>
  /** ARNs of the customer's policies that were written. */
  readonly foreign: readonly string[]
  readonly awsManaged: AwsManagedDocuments
  readonly oddities: readonly Oddity[]
}

/** The policies that groups hold, as tasks. A managed policy is one task however many groups hold it; an inline one is its group's own. */
export function importPolicies(state: AccountState): ImportedPolicies {
  const tasks = new Map<string, TaskDefinition>()
  const foreign: string[] = []
  const pins: Record<string, AwsManagedDocuments[string]> = {}
  const oddities: Oddity[] = []
  const nextId = distinct(DEVICES)
  const add = (key: string, policy: PolicyDefinition | AwsManagedPolicy): void => {
    // A task is what is done, and `ReadBillsPolicy` is what allows it.
    const name = policyNameOf(policy.name).replace(/(?<=[^_.-])[_.-]?Policy$/i, '')
    tasks.set(key, defineTask({ id: nextId(idOf(name, 'task')), title: titleOf(name), policies: [policy] }))
  }
  const byArn = new Map(state.policies.map((policy) => [policy.arn, policy]))
  const names = new Set<string>()
  for (const arn of [...new Set(state.groups.flatMap((group) => group.attachedPolicies))].toSorted()) {
    const subject = `policy ${policyNameOf(arn)}`
    const policy = byArn.get(arn)
    if (isAwsManaged(arn)) {
      const pinned = pinOf(arn, policy)
      if ('problem' in pinned) oddities.push({ kind: 'left-out', subject, message: `not written: ${pinned.problem}` })
      else {
        pins[arn] = pinned.pin
        if (pinned.odd !== undefined) oddities.push({ kind: 'told', subject, message: pinned.odd })
        add(arn, awsManaged(arn.slice(arn.indexOf('/') + 1)))
      }
      continue
    }
    const written = policy === undefined ? { problem: 'it is not in the account' } : managedPolicy(policy, names)
    if ('problem' in written) {
      oddities.push({ kind: 'left-out', subject, message: `not written: ${written.problem}` })
      continue
    }
    add(arn, written.policy)
    foreign.push(arn)
    oddities.push(...odditiesOf(subject, written))
  }
  const nextName = distinct(
    state.policies.filter(({ arn }) => !isAwsManaged(arn)).map(({ name }) => name),
    '-',
  )
  for (const group of state.groups) {
    for (const inline of group.inlinePolicies) {
      const subject = `inline policy ${inline.name} of group ${group.name}`
      const written = inlinePolicy(group, inline, nextName)
      if ('problem' in written) {
        oddities.push({ kind: 'left-out', subject, message: `not written: ${written.problem}` })
        continue
      }
      add(`${group.name}/${inline.name}`, written.policy)
      const message = `written as the managed policy ${written.policy.name}, which takes its place once the group is adopted`
      oddities.push({ kind: 'changes', subject, message })
      oddities.push(...odditiesOf(subject, written))
    }
  }
  return { tasks, foreign, awsManaged: pins, oddities }
}

type Written =
  | { readonly policy: PolicyDefinition; readonly odd: readonly string[]; readonly changes: readonly string[] }
  | { readonly problem: string }

function odditiesOf(
  subject: string,
  { odd, changes }: { readonly odd: readonly string[]; readonly changes: readonly string[] },
): readonly Oddity[] {
  return [
    ...odd.map((message): Oddity => ({ kind: 'told', subject, message })),
    ...changes.map((message): Oddity => ({ kind: 'changes', subject, message })),
  ]
}

function managedPolicy(policy: PolicyState, names: Set<string>): Written {
  const document = defaultDocument(policy)
  if (document === undefined) return { problem: 'it has no document in force' }
  const defined = defineStatements(document)
  if ('problem' in defined) return defined
  const problem = entityProblem(policy, { names, longest: 128, kind: 'policy' })
  if (problem !== undefined) return { problem }
  const { description } = policy
  return {
    policy: definePolicy({
      name: policy.name,
      ...(description === undefined || description.length > 1000 ? {} : { description }),
      statements: defined.statements,
    }),
    changes: defined.changes,
    odd: [
      ...defined.odd,
      ...(description !== undefined && description.length > 1000
        ? ['its description is too long, and not written']
        : []),
    ],
  }
}

function inlinePolicy(group: GroupState, inline: InlinePolicy, nextName: (wanted: string) => string): Written {
  const defined = defineStatements(inline.document)
  if ('problem' in defined) return defined
  const size = policySize(inline.document)
  if (size > quotas.policyCharacters)
    return { problem: `it has ${size} characters, more than a managed policy can have` }
  const [first = '', ...rest] = inline.name
  const name = `${first.toUpperCase()}${rest.join('')}`
  const saysGroup = name.toLowerCase().includes(group.name.toLowerCase())
  const wanted = `${saysGroup ? '' : group.name}${name}`.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 120)
  const description = `What the group ${group.name} held inline as ${inline.name}`
  return {
    policy: definePolicy({ name: nextName(wanted), description, statements: defined.statements }),
    odd: defined.odd,
    changes: defined.changes,
  }
}
