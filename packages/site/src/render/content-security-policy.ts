import type { AstroInlineConfig } from 'astro'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

type Policy = Exclude<NonNullable<NonNullable<AstroInlineConfig['security']>['csp']>, boolean>

/**
 * What a page may load: its own files and nothing else. Scripts run only from the site, or inline if Astro or Starlight wrote them;
 * Pagefind needs WebAssembly. Styles as attributes are allowed, since highlighted code carries its colours so.
 */
export function contentSecurityPolicy(): Policy {
  return {
    directives: [
      "default-src 'none'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "object-src 'none'",
    ],
    scriptDirective: { resources: ["'self'", "'wasm-unsafe-eval'"], hashes: starlightScripts() },
    styleDirective: {
      resources: [
        { resource: "'self'", kind: 'element' },
        { resource: "'unsafe-inline'", kind: 'attribute' },
      ],
    },
  }
}

/** Hashes of the scripts that Starlight writes into its pages as they stand in its sources, which Astro does not hash. */
function starlightScripts(): `sha256-${string}`[] {
  const folder = dirname(fileURLToPath(import.meta.resolve('@astrojs/starlight')))
  const files = ['components', 'user-components'].flatMap((name) =>
    readdirSync(join(folder, name)).map((file) => join(folder, name, file)),
  )
  const scripts = files
    .filter((file) => file.endsWith('.astro'))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/<script is:inline[^>]*>([\s\S]*?)<\/script>/g)])
    .map(([, script]) =>
      createHash('sha256')
        .update(script ?? '')
        .digest('base64'),
    )
  return [...new Set(scripts)].toSorted().map((hash) => `sha256-${hash}` as const)
}
