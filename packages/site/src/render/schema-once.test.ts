import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { schemaOnce } from './schema-once.ts'

test('takes the place of the one module that Starlight asks for the schema', () => {
  const page = readFileSync(new URL('utils/starlight-page.js', import.meta.resolve('@astrojs/starlight')), 'utf8')
  const [, asked = ''] = /await import\("([^"]+)"\)\)\.collections\?\.docs\?\.schema/.exec(page) ?? []
  const { resolveId, load } = schemaOnce()
  expect(load(resolveId(asked) ?? '')).toContain('docsSchema()({')
  expect([resolveId('astro:content'), load('astro:content')]).toEqual([undefined, undefined])
})
