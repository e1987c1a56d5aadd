import { RolewrightError } from '@rolewright/core'
import { fork } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RenderInput } from './astro-config.ts'
import { VIEW_FILE } from './view-file.ts'

// What Astro takes from the environment into the pages' `import.meta.env`, where the configuration's own word must stand.
const ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  ASTRO_TELEMETRY_DISABLED: '1',
  NODE_ENV: 'production',
  BASE_URL: undefined,
  MODE: undefined,
  DEV: undefined,
  PROD: undefined,
  SSR: undefined,
  SITE: undefined,
  ASSETS_PREFIX: undefined,
}

/** Megabytes that rendering takes whatever is shown, and for each megabyte of the view. */
const HEAP = { least: 512, each: 8 }

/**
 * Renders all pages of a root that lies ready, in a process of its own: the environment and the current folder that Astro needs are not
 * the caller's, and its memory is bounded and given back.
 *
 * Throws a {@link RolewrightError} with what Astro said if it fails.
 */
export async function renderPages(given: RenderInput): Promise<void> {
  const { size } = await stat(join(given.root, VIEW_FILE))
  const heap = HEAP.least + Math.ceil(size / 2 ** 20) * HEAP.each
  const child = fork(fileURLToPath(new URL(`./render-main${extname(import.meta.url)}`, import.meta.url)), {
    // Astro runs the pages' code from the current folder if its root is not inside, and that folder need not have their packages.
    cwd: given.root,
    env: { ...process.env, ...ENVIRONMENT },
    execArgv: [`--max-old-space-size=${heap}`, '--disable-warning=ExperimentalWarning'],
    // Nothing but answers may stand on the caller's standard output.
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  const answer = await new Promise<string | undefined>((done) => {
    let said: string | undefined
    child.on('message', (message) => {
      if (typeof message === 'string') said = message
    })
    child.on('error', (error) => {
      said = error.message
    })
    child.on('close', (code, signal) =>
      done(code === 0 ? undefined : (said ?? `its process ended with ${signal ?? code ?? 'nothing'}`)),
    )
    child.send(given)
  })
  if (answer === undefined) return
  throw new RolewrightError({
    code: 'site-build-failed',
    message: `the site can't be built: ${answer.split('\n')[0] ?? ''}`,
    hint: 'nothing was written to the output folder; the cause names the page or file',
    cause: new Error(answer),
  })
}
