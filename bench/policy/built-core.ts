import { execFileSync } from 'node:child_process'

const root = new URL('../../', import.meta.url)

/** The URL of an entry of the built core: what Node loads from the package, not the sources. */
export function builtCore(entry: 'index' | 'policy'): string {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'packages/core'], { cwd: root })
  execFileSync(process.execPath, ['packages/core/scripts/bundle.ts'], { cwd: root })
  return new URL(`packages/core/dist/bundle/node/${entry}.js`, root).href
}
