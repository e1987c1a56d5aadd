import starlight from '@astrojs/starlight'
import type { StarlightPlugin, StarlightUserConfig } from '@astrojs/starlight/types'
import type { AstroInlineConfig, AstroIntegration } from 'astro'
import { passthroughImageService } from 'astro/config'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { focusableCode } from './focusable-code.ts'
import { schemaOnce } from './schema-once.ts'
import { VIEW_FILE } from './view-file.ts'

type Sidebar = NonNullable<StarlightUserConfig['sidebar']>

/** Each page's address, and the file in `theme/pages` that renders it. */
const ROUTES: readonly (readonly [pattern: string, file: string])[] = [
  ['/', 'overview'],
  ['/matrix', 'matrix'],
  ['/compare', 'compare'],
  ['/who-can', 'who-can'],
  ['/roles', 'roles'],
  ['/roles/[slug]', 'role'],
  ['/tasks', 'tasks'],
  ['/tasks/[slug]', 'task'],
  ['/policies', 'policies'],
  ['/policies/[slug]', 'policy'],
  ['/people', 'people'],
  ['/people/[slug]', 'person'],
  ['/accounts', 'accounts'],
  ['/accounts/[slug]', 'account'],
  ['/reviews', 'reviews'],
  ['/reviews/[slug]', 'review'],
  ['/history/[...page]', 'history'],
  ['/history/runs/[slug]', 'run'],
  ['/as-of', 'as-of'],
  ['/findings', 'findings'],
  ['/baseline', 'baseline'],
  ['/cloudhsm', 'cloudhsm'],
]

/** What the pages are rendered from, beside the files in the root: plain JSON. */
export interface RenderInput {
  readonly root: string
  readonly outDir: string
  /** Begins and ends with a slash. */
  readonly base: string
  /** The company's name. */
  readonly title: string
  /** How the sidebar shows the API reference; empty without one. */
  readonly api: Sidebar
  /** Whether there are guides. */
  readonly docs: boolean
  /** Packages of Starlight plugins that check the pages; none unless given. */
  readonly plugins?: readonly string[]
}

/** The one configuration of Astro and Starlight; nothing is read from the folder that the build runs in. */
export function astroConfig(given: RenderInput, plugins: StarlightPlugin[] = []): AstroInlineConfig {
  return {
    root: given.root,
    configFile: false,
    outDir: given.outDir,
    cacheDir: join(given.root, '.cache'),
    base: given.base,
    trailingSlash: 'always',
    output: 'static',
    logLevel: 'error',
    devToolbar: { enabled: false },
    compressHTML: true,
    build: { format: 'directory', inlineStylesheets: 'never' },
    image: { service: passthroughImageService() },
    security: { csp: contentSecurityPolicy() },
    integrations: [withoutIndex(starlight({ ...starlightConfig(given), plugins })), pages(given.root)],
    vite: {
      cacheDir: join(given.root, '.vite'),
      // Inlined assets would each need a hash of their own.
      build: { assetsInlineLimit: 0 },
      logLevel: 'error',
    },
  }
}

/** Starlight would write the search index while all pages are in memory still. */
function withoutIndex({ name, hooks }: AstroIntegration): AstroIntegration {
  const { 'astro:build:done': _index, ...others } = hooks
  return { name, hooks: others }
}

function starlightConfig({ title, api, docs }: RenderInput): StarlightUserConfig {
  return {
    title: shorten(title),
    description: `Who may do what in AWS at ${shorten(title)}, and how it came to be`,
    favicon: '/favicon.svg',
    customCss: [theme('styles/theme.css')],
    routeMiddleware: theme('route-data.ts'),
    components: {
      Head: theme('components/Head.astro'),
      PageTitle: theme('components/PageTitle.astro'),
      Footer: theme('components/SiteFooter.astro'),
      SiteTitle: theme('components/SiteTitle.astro'),
      Banner: theme('components/ChainBanner.astro'),
      MarkdownContent: theme('components/MarkdownContent.astro'),
    },
    sidebar: [
      {
        label: 'Access',
        items: [
          { label: 'Overview', link: '/' },
          { label: 'Matrix', link: '/matrix/' },
          { label: 'Compare', link: '/compare/' },
          { label: 'Who can?', link: '/who-can/' },
          { label: 'Roles', link: '/roles/' },
          { label: 'Tasks', link: '/tasks/' },
          { label: 'Policies', link: '/policies/' },
          { label: 'People', link: '/people/' },
          { label: 'Accounts', link: '/accounts/' },
        ],
      },
      {
        label: 'Evidence',
        items: [
          { label: 'Reviews', link: '/reviews/' },
          { label: 'Audit history', link: '/history/' },
          { label: 'As of', link: '/as-of/' },
          { label: 'Findings', link: '/findings/' },
          { label: 'Account baseline', link: '/baseline/' },
          { label: 'CloudHSM', link: '/cloudhsm/' },
        ],
      },
      ...(docs ? [{ label: 'Guides', items: [{ autogenerate: { directory: 'docs' } }], collapsed: true }] : []),
      ...api,
    ],
    pagination: false,
    lastUpdated: false,
    credits: false,
    expressiveCode: {
      plugins: [focusableCode()],
      themes: ['github-dark', 'github-light'],
      styleOverrides: { borderRadius: '4px' },
    },
    tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
  }
}

function pages(root: string): AstroIntegration {
  const virtual = 'virtual:rolewright/site'
  return {
    name: '@rolewright/site',
    hooks: {
      'astro:config:setup': ({ injectRoute, updateConfig }) => {
        for (const [pattern, file] of ROUTES) {
          injectRoute({ pattern, entrypoint: pathToFileURL(theme(`pages/${file}.astro`)), prerender: true })
        }
        updateConfig({
          vite: {
            plugins: [
              schemaOnce(),
              {
                name: 'rolewright-site-view',
                resolveId: (id: string) => (id === virtual ? `\0${virtual}` : undefined),
                // Read while the pages render: as a literal in the bundle a large company's view would be parsed twice.
                load: (id: string) =>
                  id === `\0${virtual}`
                    ? `import { readFileSync } from 'node:fs'\nexport const site = JSON.parse(readFileSync(${JSON.stringify(join(root, VIEW_FILE))}, 'utf8'))`
                    : undefined,
              },
            ],
          },
        })
      },
    },
  }
}

function theme(file: string): string {
  return fileURLToPath(new URL(`../../theme/${file}`, import.meta.url))
}

function shorten(title: string): string {
  return title.length > 80 ? `${title.slice(0, 79)}…` : title
}
