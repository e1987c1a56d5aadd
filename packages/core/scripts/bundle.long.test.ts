import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
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
  publish(join(folder, 'node_modules/@rolewright/core'))
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

/** Lays the package down as the registry would give it: its files, found by the exports of its `publishConfig`. */
function publish(at: string): void {
  const { publishConfig, ...rest } = JSON.parse(readFileSync(join(core, 'package.json'), 'utf8'))
  mkdirSync(at, { recursive: true })
  writeFileSync(join(at, 'package.json'), JSON.stringify({ ...rest, exports: publishConfig.exports }))
  symlinkSync(join(core, 'dist'), join(at, 'dist'))
  symlinkSync(join(core, 'node_modules'), join(at, 'node_modules'))
}

const asks = `import { catalogDate, findAction, policiesEqual } from '@rolewright/core/policy'
console.log(catalogDate.length, findAction('s3:GetObject')?.level, findAction('s3:GetNothing'), typeof policiesEqual)`
const answer = '10 Read undefined function\n'

const run = (file: string): string =>
  execFileSync(process.execPath, ['--preserve-symlinks', file], { encoding: 'utf8', cwd: folder })

test('the published files answer from the catalogue in Node', () => {
  const file = join(folder, 'plain.mjs')
  writeFileSync(file, asks)
  expect(run(file)).toBe(answer)
})

test('Node reads no catalogue before it is asked for', () => {
  const file = join(folder, 'lazy.mjs')
  writeFileSync(
    file,
    `import { findAction } from '@rolewright/core/policy'
import { createRequire } from 'node:module'
const loaded = () => Object.keys(createRequire(import.meta.url).cache).filter((name) => name.endsWith('catalog.js')).length
console.log(loaded(), findAction('s3:GetObject').level, loaded())`,
  )
  expect(run(file)).toBe('0 Read 1\n')
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
  expect(run(file)).toBe(answer)
})

test('every file is in the one-byte letters that engines read fastest', () => {
  for (const file of readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js')))
    expect(readFileSync(join(built, file), 'latin1').search(/[^\0-\x7f]/), file).toBe(-1)
})
