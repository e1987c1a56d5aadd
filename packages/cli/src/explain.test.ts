import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProject, type Project } from './testing/project.testing.ts'
import type { Ran } from './testing/rolewright.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

let project: Project

beforeEach(() => {
  project = createProject()
})
afterEach(() => project.remove())

const BOOKKEEPER = `import { allow, defineAccount, defineModel, definePolicy, defineRole, defineTask } from '@rolewright/core'
const policy = definePolicy({ name: 'WriteBooks', statements: [
  allow({ actions: ['s3:PutObject'], resources: ['arn:aws:s3:::books/*'], conditions: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }),
] })
const role = defineRole({ id: 'bookkeeper', title: 'Bookkeeper', owner: 'o@example.com', justification: 'Keeps the books',
  tasks: [defineTask({ id: 'write-books', title: 'Write books', policies: [policy] })] })
export default defineModel({ id: 'books', roles: [role], people: [], accounts: [defineAccount({ id: 'dev', accountId: '111122223333' })] })
`

const run = (...args: readonly string[]): Promise<Ran> => runHere(project.folder, args)

describe('explain, can and who-can', () => {
  it('say what a role may do, by which policy, and where that is written', async () => {
    const { stdout, code } = await run('explain', 'clerk')
    expect(code).toBe(0)
    expect(stdout).toContain('Clerk in the model for dev (111122223333)')
    expect(stdout).toContain('AWS Billing')
    expect(stdout).toContain('by ReadBills for review-bills at model.ts:3')
    expect(stdout).toContain('Not seen: service and resource control policies')
  })

  it('decide one request, and exit 2 for no where that is asked for', async () => {
    const yes = await run('can', 'ana', 'billing:GetBillingData', '--exit-code')
    expect(yes.stdout).toContain('ana may\n')
    expect(yes.code).toBe(0)
    const no = await run('can', 'clerk', 'billing:UpdateBillingPreferences', '--exit-code', '--json')
    expect(JSON.parse(no.stdout)).toMatchObject({ effect: 'implicit-deny', who: { kind: 'group', name: 'Clerk' } })
    expect(no.code).toBe(2)
  })

  it('list everybody who may', async () => {
    const { stdout } = await run('who-can', 'billing:GetBillingData', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      allowed: [{ who: { kind: 'group', name: 'Clerk' } }, { who: { kind: 'user', name: 'ana' } }],
    })
    expect((await run('who-can', 's3:GetObject')).stdout).toContain('nobody')
  })

  it('tell who may on some things or under some conditions only, so that nobody is missed', async () => {
    project.write({ 'model.ts': BOOKKEEPER })
    const { stdout } = await run('who-can', 's3:PutObject')
    expect(stdout).toContain(
      'Roles, on some resources or under conditions\n  Bookkeeper  such as s3:PutObject on arn:aws:s3:::books/',
    )
    expect(stdout).toContain('with aws:SourceIp 192.0.2.')
    const no = await run('can', 'bookkeeper', 's3:PutObject', 'arn:aws:s3:::books/2026')
    expect(no.stdout).toContain(
      'may otherwise: such as s3:PutObject on arn:aws:s3:::books/2026, with aws:SourceIp 192.0.2.',
    )
    expect((await run('who-can', 's3:PutObject', 'arn:aws:s3:::logs/*')).stdout).toContain('nobody')
  })

  it('say of an action that AWS does not have that it is none, so that no is not believed', async () => {
    const asked = await run('who-can', 's3:GetObjekt', '--json')
    expect(asked.stderr).toContain('note: `s3:GetObjekt` is not an action of Amazon S3; did you mean `s3:GetObject`?\n')
    expect(JSON.parse(asked.stdout)).toMatchObject({ notes: [expect.stringContaining('did you mean `s3:GetObject`?')] })
    expect((await run('can', 'clerk', 's3:GetObject', 'books')).stderr).toBe(
      'note: `books` is not an ARN, such as `arn:aws:s3:::bucket/key`\n',
    )
  })

  it('look at an account that is read, what others attached included', async () => {
    await run('apply', '--sandbox', 'account.json', '--yes')
    const { stdout } = await run('explain', 'Clerk', '--sandbox', 'account.json')
    expect(stdout).toContain('Clerk in dev (111122223333), read from the sandbox account.json')
  })

  it.each([
    [['explain', 'clark'], 'who-unknown', 'did you mean `clerk`?'],
    [['can', 'clerk', 'billing:Get*'], 'request-invalid', 'write it as `service:Action`, without wildcards'],
    [
      ['can', 'clerk', 'billing:GetBillingData', '--context', 'nonsense'],
      'request-invalid',
      'write `--context aws:SourceIp=203.0.113.7`',
    ],
  ])('say how to mend %j', async (args, problem, mend) => {
    const { code, stderr, stdout } = await run(...args)
    expect(stderr).toContain(`error ${problem}: `)
    expect(stderr).toContain(mend)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  })
})
