import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { createProject } from './testing/project.testing.ts'
import {
  actionsOf,
  openRightsAccount,
  README_POLICIES,
  RIGHTS_MODEL,
  type RightsAccount,
  without,
} from './testing/readme-rights.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const project = createProject({ 'model.ts': RIGHTS_MODEL })
await runHere(project.folder, ['import', 'aws-managed', '--sandbox'])
const accounts: RightsAccount[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const account of accounts.splice(0)) await account.close()
})
afterAll(() => project.remove())

async function signIn(documents: typeof README_POLICIES): Promise<void> {
  const account = await openRightsAccount(documents)
  accounts.push(account)
  for (const [name, value] of Object.entries(account.env)) vi.stubEnv(name, value)
}

const [READ, APPLY] = README_POLICIES
/** Asked for only when AWS's answer to a change got lost. */
const SELDOM = new Set(['iam:GetGroup', 'iam:ListPolicyVersions'])

/** What `drift` can do without: it says then that it does not know who did it. */
const LOOK_UP = 'cloudtrail:LookupEvents'

test('drift without the right to look up events says so', async () => {
  if (READ === undefined) throw new Error('the README has no policy')
  await signIn([without(READ, LOOK_UP)])
  const { code, stderr } = await runHere(project.folder, ['drift'])
  expect(code).toBe(2)
  expect(stderr).toContain(`note: who did it is not known: AWS refuses \`${LOOK_UP}\` for region us-east-1: `)
})

/** What `review` can do without: it says then what it does not judge. */
const REVIEW_EVIDENCE = [
  [LOOK_UP, 'resources and what AWS does not track by action'],
  ['iam:GenerateCredentialReport', 'passwords and access keys'],
  ['iam:GetCredentialReport', 'passwords and access keys'],
] as const
const dispensable = new Set<string>(REVIEW_EVIDENCE.map(([action]) => action))

test.each(REVIEW_EVIDENCE)('a review without %s says that %s are not judged', async (action, what) => {
  if (READ === undefined) throw new Error('the README has no policy')
  await signIn([without(READ, action)])
  const { code, stderr } = await runHere(project.folder, ['review'])
  expect(code, stderr).toBe(0)
  expect(stderr).toContain(`note: ${what} are not judged: AWS refuses \`${action}\``)
})

test.each(actionsOf(READ).filter((action) => !dispensable.has(action)))(
  'reading without %s says so',
  async (action) => {
    if (READ === undefined) throw new Error('the README has no policy')
    await signIn([without(READ, action)])
    const commands = [['plan'], ['drift'], ['review'], ['import', 'aws-managed']]
    const ran = await Promise.all(commands.map((command) => runHere(project.folder, command)))
    const failed = ran.filter(({ code }) => code === 1)
    expect(failed.length).toBeGreaterThan(0)
    for (const { stderr } of failed) {
      expect(stderr).toMatch(
        new RegExp(`error aws-access-denied: AWS refuses \`${action}\`.+\n  mend:  .*\`${action}\``),
      )
    }
  },
)

test.each(actionsOf(APPLY).filter((action) => !SELDOM.has(action)))('applying without %s says so', async (action) => {
  if (READ === undefined || APPLY === undefined) throw new Error('the README has no two policies')
  await signIn([READ, without(APPLY, action)])
  const apply = await runHere(project.folder, ['apply', '--yes', '--prune'])
  expect(apply.code).toBe(1)
  expect(apply.stderr).toMatch(
    new RegExp(
      `error aws-access-denied: (?:stopped at .+: )?AWS refuses \`${action}\` for .+\n  mend:  .*\`${action}\``,
    ),
  )
})
