import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiReference } from '../api/api-reference.ts'
import { siteFiles } from '../files/site-files.ts'
import { noPast } from '../past/past-states.ts'
import { prepareRoot } from '../prepare-root.ts'
import { sampleCompany } from '../sample-company.testing.ts'
import { siteParts } from '../view/site-view.ts'
import { renderPages } from './render-pages.ts'

const base = '/access/'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(fileURLToPath(new URL('../../node_modules/', import.meta.url)), 'rolewright-links-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Renders the sample company's site with some guides, and has starlight-links-validator look at every link. */
async function render(docs: string, withApi: boolean): Promise<void> {
  const parts = siteParts(sampleCompany, { base, past: noPast })
  const { view, texts } = parts
  const api = withApi ? await apiReference() : undefined
  const root = await prepareRoot({ workDir: folder, view, files: siteFiles(parts), base, docs, texts, api })
  const plugins = ['starlight-links-validator']
  const given = { root, outDir: join(root, 'dist'), base, title: view.title, docs: true }
  await renderPages({ ...given, api: api?.sidebar ?? [], plugins })
}

test('every link of our own guides and of the API reference leads somewhere', async () => {
  await expect(render(fileURLToPath(new URL('../../../../docs', import.meta.url)), true)).resolves.toBe(undefined)
}, 300_000)

test('a link that leads nowhere would be found', async () => {
  await writeFile(join(folder, 'index.md'), '# Guide\n\nSee [what is not there](/access/docs/nowhere/).\n')
  await expect(render(folder, false)).rejects.toMatchObject({ code: 'site-build-failed' })
}, 300_000)
