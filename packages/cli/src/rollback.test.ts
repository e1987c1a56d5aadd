import { join } from 'node:path'
import { AttachUserPolicyCommand, CreateUserCommand } from '@aws-sdk/client-iam'
import { openHistory, openSandbox, readAccount, readHistory, verifyHistoryOnDisk } from '@rolewright/aws-sync'
import { fingerprint } from '@rolewright/core'
import { expect, it } from 'vitest'
import { modelWith, type Project } from './testing/project.testing.ts'
import { projectsOfThisFile } from './testing/projects.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const project = projectsOfThisFile()

const accountId = '111122223333'
const apply = (given: Project, ...args: readonly string[]): ReturnType<typeof runHere> =>
  runHere(given.folder, ['apply', '--sandbox', 'account.json', '--yes', ...args])

async function lastApplied(given: Project): Promise<string> {
  const [history] = await readHistory(join(given.folder, 'audit'))
  return history?.entries.findLast(({ kind }) => kind === 'applied')?.id ?? 'none'
}

async function sandboxOf(given: Project): ReturnType<typeof openSandbox> {
  return openSandbox({ accountId, file: join(given.folder, 'account.json') })
}

it('sets back what an apply changed: planned, shown, confirmed, recorded', async () => {
  const given = project({
    'wider.ts': modelWith("['billing:Get*']", "['billing:Get*', 'ce:Get*']"),
    'wider.config.ts': `import { defineConfig } from '@rolewright/core'\nimport model from './wider.ts'\nexport default defineConfig({ model })\n`,
  })
  await apply(given)
  const first = await lastApplied(given)
  const { clients } = await sandboxOf(given)
  const before = await readAccount(clients)
  await apply(given, '--config', 'wider.config.ts')
  const second = await lastApplied(given)
  expect(fingerprint(await readAccount(clients))).not.toBe(fingerprint(before))

  const args = ['apply', '--sandbox', 'account.json', '--rollback', second]
  const refused = await runHere(given.folder, args, { confirm: false })
  expect(refused.stdout).toContain(`Set back ${second} in dev (111122223333), the sandbox account.json`)
  expect(refused.stdout).toContain('~ policy ReadBills (set back to what it was before)')
  expect(refused.stderr).toContain('Nothing was changed.')

  const back = await runHere(given.folder, [...args, '--yes', '--max-loss', '5'])
  expect(back.code, back.stderr).toBe(0)
  expect(back.stdout).toContain('Applied 1 change in 3 calls.')
  expect(back.stdout).toContain('The model still says what that apply did: change it too')
  const after = await readAccount(clients)
  expect(after.policies.map((policy) => policy.defaultVersionId)).toEqual(['v1'])
  expect(
    (await runHere(given.folder, ['drift', '--sandbox', 'account.json', '--config', 'wider.config.ts'])).code,
  ).toBe(2)

  const again = await runHere(given.folder, [...args, '--yes'])
  expect(again.stdout).toContain('Nothing to set back: what that apply changed is as it was before.')

  // Then the apply before it: everything that was made is gone, but for the user.
  const all = await apply(given, '--rollback', first.toLowerCase(), '--max-loss', '100%')
  expect(all.code, all.stderr).toBe(0)
  const empty = await readAccount(clients)
  expect({ groups: empty.groups, policies: empty.policies }).toEqual({ groups: [], policies: [] })
  expect(empty.users.map(({ name, groups }) => [name, groups])).toEqual([['ana', []]])

  const [history] = await readHistory(join(given.folder, 'audit'))
  const planned = history?.entries.filter(({ kind }) => kind === 'planned').map(({ data }) => data)
  expect(planned?.at(-2)).toMatchObject({ rollbackOf: second })
  expect(planned?.at(-1)).toMatchObject({ rollbackOf: first })
  const [verified] = await verifyHistoryOnDisk(join(given.folder, 'audit'))
  expect(verified?.problems).toEqual([])
})

it('refuses with the difference where the account has moved on, and changes nothing', async () => {
  const given = project()
  await apply(given)
  const { clients } = await sandboxOf(given)
  const { policies } = await readAccount(clients)
  await clients.iam.send(new CreateUserCommand({ UserName: 'robot' }))
  await clients.iam.send(new AttachUserPolicyCommand({ UserName: 'robot', PolicyArn: policies[0]?.arn }))
  const before = await readAccount(clients)
  const ran = await apply(given, '--rollback', await lastApplied(given), '--max-loss', '100%')
  expect(ran.code).toBe(1)
  expect(ran.stderr).toContain('error rollback-stale: the account has moved on since that apply, so it is not set back')
  expect(ran.stderr).toContain('was made by the apply, and is used by `robot` since\n    where: policy ReadBills\n')
  expect(await readAccount(clients)).toEqual(before)
})

it('says what it can’t set back', async () => {
  const given = project()
  await apply(given)
  expect((await apply(given, '--rollback', 'nothing')).stderr).toContain('error entry-unknown')
  expect((await apply(given, '--rollback', '')).stderr).toContain('error entry-unknown')
  const id = await lastApplied(given)
  expect((await apply(given, '--rollback', id, '--prune')).stderr).toContain('error invalid-argument')
  const by = { arn: 'arn:aws:iam::111122223333:user/mary' }
  const history = await openHistory({ dir: join(given.folder, 'audit'), accountId, by, now: () => new Date() })
  const review = await history.append('review', { proposals: 0 })
  await history.close()
  expect((await apply(given, '--rollback', review.id)).stderr).toContain('error rollback-unknown')
})
