import type {
  AccountDefinition,
  AwsManagedPolicy,
  Model,
  ModelInput,
  PolicyDefinition,
  TaskDefinition,
} from '../define/definitions.ts'
import { freeze } from '../define/freeze.ts'
import { countProblems, ModelError } from './model-error.ts'
import { tasksOf } from './tasks-of.ts'
import { validateModel } from './validate-model.ts'

/**
 * Puts roles, people and accounts together and validates the whole.
 *
 * Throws a {@link ModelError} whose `findings` name every problem with its place: two policies of one name, a person with a
 * role that the model does not have, an account whose parameters the schema refuses.
 *
 * @example
 * ```ts
 * export default defineModel({ id: 'example', roles: [accountsPayableClerk], people: [mary], accounts: [dev] })
 * ```
 */
export function defineModel(input: ModelInput): Model {
  const findings = validateModel(input)
  if (findings.length > 0) {
    const name = typeof input?.id === 'string' ? `the model \`${input.id}\`` : 'the model'
    throw new ModelError({ code: 'model-invalid', message: `${name} has ${countProblems(findings)}`, findings })
  }
  const tasks = new Map<string, TaskDefinition>()
  const policies = new Map<string, PolicyDefinition | AwsManagedPolicy>()
  for (const task of input.roles.flatMap(tasksOf)) {
    tasks.set(task.id, task)
    for (const policy of task.policies) policies.set(policy.kind === 'policy' ? policy.name : policy.arn, policy)
  }
  return freeze({
    ...input,
    kind: 'model',
    accounts: input.accounts.map((account) => withParsedParameters(account, input.parameters)),
    rules: input.rules ?? [],
    suppressions: input.suppressions ?? [],
    tasks: sorted(tasks),
    policies: sorted(policies),
  })
}

/** What the schema of the parameters fills in or turns into another form counts, not what was written. */
function withParsedParameters(account: AccountDefinition, schema: ModelInput['parameters']): AccountDefinition {
  const parsed = schema?.safeParse(account.parameters).data
  return parsed === undefined ? account : { ...account, parameters: { ...account.parameters, ...Object(parsed) } }
}

function sorted<T>(named: ReadonlyMap<string, T>): T[] {
  return [...named].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
}
