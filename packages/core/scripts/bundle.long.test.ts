import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, test } from 'vitest'

const core = fileURLToPath(new URL('..', import.meta.url))
const built = join(core, 'dist/bundle')
let folder: string

beforeAll(() => {
  execFileSync(process.execPath, [join(core, '../../node_modules/typescript/bin/tsc'), '-b', core])
  execFileSync(process.execPath, [join(core, 'scripts/bundle.ts')])
  folder = mkdtempSync(join(tmpdir(), 'bundled-'))
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

const asks = `import { catalogDate, findAction, policiesEqual } from ${JSON.stringify(join(built, 'policy.js'))}
console.log(catalogDate.length, findAction('s3:GetObject')?.level, findAction('s3:GetNothing'), typeof policiesEqual)`
const answer = '10 Read undefined function\n'

test('the published files answer from the catalogue in Node', () => {
  const file = join(folder, 'plain.mjs')
  writeFileSync(file, asks)
  expect(execFileSync(process.execPath, [file], { encoding: 'utf8' })).toBe(answer)
})

test.each(['node', 'browser'] as const)('a bundle for %s holds all it needs in one file', async (platform) => {
  const input = join(folder, `${platform}.js`)
  const file = join(folder, `${platform}.bundle.mjs`)
  writeFileSync(input, asks)
  const bundle = await rolldown({ input, platform })
  const { output } = await bundle.write({ file, codeSplitting: false })
  await bundle.close()
  expect(output).toHaveLength(1)
  expect(output[0].code).not.toContain('createRequire')
  expect(execFileSync(process.execPath, [file], { encoding: 'utf8' })).toBe(answer)
})

test('every file is in the one-byte letters that engines read fastest', () => {
  for (const file of readdirSync(built))
    expect(readFileSync(join(built, file), 'latin1').search(/[^\0-\x7f]/), file).toBe(-1)
})
