import axe from 'axe-core'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { busyCompany } from './busy-company.testing.ts'
import { buildSite } from './build-site.ts'
import { hostileCompany } from './hostile-company.testing.ts'
import { askingTests } from './in-browser/asking-tests.testing.ts'
import { evidenceTests } from './in-browser/evidence-tests.testing.ts'
import { historyTests } from './in-browser/history-tests.testing.ts'
import { matrixTests } from './in-browser/matrix-tests.testing.ts'
import { type OpenedPage, openPage } from './in-browser/open-page.testing.ts'
import { openBrowser } from './open-browser.testing.ts'
import { type ServedSite, serveSite } from './serve-site.ts'

let folder: string
let browser: Browser
let sample: ServedSite
let hostile: ServedSite

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rolewright-site-'))
  await mkdir(join(folder, 'docs/guides'), { recursive: true })
  await writeFile(
    join(folder, 'docs/index.md'),
    '# Our guides\n\nSee [reviews](guides/reviews.md#when), not [code](../src/x.ts).\n',
  )
  await writeFile(
    join(folder, 'docs/guides/reviews.md'),
    `# Reviews\n\n## When\n\n\`\`\`ts\nconst a = 1 // [x](y.md)${' wide'.repeat(40)}\n\`\`\`\n\n| ${'wide | '.repeat(12)}\n|${' --- |'.repeat(12)}\n| ${'cell | '.repeat(12)}\n`,
  )
  await buildSite({
    ...busyCompany,
    outDir: join(folder, 'sample'),
    workDir: join(folder, 'work'),
    docs: join(folder, 'docs'),
    base: '/access',
    api: false,
  })
  await buildSite({ ...hostileCompany(), outDir: join(folder, 'hostile'), workDir: join(folder, 'work'), api: false })
  browser = await openBrowser()
  sample = await serveSite({ dir: join(folder, 'sample'), base: '/access/' })
  hostile = await serveSite({ dir: join(folder, 'hostile') })
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await sample?.close()
  await hostile?.close()
  await rm(folder, { recursive: true, force: true })
})

async function pagesOf(site: string): Promise<{ name: string; html: string }[]> {
  const files = (await readdir(join(folder, site), { recursive: true })).filter((file) => file.endsWith('.html'))
  return Promise.all(files.map(async (name) => ({ name, html: await readFile(join(folder, site, name), 'utf8') })))
}

const open = (given: Parameters<typeof openPage>[1]): Promise<OpenedPage> => openPage(browser, given)

function policyOf(html: string): string {
  return /<meta http-equiv="content-security-policy" content="([^"]*)"/.exec(html)?.[1] ?? ''
}

const PAGES = [
  '',
  'matrix/',
  'matrix/?service=s3',
  'matrix/?view=people',
  'compare/',
  'who-can/?account=shop&action=pricing:GetProducts',
  'roles/',
  'roles/storekeeper/',
  'tasks/keep-stock/',
  'policies/',
  'policies/keep-shelves/',
  'people/',
  'people/kwame/',
  'tasks/',
  'accounts/',
  'accounts/shop/',
  'reviews/',
  'reviews/2026-11-20-shop/',
  'history/',
  'history/runs/01jd0000000000000000000000/',
  'as-of/?date=2026-11-22&against=2026-11-06',
  'findings/',
  'baseline/',
  'cloudhsm/',
  'docs/',
  'docs/guides/reviews/',
]

describe('the built pages', () => {
  test('carry a policy that names the hash of every script in them and allows nothing else', async () => {
    for (const { name, html } of await pagesOf('sample')) {
      const policy = policyOf(html)
      expect(policy, name).toContain("default-src 'none'")
      const scripts = /script-src ([^;]*);/.exec(policy)?.[1] ?? ''
      expect(scripts, name).not.toMatch(/'unsafe-|https?:|\*/)
      for (const [, , text] of html.matchAll(/<script((?:(?!src=)[^>])*)>([\s\S]*?)<\/script>/g)) {
        const hash = createHash('sha256')
          .update(text ?? '')
          .digest('base64')
        expect(scripts, `${name}: ${text?.slice(0, 80)}`).toContain(`'sha256-${hash}'`)
      }
    }
  })

  test.each(['sample', 'hostile'])(
    'of the %s site lead only to pages, files and places that are there',
    async (site) => {
      const base = site === 'sample' ? '/access/' : '/'
      const pages = await pagesOf(site)
      const ids = new Map(
        pages.map(({ name, html }) => [
          `${base}${name.replace(/index\.html$/, '')}`,
          new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)),
        ]),
      )
      const files = new Set(
        (await readdir(join(folder, site), { recursive: true })).map((file) => `${base}${file.split(sep).join('/')}`),
      )
      const dead = pages.flatMap(({ name, html }) =>
        [...html.matchAll(/<(?:a|link|script|img)\b[^>]*? (?:href|src)="([^"]*)"/g)]
          .map(([, href]) => (href ?? '').replaceAll('&#38;', '&').replaceAll('&amp;', '&'))
          .filter((href) => !/^(?:https?:|mailto:|data:)/.test(href))
          .filter((href) => {
            const url = new URL(href, `http://site${base}${name.replace(/index\.html$/, '')}`)
            const known = ids.get(url.pathname)
            if (known === undefined) return !files.has(url.pathname)
            return url.hash !== '' && !known.has(decodeURIComponent(url.hash.slice(1)))
          })
          .map((href) => `${name}: ${href}`),
      )
      expect(dead).toEqual([])
    },
  )

  test('turn links between guides into addresses and drop those out of the folder', async () => {
    const html = await readFile(join(folder, 'sample/docs/index.html'), 'utf8')
    expect(html).toContain('<a href="/access/docs/guides/reviews/#when">reviews</a>, not code.')
  })

  test('show no secret and no text that reads otherwise than it stands', async () => {
    const all = (await pagesOf('hostile')).map(({ html }) => html).join('\n')
    const leaked = ['AKIAABCDEFGHIJKLMNOP', 'correct-horse-battery', '\u202e'].filter((text) => all.includes(text))
    expect(leaked).toEqual([])
    expect(all.includes('⟨U+202E⟩gnp.exe')).toBe(true)
  })

  test('come with tables in which no cell is a formula', async () => {
    for (const name of ['roles-by-services', 'roles-by-tasks', 'people-by-roles']) {
      const text = await readFile(join(folder, `hostile/downloads/${name}.csv`), 'utf8')
      expect(text, name).toContain('cmd|/c calc')
      expect(/(?:^|,)"?[=+@\t\r-]/m.exec(text)?.[0], name).toBeUndefined()
    }
  })

  test('of a hostile model all lie where they should', async () => {
    const names = (await pagesOf('hostile')).map(({ name }) => name)
    expect(names.filter((name) => name.startsWith('roles/')).length).toBe(14)
    expect(names.filter((name) => !/^[\w./-]+$/.test(name) || name.includes('..'))).toEqual([])
    // The working folder stays where the API reference was made anew, and goes where it came from the cache.
    const left = (await readdir(folder)).filter((name) => name !== 'work')
    expect(left.toSorted()).toEqual(['docs', 'hostile', 'sample'])
  })
})

describe('refused', () => {
  const build = (given: { outDir: string; base?: string }) => buildSite({ ...busyCompany, ...given, api: false })

  test('is a folder that holds what no earlier build made, and it stays as it is', async () => {
    await expect(build({ outDir: join(folder, 'docs') })).rejects.toMatchObject({ code: 'site-out-foreign' })
    expect(await readdir(join(folder, 'docs'))).toEqual(['guides', 'index.md'])
  })

  test('is a file in the place of the folder', async () => {
    await expect(build({ outDir: join(folder, 'docs/index.md') })).rejects.toMatchObject({ code: 'site-out-unusable' })
  })

  test.each(['/a b/', '/../', 'https://example.com/'])('is the base %s', async (base) => {
    await expect(build({ outDir: join(folder, 'new'), base })).rejects.toMatchObject({
      code: 'site-base-invalid',
      message: `\`${base}\` is no path that a site can be served under`,
    })
  })
})

describe('in a browser', () => {
  test.each([
    { width: 1440, scheme: 'light' as const },
    { width: 390, scheme: 'dark' as const },
  ])(
    'every kind of page works at $width in $scheme: no complaint, no outside request, accessible, no sideways scrolling',
    async (given) => {
      const waiting = [...PAGES]
      const inOneTab = async (): Promise<void> => {
        const { page, trouble } = await open({ url: sample.url, ...given })
        for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
          await page.goto(`${sample.url}${path}`)
          expect(await page.locator('h1').count(), path).toBe(1)
          await page.evaluate(axe.source)
          const serious = await page.evaluate(runAxe)
          expect(serious, path).toEqual([])
          const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          expect(over, path).toBeLessThanOrEqual(0)
          expect(trouble, path).toEqual([])
        }
        await page.close()
      }
      await Promise.all([inOneTab(), inOneTab(), inOneTab()])
    },
    120_000,
  )

  test('no text of a hostile model becomes markup, or weakens the policy, on any page', async () => {
    const [same] = await pagesOf('sample')
    const policy = policyOf(same?.html ?? '')
    const { page } = await open({ url: sample.url })
    for (const { name, html } of await pagesOf('hostile')) {
      expect(await page.evaluate(markupOf, html), name).toEqual([])
      expect(policyOf(html).replaceAll(/'sha256-[^']*'/g, ''), name).toBe(policy.replaceAll(/'sha256-[^']*'/g, ''))
    }
    await page.close()
  })

  test.each([
    '',
    'matrix/',
    'history/',
    'findings/',
    'baseline/',
    'cloudhsm/',
    'roles/',
    'people/',
    'policies/',
    'accounts/escape/',
    'tasks/',
    'reviews/',
    'reviews/2026-11-20-escape/',
    'as-of/',
    'who-can/?action=s3:GetObject',
    'compare/',
  ])('nothing hostile runs on /%s, even without the policy, or widens it', async (path) => {
    const page = await browser.newPage({ bypassCSP: true })
    await page.goto(`${hostile.url}${path}`)
    expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false)
    expect(await page.locator('.rw-alarm').count()).toBe(1)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    await page.close()
  })

  test('search opens by its keys, and its index finds a role under the sub-path', async () => {
    const { page, trouble } = await open({ url: sample.url })
    await page.keyboard.press('Control+k')
    await page.locator('dialog[open]').waitFor()
    // As text, since the test runner would rewrite the import.
    const found = await page.evaluate(`import('/access/pagefind/pagefind.js')
      .then((pagefind) => pagefind.search('Storekeeper'))
      .then(({ results }) => Promise.all(results.map((result) => result.data())))
      .then((pages) => pages.map(({ url }) => url))`)
    expect(found).toContain('/access/roles/storekeeper/')
    expect(trouble).toEqual([])
    await page.close()
  })
})

// Each file's tests use the sites that were built above, since building them again would take longer than all of them.
const openSample = (path: string, width?: number): Promise<OpenedPage> =>
  open({ url: `${sample.url}${path}`, ...(width === undefined ? {} : { width }) })
describe.concurrent('the matrix', () => {
  matrixTests(openSample)
})
describe.concurrent('findings, accounts and reviews', () => {
  evidenceTests(openSample)
})
describe.concurrent('who can', () => {
  askingTests(openSample)
})
// One after the other, since the clipboard is one for all pages.
describe('the history', () => {
  historyTests(openSample)
})

/** Runs in the page: what axe finds serious or critical there. */
async function runAxe(): Promise<string[]> {
  const result = await window.axe.run({ resultTypes: ['violations'] })
  return result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
}

/** Runs in the page: whatever in some HTML could run, as the browser itself reads it. */
function markupOf(html: string): string[] {
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  return [...parsed.querySelectorAll('*')].flatMap((element) => {
    const attributes = [...element.attributes].filter(
      ({ name, value }) =>
        name.startsWith('on') ||
        (/^(?:href|src|action)$/.test(name) && /^\s*(?:javascript|data|vbscript):/i.test(value)),
    )
    const script = element.localName === 'script' && element.textContent.includes('hacked')
    return script || attributes.length > 0 ? [element.outerHTML.slice(0, 200)] : []
  })
}

declare global {
  interface Window {
    readonly axe: typeof axe
  }
}
