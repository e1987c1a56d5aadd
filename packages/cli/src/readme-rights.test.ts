import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { createProject } from './testing/project.testing.ts'
import {
  actionsOf,
  openRightsAccount,
  README_POLICIES,
  RIGHTS_MODEL,
  type RightsAccount,
  statementsOf,
} from './testing/readme-rights.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

// The two policies that the README gives to who reads and who applies: enough for it, and not one action too many.

const project = createProject({ 'model.ts': RIGHTS_MODEL })
await runHere(project.folder, ['import', 'aws-managed', '--sandbox'])
const accounts: RightsAccount[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const account of accounts.splice(0)) await account.close()
})
afterAll(() => project.remove())

async function signIn(documents: typeof README_POLICIES): Promise<RightsAccount> {
  const account = await openRightsAccount(documents)
  accounts.push(account)
  for (const [name, value] of Object.entries(account.env)) vi.stubEnv(name, value)
  return account
}

/** What anybody may ask, as IAM writes actions. */
const asked = (account: RightsAccount): readonly string[] =>
  account.asked().filter((action) => action !== 'sts:GetCallerIdentity')

test('the first is what reading asks for', async () => {
  const account = await signIn(README_POLICIES.slice(0, 1))
  for (const command of [
    ['plan'],
    ['drift'],
    ['review'],
    ['import', 'aws-managed'],
    ['import', 'account', '--out', 'acme'],
  ]) {
    const ran = await runHere(project.folder, command)
    expect(ran, ran.stderr).toMatchObject({ code: command[0] === 'drift' ? 2 : 0 })
  }
  expect(asked(account)).toEqual(actionsOf(README_POLICIES[0]).toSorted())
  const apply = await runHere(project.folder, ['apply', '--yes'])
  expect(apply.code).toBe(1)
  expect(apply.stderr).toMatch(/error aws-access-denied: AWS refuses `iam:CreatePolicy` for the lock of apply: /)
})

test('with the second, applying goes through, and asks for all of it', async () => {
  expect(README_POLICIES.length).toBe(2)
  const account = await signIn(README_POLICIES)
  const apply = await runHere(project.folder, ['apply', '--yes', '--prune'])
  expect(apply, apply.stderr).toMatchObject({ code: 0 })
  const plan = await runHere(project.folder, ['plan', '--prune', '--exit-code'])
  expect(plan, plan.stdout).toMatchObject({ code: 0 })
  const [read, write] = README_POLICIES
  const ordinary = statementsOf(write).filter(({ Sid }) => Sid !== 'LookAgainAfterALostAnswer')
  const reading = actionsOf(read)
  expect(asked(account).filter((action) => !reading.includes(action))).toEqual(
    ordinary.flatMap(({ Action }) => Action ?? []).toSorted(),
  )
})
