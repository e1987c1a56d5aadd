import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

/** What the theme takes from the sources when it runs: imports of types are gone by then. */
function runtimeImports(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/^import (?!type )(?:(?!\nimport )[^;])*? from '(?:\.\.\/)+(src\/[^']+)'/gm)].map(
    ([, path = '']) => path,
  )
}

test('what the theme runs of the sources is packed with it', () => {
  const { files }: { files: readonly string[] } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const used = new Set(globSync('theme/**/*.{ts,astro}', { cwd: root }).flatMap(runtimeImports))
  expect(used).toEqual(new Set(files.filter((file) => file.startsWith('src/'))))
})
