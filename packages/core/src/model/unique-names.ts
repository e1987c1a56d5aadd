import type { ModelInput } from '../define/definitions.ts'
import type { Finding } from '../diagnostic/finding.ts'
import { groupName } from './group-name.ts'
import { modelError } from './model-findings.ts'
import { tasksOf } from './tasks-of.ts'

/**
 * What may stand only once. IAM compares the names of groups, policies and users without regard to case; a task or policy that
 * is shared must be one and the same object, or two roles would silently mean different things by it.
 */
export function uniqueNames(input: ModelInput): Finding[] {
  const tasks = input.roles.flatMap((role) =>
    tasksOf(role).map((value) => ({ name: value.id, value, path: `role ${role.id} > task ${value.id}` })),
  )
  const policies = input.roles.flatMap((role) =>
    tasksOf(role).flatMap((task) =>
      task.policies
        .filter((policy) => policy.kind === 'policy')
        .map((value) => ({
          name: value.name,
          value,
          path: `role ${role.id} > task ${task.id} > policy ${value.name}`,
        })),
    ),
  )
  const role = input.roles.map((value) => ({ name: value.id, value, path: `role ${value.id}` }))
  const groups = input.roles.map((value) => ({ name: groupName(value), value, path: `role ${value.id}` }))
  const people = input.people.map((value) => ({ name: value.id, value, path: `person ${value.id}` }))
  const users = input.people.map((value) => ({ name: value.userName, value, path: `person ${value.id}` }))
  const accounts = input.accounts.map((value) => ({ name: value.id, value, path: `account ${value.id}` }))
  const numbers = input.accounts.map((value) => ({ name: value.accountId, value, path: `account ${value.id}` }))
  return [
    ...duplicates({ of: role, once: true, what: 'roles', code: 'RW-DUPLICATE-ROLE' }),
    ...duplicates({ of: groups, once: true, what: 'groups', code: 'RW-DUPLICATE-GROUP' }),
    ...duplicates({ of: tasks, once: false, what: 'tasks', code: 'RW-DUPLICATE-TASK' }),
    ...duplicates({ of: policies, once: false, what: 'policies', code: 'RW-DUPLICATE-POLICY' }),
    ...duplicates({ of: people, once: true, what: 'people', code: 'RW-DUPLICATE-PERSON' }),
    ...duplicates({ of: users, once: true, what: 'user names', code: 'RW-DUPLICATE-USER' }),
    ...duplicates({ of: accounts, once: true, what: 'accounts', code: 'RW-DUPLICATE-ACCOUNT' }),
    ...duplicates({ of: numbers, once: true, what: 'account numbers', code: 'RW-DUPLICATE-ACCOUNT' }),
  ]
}

interface Named {
  readonly name: string
  readonly value: unknown
  readonly path: string
}

function duplicates(given: { of: readonly Named[]; once: boolean; what: string; code: string }): Finding[] {
  const first = new Map<string, Named>()
  const reported = new Set<unknown>()
  const findings: Finding[] = []
  for (const one of given.of) {
    const key = one.name.toLowerCase()
    const before = first.get(key)
    if (before === undefined) {
      first.set(key, one)
    } else if ((given.once || before.value !== one.value) && !reported.has(one.value)) {
      reported.add(one.value)
      findings.push(
        modelError({
          code: given.code,
          message: `two ${given.what} are named \`${one.name}\`: one in ${before.path}, another here`,
          path: one.path,
          hint: given.once
            ? 'give one of them another name; IAM does not regard case'
            : 'import the one definition in both places, or give one of them another name',
        }),
      )
    }
  }
  return findings
}
