import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectsOfThisFile } from './testing/projects.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const project = projectsOfThisFile()

it('says what it can’t find without a head that was kept elsewhere', async () => {
  const given = project()
  const applied = await runHere(given.folder, ['apply', '--sandbox', 'account.json', '--yes'])
  const head = /history head ([0-9a-f]{64})/.exec(applied.stderr)?.[1] ?? ''
  const alone = await runHere(given.folder, ['audit', 'verify'])
  expect(alone.code).toBe(0)
  expect(alone.stdout).toContain('Not looked for: an end that was cut off, and a history that was written anew.')

  const against = await runHere(given.folder, ['audit', 'verify', '--head', head])
  expect(against.stdout).toContain('Nothing is missing of what was there when that head was kept.')
  expect(against.stdout).not.toContain('Not looked for')
  const json = await runHere(given.folder, ['audit', 'verify', '--json', '--head', head])
  expect(JSON.parse(json.stdout)).toMatchObject({ ok: true, against: [head] })

  const other = await runHere(given.folder, ['audit', 'verify', '--head', head.replaceAll(/[0-9]/g, 'a')])
  expect(other.code).toBe(1)
  expect(other.stderr).toContain('error history-cut-or-rewritten')
  expect((await runHere(given.folder, ['audit', 'verify', '--head', 'abc'])).stderr).toContain(
    'error invalid-argument: `abc` is not a head',
  )
  rmSync(join(given.folder, 'audit'), { recursive: true })
  const gone = await runHere(given.folder, ['audit', 'verify', '--head', head])
  expect(gone).toMatchObject({ code: 1, stdout: 'damaged  audit: 1 problem, 0 entries in 0 files\n' })
  expect(gone.stderr).toContain(`error history-cut-or-rewritten: the head \`${head}\` is no longer in the history`)
})
