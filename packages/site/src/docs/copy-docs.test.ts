import { join } from 'node:path'
import { expect, test } from 'vitest'
import { copyDocs } from './copy-docs.ts'

test('guides that are not there are named', async () => {
  const from = join(import.meta.dirname, 'missing')
  const written = (text: string): string => text
  await expect(copyDocs(from, join(from, 'to'), { base: '/', written })).rejects.toMatchObject({
    code: 'site-docs-unreadable',
    message: `the guides in \`${from}\` can't be read`,
  })
})
