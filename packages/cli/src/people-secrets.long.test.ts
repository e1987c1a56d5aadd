import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  ChangePasswordCommand,
  CreateServiceSpecificCredentialCommand,
  CreateVirtualMFADeviceCommand,
} from '@aws-sdk/client-iam'
import { openSandbox } from '@rolewright/aws-sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, modelWith, type Project } from './testing/project.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const account = ['--sandbox', 'account.json', '--yes']
const SECRETS: ReadonlySet<string> = new Set(['diego.txt', 'key.txt'])

let project: Project
/** All that any command has printed, but for what was shown on the terminal once. */
let printed = ''
let shownOnce = ''
/** Every secret that was made on the way. */
const secrets: string[] = []

const valuesIn = (text: string): readonly string[] =>
  [...text.matchAll(/^(?:password|secret): +(\S+)/gm)].map(([, value = '']) => value)

async function run(args: readonly string[], options: { readonly columns?: number } = {}): Promise<void> {
  const ran = await runHere(project.folder, args, options)
  const isShown = options.columns !== undefined
  printed += ran.stdout + (isShown ? '' : ran.stderr)
  if (isShown) shownOnce += ran.stderr
}

beforeAll(async () => {
  const both = "people: [ana, definePerson({ id: 'diego', userName: 'diego', name: 'Diego', roles: [clerk] })]"
  project = createProject({ 'model.ts': modelWith('people: [ana]', both) })
  const sandbox = await openSandbox({ accountId: '111122223333', file: join(project.folder, 'account.json') })
  await run(['plan', '--sandbox', 'account.json', '--out', 'plan.json'])
  await run(['apply', ...account])
  await run(['people', 'onboard', 'ana', ...account], { columns: 80 })
  await run([
    'people',
    'onboard',
    'diego',
    '--access-key',
    'the nightly export',
    '--json',
    '--secrets',
    'diego.txt',
    ...account,
  ])
  await run(['people', 'onboard', 'diego', ...account])
  secrets.push(...valuesIn(shownOnce), ...valuesIn(project.files()['diego.txt'] ?? ''))
  const [password = ''] = secrets
  const own = 'Somebody-s-0wn-password!'
  const ana = await sandbox.signIn({ user: 'ana', password })
  await ana.iam.send(new ChangePasswordCommand({ OldPassword: password, NewPassword: own }))
  await ana.iam
    .send(new ChangePasswordCommand({ OldPassword: 'wrong-0ne-it-Is!', NewPassword: own }))
    .catch(() => undefined)
  const { VirtualMFADevice } = await ana.iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'ana' }))
  const { iam } = sandbox.clients
  const git = { UserName: 'diego', ServiceName: 'codecommit.amazonaws.com' }
  const { ServiceSpecificCredential } = await iam.send(new CreateServiceSpecificCredentialCommand(git))
  secrets.push(
    own,
    'wrong-0ne-it-Is!',
    new TextDecoder().decode(VirtualMFADevice?.Base32StringSeed),
    ServiceSpecificCredential?.ServicePassword ?? '',
  )
  await run(['people', 'review', '--json', '--sarif', 'people.sarif', ...account])
  await run(['people', 'rotate-key', 'diego', '--json', '--secrets', 'key.txt', ...account])
  secrets.push(...valuesIn(project.files()['key.txt'] ?? ''))
  await run(['people', 'offboard', 'diego', '--dry-run', '--json', ...account])
  await run(['people', 'offboard', 'diego', '--json', ...account])
  await run(['drift', '--sandbox', 'account.json', '--json'])
  await run(['audit', 'log', '--calls', '--json'])
  await run(['audit', 'log', '--calls'])
  await run(['site', 'build', '--sandbox', 'account.json', '--no-api'])
}, 240_000)
afterAll(() => project.remove())

/** The ways in which a text may stand in a file. */
function spellings(secret: string): readonly string[] {
  const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const bytes = Buffer.from(secret)
  return [secret, html, encodeURIComponent(secret), bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex')]
}

describe('the secrets of the people story', () => {
  it('are many, and each was told where it belongs', () => {
    expect(secrets).toHaveLength(8)
    expect(new Set(secrets).size).toBe(8)
    for (const secret of secrets) expect(secret.length).toBeGreaterThan(15)
    const [password = ''] = secrets
    expect(shownOnce.split(password)).toHaveLength(2)
  })

  it('stand in no output', () => {
    expect(printed.length).toBeGreaterThan(5000)
    for (const spelling of secrets.flatMap(spellings)) expect(printed.includes(spelling)).toBe(false)
  })

  it('stand in no history, plan, evidence, SARIF, page, or file of the account', () => {
    const files = readdirSync(project.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules') && !SECRETS.has(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
    const kinds = ['audit/', 'evidence/', 'site/', 'plan.json', 'people.sarif', 'account.json']
    for (const kind of kinds) expect(files.some((file) => file.includes(kind))).toBe(true)
    const all = secrets.flatMap(spellings)
    const found = files.flatMap((file) => {
      const text = readFileSync(file, 'latin1')
      return all.some((spelling) => text.includes(spelling)) ? [file] : []
    })
    expect(found).toEqual([])
  })
})
