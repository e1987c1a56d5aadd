// The process that renders the pages: gets what to render as its first message, and answers with what went wrong, if anything.
import { build } from 'astro'
import { astroConfig, type RenderInput } from './astro-config.ts'

process.once('message', (given: RenderInput) => {
  build(astroConfig(given)).then(
    () => process.exit(0),
    (error: unknown) => {
      process.send?.(error instanceof Error ? error.message : String(error), () => process.exit(1))
    },
  )
})
// Nobody waits for the pages any more.
process.once('disconnect', () => process.exit(1))
