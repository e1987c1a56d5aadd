/**
 * Joins what `tsc -b` built into one file an entry, with the parts that entries share in a file of their own. Over a hundred small modules cost a
 * program that imports them several times what they hold; types stay beside the sources they come from.
 *
 * The catalogue stays apart, behind `#catalog-text` (`imports` in package.json): Node loads it when it is first asked for, browsers and bundlers, which
 * know the condition `module`, with the rest.
 *
 * Only ASCII is written: one letter beyond Latin-1 makes an engine keep a whole file in two bytes a letter, which the catalogue's megabyte makes felt.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Plugin, rolldown } from 'rolldown'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const dir = `${dist}bundle`

const catalogApart: Plugin = {
  name: 'catalog-apart',
  resolveId: (source) => (source.endsWith('/catalog-text.js') ? { id: '#catalog-text', external: true } : undefined),
}

rmSync(dir, { recursive: true, force: true })
mkdirSync(dir, { recursive: true })
await write(
  { index: `${dist}index.js`, policy: `${dist}policy/index.js`, vitest: `${dist}vitest/index.js` },
  catalogApart,
)
await write({ 'catalog-text': `${dist}catalog/catalog-text.js`, catalog: `${dist}catalog/catalog.generated.js` })
writeFileSync(
  `${dir}/catalog-text.node.js`,
  `import { createRequire } from 'node:module'
const load = createRequire(import.meta.url)
export function catalogText() {
\treturn load('./catalog.js')
}
`,
)

async function write(input: Readonly<Record<string, string>>, ...plugins: readonly Plugin[]): Promise<void> {
  const bundle = await rolldown({
    input: { ...input },
    plugins: [...plugins],
    external: /^[^./]/,
    platform: 'neutral',
  })
  const { output } = await bundle.generate({
    format: 'esm',
    chunkFileNames: '[name]-[hash].js',
    comments: false,
    minify: true,
    codeSplitting: { groups: [{ name: 'language', test: /dist\/(?:policy|catalog|diagnostic)\// }] },
  })
  await bundle.close()
  for (const file of output) if (file.type === 'chunk') writeFileSync(`${dir}/${file.fileName}`, inAscii(file.code))
}

function inAscii(code: string): string {
  // In strings, templates and patterns an escape means what it stands for; other places than those and comments have no such letters.
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
