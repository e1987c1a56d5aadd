import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { projectsOfThisFile, refusedBy } from './testing/projects.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const project = projectsOfThisFile()
const built = {
  'rolewright.config.ts': `import { defineConfig } from '@rolewright/core'
import model from './model.ts'

export default defineConfig({ model, site: { out: 'public', base: '/access/' } })
`,
  'public/index.html': '<h1>Overview</h1>',
  'public/roles/clerk/index.html': '<h1>Clerk</h1>',
  'public/404.html': '<h1>Not here</h1>',
  'public/data/matrix.json': '{}',
}

it('serves the site under its sub-path, nothing beside it, until it is told to stop', async () => {
  const given = project(built)
  const seen: Record<string, readonly [number, string]> = {}
  let url = ''
  const ran = await runHere(given.folder, ['site', 'preview', '--port', '0', '--json'], {
    meanwhile: async ({ stdout }) => {
      url = JSON.parse(stdout).url
      for (const path of [
        '',
        'roles/clerk/',
        'data/matrix.json',
        'nothing/',
        '..%2fmodel.ts',
        '%2e%2e/model.ts',
        '%zz',
      ]) {
        const answer = await fetch(`${url}${path}`)
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
        seen[path] = [answer.status, `${answer.headers.get('content-type')} ${await answer.text()}`]
      }
      seen['beside'] = [(await fetch(new URL('/roles/clerk/', url))).status, '']
    },
  })
  const notHere = [404, 'text/html; charset=utf-8 <h1>Not here</h1>']
  expect(seen).toEqual({
    '': [200, 'text/html; charset=utf-8 <h1>Overview</h1>'],
    'roles/clerk/': [200, 'text/html; charset=utf-8 <h1>Clerk</h1>'],
    'data/matrix.json': [200, 'application/json; charset=utf-8 {}'],
    'nothing/': notHere,
    '..%2fmodel.ts': notHere,
    '%2e%2e/model.ts': notHere,
    '%zz': notHere,
    beside: [404, ''],
  })
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/access\/$/)
  expect(ran).toMatchObject({ code: 0, stderr: '' })
  await expect(fetch(url)).rejects.toThrow('fetch failed')
})

it('says what to do where there is no site, or the port is taken', async () => {
  const missing = await refusedBy(runHere, project(), ['site', 'preview', '--port', '0'])
  expect(missing.stderr).toContain('error site-missing: there is no built site')
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const taken = await refusedBy(runHere, project(built), ['site', 'preview', '--port', String(port)])
  expect(taken.stderr).toContain(`error port-taken: the port is taken\n  where: port ${port}\n`)
  await new Promise((closed) => server.close(closed))
})
