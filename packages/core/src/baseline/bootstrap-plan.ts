import type { Tags } from '../account/account-state.ts'
import type { AccountFacts } from './account-facts.ts'
import { ADMINISTRATORS_GROUP, administratorGroups, IAM_FULL_ACCESS } from './checks/administrators.ts'
import { type MendCall, mendPlan } from './mend-plan.ts'
import { passwordPolicyGaps } from './password-policy.ts'

/** One call of `bootstrap`, as data. The password and the device's secret are made when it is carried out, and stand in no plan. */
export type BootstrapCall =
  | MendCall
  | { readonly kind: 'create-user'; readonly user: string; readonly tags: Tags }
  | { readonly kind: 'add-to-group'; readonly user: string; readonly group: string }
  | { readonly kind: 'create-password'; readonly user: string }
  | { readonly kind: 'enable-mfa'; readonly user: string }

/** One of the eight steps of the document. */
export interface BootstrapStep {
  /** From 1 to 8. */
  readonly number: number
  /** The document's own words. */
  readonly title: string
  /** `person`: only a person can do it, as `steps` tell. */
  readonly status: 'done' | 'todo' | 'person'
  /** What is so already, or what stands in the way. */
  readonly says: string
  readonly calls: readonly BootstrapCall[]
  readonly steps: readonly string[]
}

/** What whoever sets an account up decides. */
export interface BootstrapOptions {
  /** Needed where the account has no alias yet. */
  readonly alias?: string
  /** The administrator; one that is there, else `Administrator`, unless given. */
  readonly user?: string
  /** The group; one that holds the policy, else `IAMAdministrators`, unless given. */
  readonly group?: string
  /** ARN of the policy of the group; IAMFullAccess unless given. */
  readonly policyArn?: string
  /** Tags of a user that is made. */
  readonly tags?: Tags
}

/** What the account has, and the names that were settled on. */
interface Settled {
  readonly facts: AccountFacts
  readonly options: BootstrapOptions
  readonly group: string
  readonly user: string
  readonly policyArn: string
}

/**
 * The eight steps of "Before granting users the access they need": what of each is done, what calls do the rest, and what only a
 * person can do. Carried out, it plans nothing more but what is a person's.
 *
 * @example
 * ```ts
 * bootstrapPlan(facts, { alias: 'examplecorp' }).filter(({ status }) => status === 'todo')
 * ```
 */
export function bootstrapPlan(facts: AccountFacts, options: BootstrapOptions = {}): readonly BootstrapStep[] {
  const policyArn = options.policyArn ?? IAM_FULL_ACCESS
  const holders =
    policyArn === IAM_FULL_ACCESS
      ? administratorGroups(facts)
      : facts.state.groups.filter(({ attachedPolicies }) => attachedPolicies.includes(policyArn))
  const group = options.group ?? holders[0]?.name ?? ADMINISTRATORS_GROUP
  const member = facts.state.users.find(({ groups }) => groups.includes(group))
  const settled = { facts, options, policyArn, group, user: options.user ?? member?.name ?? 'Administrator' }
  return [
    rootStep(settled),
    aliasStep(settled),
    passwordPolicyStep(settled),
    groupStep(settled),
    userStep(settled),
    passwordStep(settled),
    mfaStep(settled),
    signInStep(settled),
  ]
}

type Body = Pick<BootstrapStep, 'status' | 'says'> & Partial<Pick<BootstrapStep, 'calls' | 'steps'>>

function step(number: number, title: string, body: Body): BootstrapStep {
  return { number, title, calls: [], steps: [], ...body }
}

function rootStep({ facts: { root } }: Settled): BootstrapStep {
  const title = 'Log in with the root account credentials, and configure baseline security settings'
  const missing = [
    ...(root.mfa ? [] : ['the root user has no MFA']),
    ...(root.accessKeys ? ['it has access keys'] : []),
  ]
  if (missing.length === 0) return step(1, title, { status: 'done', says: 'the root user has MFA and no access keys' })
  return step(1, title, {
    status: 'person',
    says: missing.join(', and '),
    steps: [
      'Sign in as the root user, open Security credentials, and assign an MFA device, better two.',
      ...(root.accessKeys
        ? ['There, deactivate the access keys, and delete them when nothing has failed for some days.']
        : []),
      'In the account settings, set the alternate contacts.',
    ],
  })
}

function aliasStep({ facts, options }: Settled): BootstrapStep {
  const title = 'Create a customized console login address'
  if (facts.alias !== null) {
    const other =
      options.alias !== undefined && options.alias !== facts.alias
        ? `; it is kept, not replaced by \`${options.alias}\``
        : ''
    return step(2, title, { status: 'done', says: `the alias is \`${facts.alias}\`${other}` })
  }
  const { calls, left } = mendPlan('account-alias', facts, options.alias === undefined ? {} : { alias: options.alias })
  return calls.length > 0
    ? step(2, title, { status: 'todo', says: `give the account the alias \`${options.alias}\``, calls })
    : step(2, title, {
        status: 'person',
        says: left[0]?.why ?? '',
        steps: ['Choose a name, and run it again with `--alias <name>`.'],
      })
}

function passwordPolicyStep({ facts }: Settled): BootstrapStep {
  const title = 'Create a password policy'
  const { calls, left } = mendPlan('password-policy', facts)
  if (calls.length > 0) {
    const gaps = facts.passwordPolicy === null ? ['there is none'] : passwordPolicyGaps(facts.passwordPolicy)
    return step(3, title, { status: 'todo', says: `set one (${gaps.join(', ')})`, calls })
  }
  return step(
    3,
    title,
    left[0] === undefined
      ? { status: 'done', says: 'it is as strict as it should be' }
      : { status: 'person', says: left[0].why },
  )
}

function groupStep({ facts, group, policyArn }: Settled): BootstrapStep {
  const policy = policyArn.slice(policyArn.lastIndexOf('/') + 1)
  const title = `Create an IAM Administrators group and assign it the managed policy ${policy}`
  const there = facts.state.groups.find(({ name }) => name.toLowerCase() === group.toLowerCase())
  if (there?.attachedPolicies.includes(policyArn) === true)
    return step(4, title, { status: 'done', says: `\`${there.name}\` holds it` })
  const attach: MendCall = { kind: 'attach-policy', group: there?.name ?? group, policyArn }
  if (there === undefined) {
    return step(4, title, {
      status: 'todo',
      says: `make \`${group}\``,
      calls: [{ kind: 'create-group', group }, attach],
    })
  }
  const members = facts.state.users.filter(({ groups }) => groups.includes(there.name)).length
  if (members === 0) return step(4, title, { status: 'todo', says: `attach it to \`${there.name}\``, calls: [attach] })
  return step(4, title, {
    status: 'person',
    says: `\`${there.name}\` is there with ${members} member${members === 1 ? '' : 's'}, who would become administrators`,
    steps: ['Name another group with `--group`, or attach the policy by hand if that is meant.'],
  })
}

function userStep({ facts, group, user, options }: Settled): BootstrapStep {
  const title = 'Create an IAM Administrator user and add it to the IAM Administrators group'
  const there = facts.state.users.find(({ name }) => name.toLowerCase() === user.toLowerCase())
  if (there?.groups.some((name) => name.toLowerCase() === group.toLowerCase()) === true)
    return step(5, title, { status: 'done', says: `\`${there.name}\` is in \`${group}\`` })
  const add: BootstrapCall = { kind: 'add-to-group', user: there?.name ?? user, group }
  return step(5, title, {
    status: 'todo',
    says: there === undefined ? `make \`${user}\`` : `put \`${there.name}\`, who is there already, into \`${group}\``,
    calls: there === undefined ? [{ kind: 'create-user', user, tags: options.tags ?? {} }, add] : [add],
  })
}

const credentialsOf = ({ facts, user }: Settled): AccountFacts['credentials'][number] | undefined =>
  facts.credentials.find((one) => one.user.toLowerCase() === user.toLowerCase())

function passwordStep(settled: Settled): BootstrapStep {
  const title = 'Create a password for the IAM Administrator user'
  const { user } = settled
  if (credentialsOf(settled)?.password) return step(6, title, { status: 'done', says: `\`${user}\` has one` })
  const says = 'make one that has to be changed at the first sign-in, and show it once'
  return step(6, title, { status: 'todo', says, calls: [{ kind: 'create-password', user }] })
}

function mfaStep(settled: Settled): BootstrapStep {
  const title = 'Add virtual MFA to the IAM Administrator user'
  const { user } = settled
  if (credentialsOf(settled)?.mfa === true)
    return step(7, title, { status: 'done', says: `\`${user}\` has an MFA device` })
  return step(7, title, {
    status: 'todo',
    says: 'make a virtual device, show its secret once, and ask for two of its codes',
    calls: [{ kind: 'enable-mfa', user }],
    steps: [
      `Sign in as \`${user}\`, open Security credentials, and choose Assign MFA device, then Authenticator app.`,
      'Scan the code, and type two codes that follow each other.',
    ],
  })
}

function signInStep(settled: Settled): BootstrapStep {
  const title =
    'Log out of the account, and log back in using the custom console URL and the new IAM Administrator credentials'
  const { user, facts, options } = settled
  const used = credentialsOf(settled)?.password?.lastUsed ?? null
  if (used !== null)
    return step(8, title, { status: 'done', says: `\`${user}\` signed in last on ${used.slice(0, 10)}` })
  const address = `https://${facts.alias ?? options.alias ?? facts.accountId}.signin.aws.amazon.com/console`
  return step(8, title, {
    status: 'person',
    says: `\`${user}\` has not signed in yet`,
    steps: [`Sign out, and sign in at ${address} as \`${user}\`.`, 'Lock the root user’s password and devices away.'],
  })
}
