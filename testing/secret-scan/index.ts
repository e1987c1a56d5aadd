import { fileURLToPath } from 'node:url'

/** For the run: the scan that ends it, and fails it where a secret is found. */
export const globalSetup: string = fileURLToPath(new URL('global-setup.ts', import.meta.url))

/** For every project of it: all its processes take notes for the scan. */
export const execArgv: string[] = ['--import', new URL('record.ts', import.meta.url).href]
