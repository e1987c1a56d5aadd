import {
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  AttachGroupPolicyCommand,
  AddUserToGroupCommand,
} from '@aws-sdk/client-iam'
import { type AccountState, applyToState, canonicalJson, defaultDocument, diff, toJsonValue } from '@rolewright/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ownedPath, states, together } from '../../../core/src/plan/states.testing.ts'
import { readAccount } from '../read/read-account.ts'
import { openSandbox, type Sandbox } from '../sandbox/index.ts'
import { apply } from './apply.ts'
import { openFlakyProxy } from './flaky-proxy.testing.ts'

const RUNS = 10_000
const TIME = 75_000
/** How many of these runs go over HTTP, against the sandbox. */
const OVER_HTTP = 500
const HTTP_TIME = 45_000

const cases = fc.record({
  there: states({ path: ownedPath, prefix: 'Own', owned: false }),
  foreign: states({ path: '/team/', prefix: 'Foreign', owned: false }),
  wanted: states({ path: ownedPath, prefix: 'Own', owned: true }),
  prune: fc.boolean(),
})

/** All that is not the model's: foreign groups and policies, and each user but for owned groups and people of the model. */
function foreignOf(state: AccountState, wanted: AccountState): string {
  const owned = new Set(
    [...state.groups, ...wanted.groups].filter(({ path }) => path === ownedPath).map(({ name }) => name),
  )
  const people = new Set(wanted.users.map(({ name }) => name))
  const users = state.users.flatMap((user) => {
    const groups = user.groups.filter((name) => !owned.has(name))
    // A person whom the plan makes was nowhere before.
    return groups.length === 0 && people.has(user.name) ? [] : [{ ...user, groups }]
  })
  return canonicalJson(
    toJsonValue({
      groups: state.groups.filter(({ path }) => path !== ownedPath),
      policies: state.policies.filter(({ path }) => path !== ownedPath),
      roles: state.roles,
      users,
    }),
  )
}

it('never changes what is foreign, and has nothing to do the second time', () => {
  const begun = performance.now()
  let runs = 0
  let changes = 0
  fc.assert(
    fc.property(cases, ({ there, foreign, wanted, prune }) => {
      const actual = together(there, foreign)
      const plan = diff(actual, wanted, { prune })
      const after = applyToState(actual, plan.changes)
      if (foreignOf(after, wanted) !== foreignOf(actual, wanted)) throw new Error('something foreign has changed')
      const again = diff(after, wanted, { prune })
      if (again.changes.length > 0) throw new Error(`the second plan has ${again.changes.length} changes`)
      runs += 1
      changes += plan.changes.length
    }),
    { numRuns: RUNS, interruptAfterTimeLimit: TIME, markInterruptAsFailure: false },
  )
  const seconds = Math.round((performance.now() - begun) / 1000)
  process.stdout.write(`${runs} random accounts by random models, ${changes} changes, in ${seconds} s\n`)
  expect(runs).toBeGreaterThan(1000)
  expect(changes).toBeGreaterThan(runs)
})

async function lay(sandbox: Sandbox, state: AccountState): Promise<void> {
  const { iam } = sandbox.clients
  for (const policy of state.policies) {
    await iam.send(
      new CreatePolicyCommand({
        PolicyName: policy.name,
        Path: policy.path,
        PolicyDocument: JSON.stringify(defaultDocument(policy)),
      }),
    )
  }
  for (const { name, path, attachedPolicies } of state.groups) {
    await iam.send(new CreateGroupCommand({ GroupName: name, Path: path }))
    for (const PolicyArn of attachedPolicies)
      await iam.send(new AttachGroupPolicyCommand({ GroupName: name, PolicyArn }))
  }
  for (const { name, groups } of state.users) {
    await iam.send(new CreateUserCommand({ UserName: name }))
    for (const GroupName of groups) await iam.send(new AddUserToGroupCommand({ GroupName, UserName: name }))
  }
}

it('keeps the same laws over HTTP', async () => {
  let runs = 0
  let calls = 0
  await fc.assert(
    fc.asyncProperty(cases, async ({ there, foreign, wanted, prune }) => {
      const sandbox = await openSandbox({ accountId: wanted.accountId })
      await lay(sandbox, together(there, foreign))
      const server = await sandbox.listen(0)
      const proxy = await openFlakyProxy(server.port, () => 'pass')
      const clients = proxy.clients()
      const actual = await readAccount(clients)
      const plan = diff(actual, wanted, { prune })
      const { state, calls: made } = await apply(plan, clients)
      await proxy.close()
      await server.close()
      expect(foreignOf(state, wanted)).toBe(foreignOf(actual, wanted))
      expect(diff(state, wanted, { prune }).changes).toEqual([])
      expect(made.map(({ operation }) => operation).toSorted()).toEqual(
        plan.calls.map(({ service, operation }) => `${service}:${operation}`).toSorted(),
      )
      runs += 1
      calls += made.length
    }),
    { numRuns: OVER_HTTP, interruptAfterTimeLimit: HTTP_TIME, markInterruptAsFailure: false },
  )
  process.stdout.write(`${runs} of them over HTTP, ${calls} calls\n`)
  expect(runs).toBeGreaterThan(20)
})
