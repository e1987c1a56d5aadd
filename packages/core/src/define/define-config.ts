import type { Config } from './definitions.ts'
import { freeze } from './freeze.ts'

/**
 * What `rolewright.config.ts` default-exports: the model, and where files lie. Paths are relative to the config file.
 *
 * @example
 * ```ts
 * export default defineConfig({ model, audit: 'audit', reviews: 'reviews' })
 * ```
 */
export function defineConfig(config: Config): Config {
  return freeze({ ...config })
}
