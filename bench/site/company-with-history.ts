import {
  type AccountDefinition,
  type AccountState,
  type AuditEntry,
  compile,
  type JsonValue,
  type Model,
} from '@rolewright/core'
import type { SiteInput } from '@rolewright/site'
import { createHash } from 'node:crypto'
import { define, type Definitions, modelOf } from '../model/company.ts'
import { type CompanySize, fullAccount, generateCompany } from '../model/generate-company.ts'
import { type Random, random } from '../model/random.ts'

const now = new Date('2026-06-01T12:00:00Z')
const departments = ['Finance', 'Logistics', 'Marketing', 'Production', 'Purchasing', 'Research', 'Sales', 'Support']
/** Entries of the whole history; of ten runs two apply, four find drift, four decide. */
const entriesOfFull = 20_000
const callsOfApply = 16

/**
 * What a company of `times` a full account's size hands to its site: 300 roles, 5,000 people and 20,000 entries of history where
 * `times` is 1, with the state that each apply left. The same size gives the same company.
 */
export function companyWithHistory(times: number): SiteInput {
  const model = modelOf(withDepartments(define(generateCompany(scaled(times), 7))))
  const states = model.accounts.map((account) => ({ account, ...compile(model, account, { now, awsManaged: {} }) }))
  const [first] = states
  if (first === undefined) throw new RangeError('the company has no account')
  return { model, states, now, history: historyOf(model, first, Math.round(entriesOfFull * times)) }
}

function scaled(times: number): CompanySize {
  const { roles, tasks, policies, people, ...shares } = fullAccount
  const size = (count: number): number => Math.round(count * times)
  return { ...shares, roles: size(roles), tasks: size(tasks), policies: size(policies), people: size(people) }
}

function withDepartments({ roles, ...rest }: Definitions): Definitions {
  return {
    ...rest,
    roles: roles.map((role, index) => {
      const department = departments[index % departments.length] ?? ''
      return { ...role, department, owner: `${department.toLowerCase()}@example.com` }
    }),
  }
}

/** Runs that lead to the state there is now, the oldest first, each a step of the account's growth. */
function historyOf(
  model: Model,
  { account, state }: { readonly account: AccountDefinition; readonly state: AccountState },
  count: number,
): NonNullable<SiteInput['history']> {
  const draw = random(11)
  const entries: AuditEntry[] = []
  const stored = new Map<string, number>()
  const text = JSON.stringify(state)
  const write = (kind: AuditEntry['kind'], data: JsonValue): void => {
    const number = entries.length
    const prev = entries.at(-1)?.hash
    entries.push({
      version: 1,
      id: `01JD${String(number).padStart(22, '0')}`,
      at: new Date(now.getTime() - (count - number) * 3_600_000).toISOString(),
      by: { arn: `arn:aws:iam::${account.accountId}:user/admin`, git: 'Ana Silva <ana@example.com>' },
      kind,
      prev: prev === undefined ? [] : [prev],
      hash: createHash('sha256').update(`${number}`).digest('hex'),
      data,
    })
  }
  for (let run = 0; entries.length < count; run++) {
    if (run % 5 === 0) {
      const hash = createHash('sha256').update(`state ${run}`).digest('hex')
      stored.set(hash, (entries.length + 1) / count)
      apply({ draw, model, state, hash, write })
    } else if (run % 5 < 3) {
      write('run', { accountId: account.accountId, command: 'drift' })
      write('drift', { changes: [driftOf(draw, state)] })
    } else {
      write('run', { accountId: account.accountId, command: 'review decide' })
      const policy = draw.pick(state.policies).arn
      write('decision', {
        proposal: `p${run}`,
        decision: 'accept',
        policy,
        removed: ['sqs'],
        reason: 'moved in spring',
      })
    }
  }
  return {
    account: account.id,
    entries,
    // Parsed anew each time, as from a file.
    stateOf: async (hash) => {
      const share = stored.get(hash)
      const whole: AccountState | undefined = share === undefined ? undefined : JSON.parse(text)
      return whole === undefined ? undefined : grown(whole, share ?? 1)
    },
    verification: { ok: true, heads: [entries.at(-1)?.hash ?? ''], problems: [] },
  }
}

function driftOf(draw: Random, state: AccountState): JsonValue {
  const [group, policy] = [draw.pick(state.groups).name, draw.pick(state.policies).arn]
  return { kind: 'attach-policy', before: null, after: { group, policyArn: policy }, reason: 'a task needs it' }
}

function apply(given: {
  readonly draw: Random
  readonly model: Model
  readonly state: AccountState
  readonly hash: string
  readonly write: (kind: AuditEntry['kind'], data: JsonValue) => void
}): void {
  const { draw, model, state, hash, write } = given
  const plan = hash
  write('run', { accountId: state.accountId, command: 'apply' })
  const members = Array.from({ length: callsOfApply - 1 }, () => ({
    user: draw.pick(model.people).userName,
    group: draw.pick(state.groups).name,
  }))
  const policy = draw.pick(state.policies)
  const changes = [
    ...members.map(({ user, group }) => ({
      kind: 'add-member',
      subject: `user ${user} in group ${group}`,
      reason: 'the model gives this role',
    })),
    { kind: 'update-policy', subject: `policy ${policy.name}`, reason: 'the document differs' },
  ]
  const access = members.map(({ user }) => ({
    principal: { kind: 'user', name: user },
    relation: 'wider',
    gained: [],
    gainedActions: ['s3:GetObject', 's3:ListBucket'],
    lost: [],
    lostActions: [],
  }))
  write('planned', { plan, changes, access })
  for (const [call, { user, group }] of members.entries()) {
    const input = { UserName: user, GroupName: group }
    write('intent', { plan, call, operation: 'iam:AddUserToGroup', subject: `user ${user} in group ${group}`, input })
    write('outcome', { plan, call, result: 'done' })
  }
  const document = JSON.stringify(policy.versions[0]?.document)
  const input = { PolicyArn: policy.arn, PolicyDocument: document }
  const call = members.length
  write('intent', { plan, call, operation: 'iam:CreatePolicyVersion', subject: `policy ${policy.name}`, input })
  write('outcome', { plan, call, result: 'done' })
  write('applied', { plan, changes: changes.length, calls: changes.length, state: hash })
}

/** The account when it had so much of what it has now. */
function grown(state: AccountState, share: number): AccountState {
  const first = <T>(all: readonly T[]): readonly T[] => all.slice(0, Math.ceil(all.length * share))
  const groups = first(state.groups)
  const names = new Set(groups.map(({ name }) => name))
  return {
    ...state,
    groups,
    users: first(state.users).map((user) => ({ ...user, groups: user.groups.filter((name) => names.has(name)) })),
  }
}
