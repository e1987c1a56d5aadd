import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeSlugs } from './slug.ts'

test('names are readable where that is safe', () => {
  const slugs = makeSlugs(['PowerUserExampleCorp', 'data-scientist', 'Ünïcode Näme'])
  expect([...slugs]).toEqual([
    ['PowerUserExampleCorp', 'power-user-example-corp'],
    ['data-scientist', 'data-scientist'],
    ['Ünïcode Näme', 'unicode-name'],
  ])
})

test('ids that would meet, are empty or have a meaning for hosts carry a hash', () => {
  const slugs = makeSlugs(['a b', 'a-b', '', '日本', 'index', '../..'])
  expect(new Set(slugs.values()).size).toBe(6)
  expect(slugs.get('index')).toMatch(/^index-[0-9a-f]{8}$/)
  expect(slugs.get('')).toMatch(/^[0-9a-f]{8}$/)
})

test('whatever the ids, each has its own address and none leaves its folder', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 100 })), (ids) => {
      const slugs = [...makeSlugs(ids).values()]
      expect(new Set(slugs).size).toBe(ids.length)
      for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
    }),
    { numRuns: 200 },
  )
})
