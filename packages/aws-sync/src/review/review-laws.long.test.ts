import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  allow,
  applyProposals,
  compile,
  comparePolicies,
  createEvaluator,
  defineAccount,
  defineModel,
  definePerson,
  definePolicy,
  defineRole,
  defineTask,
  deny,
  diff,
  documentFinder,
} from '@rolewright/core'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { apply } from '../apply/apply.ts'
import { openHistory } from '../audit/open-history.ts'
import { readAccount } from '../read/read-account.ts'
import { openSandbox, type Use } from '../sandbox/index.ts'
import { runReview } from './run-review.ts'

// From a model to an account, from months of use to proposals, and all of them accepted: what never breaks on the way.

const accountId = '111122223333'
const account = defineAccount({ id: 'dev', accountId })
const owner = { owner: 'a@example.com', justification: 'does what this test is about' }
const bucket = 'arn:aws:s3:::bucket'

const statements = [
  allow({ actions: ['sqs:*', 'sns:*', 's3:*'], resources: ['*'] }),
  allow({ actions: ['iam:GetUser', 'iam:ListRoles', 'iam:PassRole'], resources: ['*'] }),
  allow({ actions: ['lambda:List*', 'lambda:InvokeFunction', 'dynamodb:*'], resources: ['*'] }),
  allow({ actions: ['s3:GetObject', 's3:ListBucket'], resources: [`${bucket}/*`, bucket] }),
  allow({ notActions: ['iam:*', 'organizations:*', 'account:*'], resources: ['*'] }),
  deny({ actions: ['dynamodb:DeleteTable'], resources: ['*'] }),
] as const

const on = (action: string): string => (action === 's3:GetObject' ? `${bucket}/key` : '*')
/** What no source shows: data events and iam:PassRole. */
const unseen = ['s3:GetObject', 'sqs:SendMessage', 'lambda:InvokeFunction', 'dynamodb:PutItem'] as const
const actions = [
  ...unseen,
  'iam:GetUser',
  'iam:ListRoles',
  'lambda:ListFunctions',
  's3:ListAllMyBuckets',
  'sqs:CreateQueue',
  'sns:Publish',
  'ec2:RunInstances',
  'dynamodb:CreateTable',
] as const

const some = (most: number, length: number) => fc.uniqueArray(fc.nat(most - 1), { minLength: 1, maxLength: length })
const shape = fc.record({
  policies: fc.array(some(statements.length, 2), { minLength: 4, maxLength: 4 }),
  tasks: fc.array(some(4, 2), { minLength: 3, maxLength: 3 }),
  roles: fc.array(some(3, 3), { minLength: 2, maxLength: 2 }),
  people: fc.array(some(2, 2), { minLength: 3, maxLength: 3 }),
  uses: fc.array(
    fc.record({ person: fc.nat(2), action: fc.constantFrom(...actions), daysAgo: fc.integer({ min: 1, max: 190 }) }),
    { maxLength: 14 },
  ),
  splitServices: fc.boolean(),
})

it('from model to applied proposals nothing widens, and what was used, or can not be seen, stays', async () => {
  let proposed = 0
  await fc.assert(
    fc.asyncProperty(shape, async (made) => {
      const pick = <T>(list: readonly T[], numbers: readonly number[]): T[] => numbers.flatMap((one) => list[one] ?? [])
      const policies = made.policies.map((own, index) =>
        definePolicy({ name: `Policy${index}`, statements: pick(statements, own) }),
      )
      const tasks = made.tasks.map((own, index) =>
        defineTask({ id: `task-${index}`, title: `Task ${index}`, policies: pick(policies, own) }),
      )
      const roles = made.roles.map((own, index) =>
        defineRole({ id: `role-${index}`, title: `Role ${index}`, ...owner, tasks: pick(tasks, own) }),
      )
      const people = made.people.map((own, index) =>
        definePerson({ id: `p${index}`, userName: `p${index}`, name: `P ${index}`, roles: pick(roles, own) }),
      )
      const model = defineModel({ id: 'example', roles, people, accounts: [account] })
      const { state: desired, sources } = compile(model, account, { now: new Date('2026-01-01'), awsManaged: {} })

      const dir = await mkdtemp(join(tmpdir(), 'laws-'))
      const sandbox = await openSandbox({ accountId, clock: () => new Date('2026-01-01T00:00:00Z') })
      const record = async <T>(command: string, run: Parameters<typeof withHistory<T>>[1]): Promise<T> =>
        withHistory({ dir, now: await sandbox.now(), command }, run)
      await record('apply', async (history) =>
        apply(diff(await readAccount(sandbox.clients), desired), sandbox.clients, { history }),
      )
      const now = await sandbox.advance({ days: 200 })
      await sandbox.use(
        made.uses.map(({ person, action, daysAgo }): Use => ({
          user: `p${person}`,
          action,
          resource: on(action),
          at: new Date(now.getTime() - daysAgo * 86_400_000),
        })),
      )
      const { review, state } = await record('review', (history) =>
        runReview(sandbox.clients, {
          windowDays: 90,
          history,
          now: () => now,
          sleep: async () => undefined,
          perSecond: Infinity,
          model: { roles, sources, desired },
          splitServices: made.splitServices,
          ownedPath: '/rolewright/example/',
        }),
      )
      await rm(dir, { recursive: true })
      const accepted = review.proposals.filter(({ proof }) => proof === 'narrower')
      proposed += accepted.length
      const after = applyProposals(state, accepted)
      const [was, is] = [documentFinder(state), documentFinder(after)]
      for (const [number, user] of state.users.entries()) {
        const narrowed = after.users.find(({ name }) => name === user.name)
        if (narrowed === undefined) throw new Error('nobody is lost')
        const [before, then] = [was.ofUser(user).documents, is.ofUser(narrowed)]
        expect(then.unknown).toEqual([])
        expect(comparePolicies(before, then.documents)).toMatchObject({ gained: [] })
        const [old, young] = [createEvaluator(before), createEvaluator(then.documents)]
        const mine = made.uses
          .filter(({ person, action, daysAgo }) => person === number && daysAgo < 90 && allowed(old, action))
          .map(({ action }) => action)
        const services = new Set(mine.map((action) => action.split(':')[0]))
        const must = [
          ...mine,
          'iam:PassRole',
          // Its service was used, and nobody can see by which of these.
          ...unseen.filter((action) => services.has(action.split(':')[0])),
        ]
        for (const action of must.filter((one) => allowed(old, one))) {
          expect([user.name, action, allowed(young, action)]).toEqual([user.name, action, true])
        }
      }
    }),
    { numRuns: 10 },
  )
  // The laws say nothing where nothing is proposed.
  expect(proposed).toBeGreaterThan(10)
}, 120_000)

function allowed(evaluator: ReturnType<typeof createEvaluator>, action: string): boolean {
  return evaluator.decide({ action, resource: on(action) }).effect === 'allow'
}

async function withHistory<T>(
  given: { readonly dir: string; readonly now: Date; readonly command: string },
  run: (history: Awaited<ReturnType<typeof openHistory>>) => Promise<T>,
): Promise<T> {
  const by = { arn: `arn:aws:iam::${accountId}:user/tester` }
  const history = await openHistory({ dir: given.dir, accountId, by, now: () => given.now, command: given.command })
  try {
    return await run(history)
  } finally {
    await history.close()
  }
}
