import { expect, test } from 'vitest'
import { toPage } from './to-page.ts'

test('the first heading becomes the title', () => {
  expect(toPage('# How `it` works\n\nText\n', { name: 'a.md', base: '/' })).toBe(
    '---\ntitle: "How it works"\n---\nText\n',
  )
})

test('a file without a heading is called after its name, and a comment in code is no heading', () => {
  expect(toPage('```sh\n# not this\n```\n', { name: 'guides/first-steps.md', base: '/' })).toContain(
    'title: "First steps"',
  )
})

test('links to other guides become addresses under the base', () => {
  const page = toPage('[a](../plan.md#apply) [b](index.md) [c](/matrix/) [d](https://example.com)', {
    name: 'guides/x.md',
    base: '/access/',
  })
  expect(page).toContain(
    '[a](/access/docs/plan/#apply) [b](/access/docs/guides/) [c](/access/matrix/) [d](https://example.com)',
  )
})

test('links that lead out of the guides, or are no web address, become text', () => {
  const page = toPage('[code](../../src/x.ts) [far](../../../x.md) [bad](javascript:alert`1`)', {
    name: 'guides/x.md',
    base: '/',
  })
  expect(page).toContain('code far bad')
})

test('blocks of code stay as they are', () => {
  const page = toPage('```md\n[a](b.md)\n```\n', { name: 'x.md', base: '/' })
  expect(page).toContain('```md\n[a](b.md)\n```')
})
