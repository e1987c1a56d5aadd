/**
 * Joins what `tsc -b` built into one file an entry, with the parts that entries share in a file of their own. Over a hundred small modules cost a
 * program that imports them several times what they hold; types stay beside the sources they come from.
 */
import { rmSync } from 'node:fs'
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
await bundle.write({ dir, format: 'esm', chunkFileNames: '[name]-[hash].js' })
await bundle.close()
