/**
 * Joins what `tsc -b` built into one file an entry, with the parts that entries share in a file of their own. Over a hundred small modules cost a
 * program that imports them several times what they hold; types stay beside the sources they come from.
 *
 * Only ASCII is written: one letter beyond Latin-1 makes an engine keep a whole file in two bytes a letter, which the catalogue's megabyte makes felt.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const dir = `${dist}bundle`

rmSync(dir, { recursive: true, force: true })
const bundle = await rolldown({
  input: { index: `${dist}index.js`, policy: `${dist}policy/index.js`, vitest: `${dist}vitest/index.js` },
  external: /^[^./]/,
  platform: 'neutral',
})
const { output } = await bundle.generate({ format: 'esm', chunkFileNames: '[name]-[hash].js', comments: false })
await bundle.close()
mkdirSync(dir, { recursive: true })
for (const file of output) if (file.type === 'chunk') writeFileSync(`${dir}/${file.fileName}`, inAscii(file.code))

function inAscii(code: string): string {
  // In strings, templates and patterns an escape means what it stands for; other places than those and comments have no such letters.
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
