import { spawnSync } from 'node:child_process'
import { channel } from 'node:diagnostics_channel'
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// What is published is not what the workspace runs: other entry points, compiled files, and only the files that are listed. So the
// packages are built, packed and installed by npm into an empty folder, as a company does it.

const root = fileURLToPath(new URL('../../..', import.meta.url))
const PACKAGES = ['@rolewright/core', '@rolewright/aws-sync', '@rolewright/site', 'rolewright'] as const
const CONFIG = `import { allow, defineAccount, defineConfig, defineModel, definePerson, definePolicy, defineRole, defineTask } from '@rolewright/core'

const keepStock = definePolicy({
  name: 'KeepStock',
  statements: [allow({ actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: ['*'] })],
})
const stock = defineTask({ id: 'keep-stock', title: 'Keep the stock', policies: [keepStock] })
const keeper = defineRole({
  id: 'storekeeper',
  title: 'Storekeeper',
  owner: 'store@example.com',
  justification: 'Knows what lies on the shelves',
  tasks: [stock],
})
const kwame = definePerson({ id: 'kwame', userName: 'kwame', name: 'Kwame Boateng', roles: [keeper] })
const shop = defineAccount({ id: 'shop', accountId: '111122223333' })

export default defineConfig({ model: defineModel({ id: 'shop', roles: [keeper], people: [kwame], accounts: [shop] }) })
`

const printed = channel('rolewright:test:printed')
let folder: string

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'rolewright-packed-')))
  run('npx', ['-y', 'pnpm@12', 'run', 'build'], root)
  const tarballs = Object.fromEntries(
    PACKAGES.map((name) => {
      const before = new Set(readdirSync(folder))
      run('npx', ['-y', 'pnpm@12', '--filter', name, 'pack', '--pack-destination', folder], root)
      const made = readdirSync(folder).find((file) => !before.has(file))
      return [name, `file:./${made ?? 'nothing was packed'}`]
    }),
  )
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'company', private: true, type: 'module', dependencies: tarballs, overrides: tarballs }),
  )
  writeFileSync(join(folder, 'rolewright.config.ts'), CONFIG)
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], folder)
}, 600_000)

afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
}, 120_000)

describe('the packed packages, installed by npm in an empty folder', () => {
  it('hold what they need and no tests', () => {
    for (const name of PACKAGES) {
      const files = readdirSync(join(folder, 'node_modules', name), { recursive: true, encoding: 'utf8' })
      expect(files.filter((file) => /\.(?:test|testing)\.|tsbuildinfo$/.test(file)).slice(0, 5), name).toEqual([])
      expect(
        files.filter((file) => file === 'LICENSE'),
        name,
      ).toEqual(['LICENSE'])
    }
  })

  it('check the model, put it into a sandbox, and find nothing left to do', () => {
    expect(rolewright('check', '--json')).toContain('[')
    expect(rolewright('plan', '--sandbox')).toContain('KeepStock')
    rolewright('apply', '--sandbox', 'account.json', '--yes')
    expect(rolewright('plan', '--sandbox', 'account.json', '--exit-code')).toContain('No changes')
    expect(rolewright('audit', 'verify')).toContain('whole')
  })

  it('build the site, with the API reference and the history', () => {
    rolewright('site', 'build', '--sandbox', 'account.json')
    const page = (path: string): string => readFileSync(join(folder, 'site', path, 'index.html'), 'utf8')
    expect(page('matrix')).toContain('Storekeeper')
    expect(page('people/kwame')).toContain('Keep the stock')
    expect(page('history')).toContain('changes made')
    expect(page('api/functions/definerole')).toContain('defineRole')
    expect(existsSync(join(folder, 'site/pagefind/pagefind.js'))).toBe(true)
    // A second build replaces the first.
    rolewright('site', 'build', '--sandbox', 'account.json', '--no-api')
    expect(existsSync(join(folder, 'site/api'))).toBe(false)
  })
})

function rolewright(...args: readonly string[]): string {
  return run('npx', ['--no-install', 'rolewright', ...args], folder)
}

function run(command: string, args: readonly string[], cwd: string): string {
  // Outside of the workspace nothing of it may be found, and what the test runner sets must not reach the command.
  const env = { ...process.env, NODE_ENV: undefined, VITEST: undefined, NODE_PATH: undefined, NODE_OPTIONS: undefined }
  const { status, stdout, stderr } = spawnSync(command, [...args], { cwd, env, encoding: 'utf8' })
  // Without NODE_OPTIONS it takes no notes for the scan for secrets itself.
  printed.publish(`${stdout}${stderr}`)
  if (status !== 0) throw new Error(`\`${command} ${args.join(' ')}\` exits ${status}\n${stdout}\n${stderr}`)
  return stdout
}
