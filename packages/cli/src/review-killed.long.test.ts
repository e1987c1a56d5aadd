import type { ChildProcess } from 'node:child_process'
import { openSandbox, type Sandbox } from '@rolewright/aws-sync'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Call, type CountingProxy, openCountingProxy } from './testing/counting-proxy.testing.ts'
import { createProject, type Project } from './testing/project.testing.ts'
import { REVIEWED_MODEL } from './testing/reviewed-project.testing.ts'
import { type Ran, rolewright } from './testing/rolewright.testing.ts'

const GENERATE = 'GenerateServiceLastAccessedDetails'
let project: Project
let sandbox: Sandbox
let proxy: CountingProxy
let onCall: (call: Call) => 'drop' | 'pass'
let close: () => Promise<unknown>
beforeEach(async () => {
  onCall = () => 'pass'
  project = createProject({ 'model.ts': REVIEWED_MODEL })
  sandbox = await openSandbox({ accountId: '111122223333' })
  const server = await sandbox.listen(0)
  proxy = await openCountingProxy(server.url, (call) => onCall(call))
  close = async () => {
    await proxy.close()
    await server.close()
  }
  const { code, stderr } = await run('apply', '--yes')
  if (code !== 0) throw new Error(stderr)
})
afterEach(async () => {
  await close()
  project.remove()
})

const run = (...args: readonly string[]): Promise<Ran> => start(args)

function start(args: readonly string[], onStart?: (child: ChildProcess) => void): Promise<Ran> {
  return rolewright(project.folder, args, {
    env: {
      AWS_ENDPOINT_URL: proxy.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'x',
    },
    ...(onStart === undefined ? {} : { onStart }),
  })
}

/** Runs a review that is killed when the call is made that `at` names. */
async function killed(at: (call: Call) => boolean): Promise<void> {
  let child: ChildProcess | undefined
  onCall = (call) => {
    if (!at(call)) return 'pass'
    child?.kill('SIGKILL')
    return 'drop'
  }
  const ran = await start(['review'], (started) => {
    child = started
  })
  expect(ran.code, ran.stderr).toBeNull()
  onCall = () => 'pass'
}

/** How many jobs were started for each entity. */
function jobs(): Readonly<Record<string, number>> {
  const counted: Record<string, number> = {}
  for (const { operation, input } of proxy.calls) {
    const arn = input.get('Arn') ?? ''
    if (operation === GENERATE) counted[arn] = (counted[arn] ?? 0) + 1
  }
  return counted
}

const stored = (): readonly string[] => Object.keys(project.files()).filter((name) => name.startsWith('reviews/'))

test('a review that is killed again and again has one job for each entity, and one review in the end', async () => {
  let seen = 0
  const nth = (operation: string, count: number) => {
    seen = 0
    return (call: Call): boolean => call.operation === operation && (seen += 1) === count
  }
  // Each of the four was looked at once: a number that was still on its way when the power went would be lost.
  await killed(nth('GetServiceLastAccessedDetails', 5))
  expect(stored()).toEqual(
    expect.arrayContaining(['reviews/.jobs-111122223333.jsonl', 'reviews/.running-111122223333.json']),
  )
  await killed(nth('GetServiceLastAccessedDetails', 3))
  await killed(nth('GenerateCredentialReport', 1))
  await killed(nth('LookupEvents', 1))
  await killed(nth('LookupEvents', 20))
  const last = await run('review', '--json')
  expect(last, last.stderr).toMatchObject({ code: 0 })
  const { calls, file }: { calls: number; file: string } = JSON.parse(last.stdout)
  // Two policies, a group and a member; the last run looks at their four jobs, and who it is.
  expect(Object.values(jobs())).toEqual([1, 1, 1, 1])
  expect(calls).toBe(5)
  expect(stored()).toEqual([file])
})

test('two reviews of what is due at once are one, and the same day has no other', async () => {
  const both = await Promise.all([run('review', '--due'), run('review', '--due')])
  const [first, second] = both.toSorted((a, b) => (a.code ?? 9) - (b.code ?? 9))
  // Whichever came too late finds the other at work, or has nothing left to do.
  const said = second?.code === 1 ? second.stderr : second?.stdout
  expect(said).toMatch(
    /^(?:error review-running: another review of account `111122223333` is running since|Nothing is due before )/,
  )
  expect(first?.code).toBe(0)
  expect(Object.values(jobs())).toEqual([1, 1, 1, 1])
  const asked = proxy.calls.length
  expect(await run('review', '--due')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Nothing is due before /),
  })
  expect(proxy.calls).toHaveLength(asked)
  expect(stored()).toEqual([expect.stringMatching(/^reviews\/\d{4}-\d\d-\d\d-111122223333\.json$/)])
  expect(proxy.most()).toBeLessThanOrEqual(5)
})
