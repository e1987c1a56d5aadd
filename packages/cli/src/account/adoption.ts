import {
  type AccountDefinition,
  type AccountState,
  defineAccount,
  defineModel,
  definePolicy,
  defineRole,
  defineTask,
  groupName,
  isAwsManaged,
  type Model,
  nearest,
  type PolicyDefinition,
  RolewrightError,
  type TaskDefinition,
} from '@rolewright/core'

/** A group or policy of an account that a model may take over. */
export interface Adoptable {
  readonly kind: 'group' | 'policy'
  readonly name: string
  readonly path: string
  readonly arn: string
}

/**
 * The group or policy of that name, which IAM knows once whatever its case.
 *
 * @throws {RolewrightError} `adopt-unknown` where the account has none, `adopt-refused` for one that no model may own
 */
export function findAdoptable(state: AccountState, kind: Adoptable['kind'], name: string): Adoptable {
  const all = kind === 'group' ? state.groups : state.policies.filter(({ arn }) => !isAwsManaged(arn))
  const found = all.find((one) => one.name.toLowerCase() === name.toLowerCase())
  if (found === undefined) {
    const isAws = kind === 'policy' && state.policies.some((policy) => policy.name === name)
    const spelling = nearest(
      name,
      all.map((one) => one.name),
    )
    throw new RolewrightError({
      code: 'adopt-unknown',
      message: isAws
        ? `\`${name}\` is AWS's own policy, which nobody else can own`
        : `the account has no ${kind} \`${name}\``,
      hint: isAws
        ? `make an own copy with \`rolewright import policy ${name} --as …\``
        : spelling === undefined
          ? 'look at what it has with `rolewright plan`'
          : `did you mean \`${spelling}\`?`,
    })
  }
  return { kind, name: found.name, path: found.path, arn: found.arn }
}

/** Refuses what belongs to another model, and what this one has no role or task for: it would own something that it does not want. */
export function requireAdoptable(model: Model, path: string, { kind, name, arn, path: lies }: Adoptable): void {
  if (lies.startsWith('/rolewright/') && !lies.startsWith(path)) {
    throw new RolewrightError({
      code: 'adopt-refused',
      message: `the ${kind} \`${name}\` lies under \`${lies}\`, so that it belongs to another model`,
      hint: 'let that model give it up first, or write your own under another name',
      path: arn,
    })
  }
  const isMeant =
    kind === 'group'
      ? model.roles.some((role) => groupName(role) === name)
      : model.policies.some((policy) => policy.kind === 'policy' && policy.name === name)
  if (isMeant) return
  throw new RolewrightError({
    code: 'adopt-unmodelled',
    message: `the model has no ${kind === 'group' ? 'role whose group' : 'task with a policy that'} is named \`${name}\``,
    hint:
      kind === 'group'
        ? `write the role first, with \`group: '${name}'\`; \`rolewright import account\` writes one for each group`
        : 'put it into a task first, or copy it with `--as`',
  })
}

/** The same model with an ARN moved between the lists of one account. */
export function withAdopted(model: Model, account: AccountDefinition, arn: string, to: 'adopted' | undefined): Model {
  const { foreign = [], adopted = [], ...rest } = account
  const kept = adopted.filter((one) => one !== arn)
  const changed = defineAccount({
    ...rest,
    foreign: foreign.filter((one) => one !== arn),
    adopted: to === 'adopted' ? [...kept, arn] : kept,
  })
  return rebuilt(model, { accounts: model.accounts.map((one) => (one === account ? changed : one)) })
}

/** The same model with a policy under another name. */
export function withPolicyNamed(model: Model, from: string, to: string): Model {
  const policies = new Map<PolicyDefinition, PolicyDefinition>()
  const tasks = new Map<TaskDefinition, TaskDefinition>()
  const policyOf = (policy: PolicyDefinition): PolicyDefinition => {
    if (policy.name !== from) return policy
    const made = policies.get(policy) ?? definePolicy({ ...policy, name: to })
    policies.set(policy, made)
    return made
  }
  const taskOf = (task: TaskDefinition): TaskDefinition => {
    const there = tasks.get(task)
    if (there !== undefined) return there
    const made = defineTask({
      ...task,
      policies: task.policies.map((policy) => (policy.kind === 'policy' ? policyOf(policy) : policy)),
      ...(task.requires === undefined ? {} : { requires: task.requires.map(taskOf) }),
    })
    tasks.set(task, made)
    return made
  }
  const roles = new Map(model.roles.map((role) => [role, defineRole({ ...role, tasks: role.tasks.map(taskOf) })]))
  return rebuilt(model, {
    roles: [...roles.values()],
    people: model.people.map((person) => ({
      ...person,
      roles: person.roles.map((held) =>
        'role' in held ? { ...held, role: roles.get(held.role) ?? held.role } : (roles.get(held) ?? held),
      ),
    })),
  })
}

function rebuilt(model: Model, parts: Partial<Pick<Model, 'roles' | 'people' | 'accounts'>>): Model {
  const { kind: _, tasks: __, policies: ___, ...input } = model
  return defineModel({ ...input, ...parts })
}
