import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openSandbox } from '@rolewright/aws-sync'
import { afterAll, expect, it } from 'vitest'
import { createProject, type Project } from './testing/project.testing.ts'
import { type Ran, rolewright } from './testing/rolewright.testing.ts'

const guide = readFileSync(fileURLToPath(new URL('../../../docs/guides/reviews.md', import.meta.url)), 'utf8')
const [, config = ''] = /```ts\n\/\/ rolewright\.config\.ts\n([\s\S]*?)```/.exec(guide) ?? []
const commands = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.trim().split('\n'))

let project: Project
afterAll(() => project.remove())

it('the commands of the guide on reviews do what it says, in its order', async () => {
  project = createProject({ 'rolewright.config.ts': config })
  const ran = new Map<string, Ran>()
  /** Runs the guide's commands up to the one that begins so. */
  const runTo = async (begin: string): Promise<string> => {
    for (;;) {
      const command = commands.shift() ?? ''
      const args = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '').slice(1)
      const result = await rolewright(project.folder, args)
      ran.set(command, result)
      expect([command, result.code, result.stderr]).toEqual([command, 0, expect.any(String)])
      if (command.startsWith(begin)) return result.stdout
    }
  }
  await runTo('rolewright apply')
  const sandbox = await openSandbox({ file: `${project.folder}/account.json` })
  await sandbox.advance({ months: 7 })
  await sandbox.use([{ user: 'mary.major@examplecorp.com', action: 'sqs:CreateQueue' }])
  await sandbox.advance({ days: 1 })
  expect(await runTo('rolewright review --sandbox')).toContain('1 proposal, 1 open.')
  expect(await runTo('rolewright review status')).toContain('it@examplecorp.com: 0 of 1 decided (queue-operator)')
  await runTo('rolewright review report')
  const report = project.files()['review.md'] ?? ''
  const ticked = report.replace('- [ ] accept', '- [x] accept').replace(/^Reason:$/m, 'Reason: only queues are left')
  writeFileSync(`${project.folder}/review.md`, ticked)
  expect(await runTo('rolewright review decide')).toContain('1 decision taken from review.md.')
  expect(await runTo('rolewright review patch')).toContain('1 proposal written into 1 file.')
  expect(project.files()['rolewright.config.ts']).toContain(
    "// Nobody knew yet which of them it would be.\n    allow({ actions: ['sqs:*'], resources: ['*'] }),",
  )
  await runTo('rolewright apply')
  await sandbox.advance({ days: 2 })
  await sandbox.use([{ user: 'mary.major@examplecorp.com', action: 'sns:CreateTopic', denied: true }])
  await sandbox.advance({ days: 1 })
  const again = await runTo('rolewright review --sandbox')
  const restore = /`rolewright (review restore [0-9a-f]+)`/.exec(again)?.[1] ?? ''
  const restored = await rolewright(project.folder, [...restore.split(' '), '--sandbox', 'account.json'])
  expect(restored).toMatchObject({ code: 0 })
  expect(project.files()['rolewright.config.ts']).toBe(config)
  await runTo('rolewright review close')
  expect(await runTo('rolewright review --due')).toMatch(
    /^Nothing is due before \d{4}-\d\d-\d\d \(queue-operator\)\.\n$/,
  )
  expect(commands).toEqual([])
}, 120_000)
