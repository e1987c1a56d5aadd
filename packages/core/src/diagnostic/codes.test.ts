import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { accountCodes } from './account-codes.ts'
import { codes } from './codes.ts'
import { commandCodes } from './command-codes.ts'
import { modelCodes } from './model-codes.ts'
import { peopleCodes } from './people-codes.ts'
import { policyCodes } from './policy-codes.ts'
import { syncCodes } from './sync-codes.ts'

const packages = join(import.meta.dirname, '../../..')

/** All sources but tests, generated files and the registry itself. */
function sources(): readonly string[] {
  return readdirSync(packages, { withFileTypes: true })
    .filter((folder) => folder.isDirectory())
    .flatMap(({ name }) =>
      readdirSync(join(packages, name, 'src'), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !/\.(?:test|testing|generated)\.ts$/.test(file))
        .filter((file) => !/^diagnostic\/(?:codes|[a-z]+-codes)\.ts$/.test(file))
        .map((file) => readFileSync(join(packages, name, 'src', file), 'utf8')),
    )
}

const texts = sources()
const all = texts.join('\n')

/** Codes that are written as `code: 'some-code'` or as the first argument of what makes an error. */
function codesInUse(): readonly string[] {
  const written = /(?:\bcode: |\b(?:fail|problem)\(\s*)'([a-z]+(?:-[a-z0-9]+)+)'/g
  return [...new Set(texts.flatMap((text) => [...text.matchAll(written)].map(([, code = '']) => code)))].toSorted(
    (a, b) => a.localeCompare(b),
  )
}

test('finds the codes of all packages', () => {
  expect(codesInUse()).toEqual(expect.arrayContaining(['duplicate-key', 'model-invalid', 'stale-plan', 'needs-yes']))
})

test('every code in use is registered (add it to one of the …-codes.ts files, then run generate-reference-pages.ts)', () => {
  expect(codesInUse().filter((code) => codes[code] === undefined)).toEqual([])
})

test('every registered code is in use, and registered once', () => {
  const isUsed = (code: string): boolean =>
    all.includes(`'${code}'`) || (code.startsWith('missing-') && all.includes('code: `missing-${what}`'))
  expect(Object.keys(codes).filter((code) => !isUsed(code))).toEqual([])
  const parts = [policyCodes, modelCodes, syncCodes, peopleCodes, accountCodes, commandCodes].flatMap((part) =>
    Object.keys(part),
  )
  expect(parts.toSorted((a, b) => a.localeCompare(b))).toEqual(
    Object.keys(codes).toSorted((a, b) => a.localeCompare(b)),
  )
})

test('each says what happened and what to do in a sentence, with a message as an example', () => {
  for (const [code, { says, example, mend }] of Object.entries(codes)) {
    expect([code, says]).toEqual([code, expect.stringMatching(/^[A-Z`].*\.$/)])
    expect([code, mend]).toEqual([code, expect.stringMatching(/^[A-Z].*\.$/)])
    expect([code, example]).toEqual([code, expect.stringMatching(/^\S.*[^.]$/)])
  }
})
