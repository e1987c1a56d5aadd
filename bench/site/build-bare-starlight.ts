// Builds a Starlight site of small Markdown pages and nothing else: `node build-bare-starlight.ts PAGES FOLDER`. Prints seconds as JSON.
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const [pages, folder = ''] = process.argv.slice(2)
const root = join(folder, 'bare')
const content = join(root, 'src/content/docs')
await rm(root, { recursive: true, force: true })
await mkdir(content, { recursive: true })
// The very packages that our own site is built with.
await symlink(fileURLToPath(new URL('../../packages/site/node_modules', import.meta.url)), join(root, 'node_modules'))
await writeFile(
  join(root, 'package.json'),
  JSON.stringify({ type: 'module', dependencies: { '@astrojs/starlight': '*', astro: '*' } }),
)
await writeFile(
  join(root, 'src/content.config.ts'),
  `import { defineCollection } from 'astro:content'
import { docsLoader } from '@astrojs/starlight/loaders'
import { docsSchema } from '@astrojs/starlight/schema'
export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) }
`,
)
for (let number = 1; number <= Number(pages); number++) {
  const name = number === 1 ? 'index' : `page-${number}`
  await writeFile(
    join(content, `${name}.md`),
    `---\ntitle: Page ${number}\n---\n\nWhat page ${number} is about, in a sentence.\n\n## Facts\n\n- one\n- two, [elsewhere](/)\n\n## More\n\nThe end.\n`,
  )
}
const begun = performance.now()
await writeFile(
  join(root, 'build.mjs'),
  `import { build } from 'astro'
import starlight from '@astrojs/starlight'
const links = Array.from({ length: 14 }, (_, number) => ({ label: 'Page ' + number, link: '/' }))
await build({
  root: ${JSON.stringify(root)},
  configFile: false,
  logLevel: 'error',
  integrations: [starlight({ title: 'Bare', sidebar: links, pagination: false })],
})
`,
)
process.env['ASTRO_TELEMETRY_DISABLED'] = '1'
process.chdir(root)
await import(pathToFileURL(join(root, 'build.mjs')).href)
console.log(JSON.stringify({ pages: Number(pages) + 1, seconds: (performance.now() - begun) / 1000 }))
