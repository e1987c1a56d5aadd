// The process that renders the pages: gets what to render as its first message, and answers with what went wrong, if anything.
import type { StarlightPlugin } from '@astrojs/starlight/types'
import { build } from 'astro'
import { astroConfig, type RenderInput } from './astro-config.ts'
import { loadPlugin } from './load-plugin.ts'

async function render(given: RenderInput): Promise<void> {
  const { plugins: names = [] } = given
  const modules = await Promise.all(names.map((name) => loadPlugin<{ default: () => StarlightPlugin }>(name)))
  await build(
    astroConfig(
      given,
      modules.map((one) => one.default()),
    ),
  )
}

process.once('message', (given: RenderInput) => {
  render(given).then(
    () => process.exit(0),
    (error: unknown) => {
      process.send?.(error instanceof Error ? error.message : String(error), () => process.exit(1))
    },
  )
})
// Nobody waits for the pages any more.
process.once('disconnect', () => process.exit(1))
