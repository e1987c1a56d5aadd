/**
 * Joins what `tsc -b` built into one file an entry, with the parts that entries share in a file of their own. Over a hundred small modules cost a
 * program that imports them several times what they hold; types stay beside the sources they come from.
 *
 * There are two sets of the files, which `exports` in package.json tells apart. In `bundle` the catalogue, most of the letters, is imported as anything
 * else: for bundlers and browsers, which can't load a file later without waiting. In `bundle/node` it is read when it is first asked for.
 *
 * Only ASCII is written: one letter beyond Latin-1 makes an engine keep a whole file in two bytes a letter, which the catalogue's megabyte makes felt.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Plugin, rolldown } from 'rolldown'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const entries = { index: `${dist}index.js`, policy: `${dist}policy/index.js`, vitest: `${dist}vitest/index.js` }

/** The catalogue as a file beside the others. */
const catalogBeside: Plugin = {
  name: 'catalog-beside',
  resolveId: (source) =>
    source.endsWith('/catalog.generated.js') ? { id: './catalog.js', external: 'relative' } : undefined,
}

/** Node can load that file, a module, without waiting; asking `process` saves the import of `node:module` too. */
const catalogLater: Plugin = {
  name: 'catalog-later',
  load: (id) =>
    id.endsWith('/catalog-text.js')
      ? `export const catalogText = () => process.getBuiltinModule('node:module').createRequire(import.meta.url)('../catalog.js')`
      : undefined,
}

rmSync(`${dist}bundle`, { recursive: true, force: true })
const language = await modulesOf(entries.policy)
await write('bundle', { catalog: `${dist}catalog/catalog.generated.js` })
await write('bundle', entries, catalogBeside)
await write('bundle/node', entries, catalogLater)

async function write(folder: string, input: Record<string, string>, ...plugins: readonly Plugin[]): Promise<void> {
  const bundle = await rolldown({ input, plugins: [...plugins], external: /^[^./]/, platform: 'neutral' })
  const { output } = await bundle.generate({
    format: 'esm',
    chunkFileNames: '[name].js',
    comments: false,
    minify: true,
    codeSplitting: {
      groups: [{ name: 'language', test: (id) => language.has(id) }],
    },
  })
  await bundle.close()
  mkdirSync(`${dist}${folder}`, { recursive: true })
  for (const file of output)
    if (file.type === 'chunk') writeFileSync(`${dist}${folder}/${file.fileName}`, inAscii(file.code))
}

/** The modules that an entry needs: who imports it alone shall read no others. */
async function modulesOf(input: string): Promise<ReadonlySet<string>> {
  const bundle = await rolldown({ input, external: /^[^./]/, platform: 'neutral' })
  const { output } = await bundle.generate()
  await bundle.close()
  return new Set(output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : [])))
}

function inAscii(code: string): string {
  // In strings, templates and patterns an escape means what it stands for; other places than those and comments have no such letters.
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
