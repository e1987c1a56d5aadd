// Takes pictures of every kind of page, on a desktop and a phone, in light and dark: `pnpm shots [site folder] [picture folder]`.
// Without a folder two sites are built: the tests' sample company, which has everything that a page can show, and the example company,
// whose matrix is the README's picture.
import { check, compile } from '@rolewright/core'
import { spawnSync } from 'node:child_process'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { busyCompany } from '../src/busy-company.testing.ts'
import { openBrowser } from '../src/open-browser.testing.ts'
import { buildSite, serveSite } from '../src/index.ts'

// What pages show only when they are asked, and things of which there is more to show than of the first of their kind.
const ASKED = [
  'accounts/shop/',
  'policies/keep-shelves/',
  'roles/storekeeper/',
  'matrix/?service=s3',
  'matrix/?view=people',
  'who-can/?account=shop&action=sqs:DeleteQueue',
  'as-of/?date=2026-11-22&against=2026-11-06',
]

const root = fileURLToPath(new URL('../../../', import.meta.url))
const [given, pictures = join(root, '.demo/shots')] = process.argv.slice(2)
const dir = given ?? (await buildSample())
await mkdir(pictures, { recursive: true })
const site = await serveSite({ dir })
const browser = await openBrowser()
try {
  const paths = [...(await kinds(dir)), ...ASKED]
  for (const width of [1440, 390]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ viewport: { width, height: width === 390 ? 844 : 900 }, colorScheme })
      for (const path of paths) {
        await page.goto(`${site.url}${path}`, { waitUntil: 'networkidle' })
        const name = path.replaceAll(/[^\w-]+/g, '_') || 'overview_'
        await page.screenshot({ path: join(pictures, `${name}${width}-${colorScheme}.png`), fullPage: true })
      }
      await page.close()
    }
  }
  if (given === undefined) await takeReadmePicture()
} finally {
  await browser.close()
  await site.close()
}

async function takeReadmePicture(): Promise<void> {
  const example = await serveSite({ dir: await buildExample() })
  const page = await browser.newPage({ viewport: { width: 1180, height: 800 }, colorScheme: 'light' })
  await page.goto(`${example.url}matrix/`, { waitUntil: 'networkidle' })
  await mkdir(join(root, 'docs/images'), { recursive: true })
  const picture = join(root, 'docs/images/matrix.png')
  await page.screenshot({ path: picture })
  // A third of the bytes, where it is installed.
  spawnSync('pngquant', ['--quality', '80-100', '--speed', '1', '--strip', '--force', '--ext', '.png', picture])
  await example.close()
}

/** One page of each kind: the lists, and of each kind of thing the first. */
async function kinds(folder: string): Promise<string[]> {
  const pages = (await readdir(folder, { recursive: true }))
    .filter((file) => file.endsWith('index.html'))
    .map((file) => file.slice(0, -'index.html'.length))
    .toSorted()
  const seen = new Set<string>()
  return pages.filter((path) => {
    const [kind = '', ...rest] = path.split('/')
    const key = `${kind} ${rest.length > 1 ? 'one' : 'all'}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

async function buildSample(): Promise<string> {
  const built = await buildSite({
    ...busyCompany,
    outDir: join(root, '.demo/shots-sample'),
    workDir: join(root, '.demo/site-work'),
    docs: join(root, 'docs'),
  })
  return built.outDir
}

async function buildExample(): Promise<string> {
  const { default: model } = await import(join(root, 'roles/model.ts'))
  const lock = JSON.parse(await readFile(join(root, 'aws-managed.lock.json'), 'utf8'))
  const options = { now: new Date(), awsManaged: lock.policies }
  const built = await buildSite({
    model,
    states: model.accounts.map((account: Parameters<typeof compile>[1]) => ({
      account,
      ...compile(model, account, options),
    })),
    findings: check(model, options),
    now: options.now,
    outDir: join(root, '.demo/shots-site'),
    workDir: join(root, '.demo/site-work'),
    docs: join(root, 'docs'),
    api: false,
  })
  return built.outDir
}
