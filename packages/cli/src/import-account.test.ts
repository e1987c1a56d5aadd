import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  CreateUserCommand,
  PutGroupPolicyCommand,
} from '@aws-sdk/client-iam'
import { openSandbox } from '@rolewright/aws-sync'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Project } from './testing/project.testing.ts'
import { projectsOfThisFile, refusedBy } from './testing/projects.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const accountId = '111122223333'
const newProject = projectsOfThisFile()
let project: Project

/** A repository without a config, beside an account that has been there for long. */
async function emptyRepository(): Promise<Project> {
  const made = newProject({ 'roles/keep.md': 'kept\n' })
  const { iam } = (await openSandbox({ accountId, file: join(made.folder, 'account.json') })).clients
  await iam.send(new CreateGroupCommand({ GroupName: 'Clerks', Path: '/finance/' }))
  await iam.send(
    new AttachGroupPolicyCommand({ GroupName: 'Clerks', PolicyArn: 'arn:aws:iam::aws:policy/job-function/Billing' }),
  )
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 'ce:Get*', Resource: '*' },
  })
  await iam.send(new PutGroupPolicyCommand({ GroupName: 'Clerks', PolicyName: 'costs', PolicyDocument }))
  await iam.send(new CreateUserCommand({ UserName: 'ana@example.com' }))
  await iam.send(new AddUserToGroupCommand({ GroupName: 'Clerks', UserName: 'ana@example.com' }))
  return made
}

beforeAll(async () => {
  project = await emptyRepository()
})

describe('rolewright import account', () => {
  it('writes an account that exists, and a plan is empty then', async () => {
    const args = ['--sandbox', 'account.json']
    const made = await runHere(project.folder, [
      'import',
      'account',
      '--out',
      'acme',
      '--account',
      'prod',
      ...args,
      '--json',
    ])
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(made.stdout)).toMatchObject({
      accountId,
      model: 'acme',
      roles: 1,
      tasks: 2,
      policies: 2,
      people: 1,
      files: [
        { file: 'roles/accounts.ts', change: 'new' },
        { file: 'roles/clerks.ts', change: 'new' },
        { file: 'roles/model.ts', change: 'new' },
        { file: 'roles/people.ts', change: 'new' },
        { file: 'rolewright.config.ts', change: 'new' },
        { file: 'aws-managed.lock.json', change: 'new' },
        { file: 'imported.md', change: 'new' },
      ],
      oddities: [
        { kind: 'changes', subject: 'inline policy costs of group Clerks' },
        { kind: 'told', subject: 'group Clerks', message: 'lies under `/finance/`' },
      ],
    })
    const plan = await runHere(project.folder, ['plan', '--config', 'acme', ...args, '--exit-code', '--json'])
    expect(plan.code).toBe(0)
    expect(JSON.parse(plan.stdout)).toMatchObject({ account: { id: 'prod' }, plan: { changes: [] } })
    const drift = await runHere(project.folder, ['drift', '--config', 'acme', ...args])
    expect(drift.code).toBe(0)
  })

  it('overwrites nothing without being told to, and says what it overwrites', async () => {
    const page = join(project.folder, 'acme/imported.md')
    writeFileSync(page, 'mine\n')
    const args = ['import', 'account', '--out', 'acme', '--sandbox', 'account.json', '--account', 'prod']
    const refused = await refusedBy(runHere, project, args)
    expect(refused.stderr).toBe(
      'error file-exists: 1 file is there already, with another text: imported.md; nothing was written\n  mend:  write into another folder with `--out`, or add `--yes` to overwrite what is there\n',
    )
    const no = await runHere(project.folder, args, { confirm: false })
    expect([no.code, no.stderr, readFileSync(page, 'utf8')]).toEqual([1, 'Nothing was written.\n', 'mine\n'])
    const yes = await runHere(project.folder, [...args, '--yes'])
    expect(yes.code).toBe(0)
    expect(yes.stdout).toContain('Overwritten: imported.md\n')
    expect(readFileSync(page, 'utf8')).toMatch(/^# Imported from the AWS account 111122223333 on /)
  })

  it('reads a file of Windows PowerShell, and refuses one whose letters it would change', async () => {
    const Arn = `arn:aws:iam::${accountId}:user/ana`
    const lists = { GroupDetailList: [], RoleDetailList: [], Policies: [] }
    const text = JSON.stringify({
      UserDetailList: [{ UserName: 'ana', Arn, Tags: [{ Key: 'team', Value: 'ü' }] }],
      ...lists,
    })
    writeFileSync(join(project.folder, 'wide.json'), `\uFEFF${text}`, 'utf16le')
    writeFileSync(join(project.folder, 'wide-be.json'), Buffer.from(`\uFEFF${text}`, 'utf16le').swap16())
    writeFileSync(join(project.folder, 'latin.json'), text, 'latin1')
    for (const file of ['wide.json', 'wide-be.json']) {
      const args = ['import', 'account', '--from-file', file, '--out', 'wide', '--yes', '--json']
      expect(JSON.parse((await runHere(project.folder, args)).stdout)).toMatchObject({ accountId, people: 1 })
    }
    const refused = await refusedBy(runHere, project, [
      'import',
      'account',
      '--from-file',
      'latin.json',
      '--out',
      'other',
    ])
    expect(refused.stderr).toBe(
      'error file-unusable: the file is not text in UTF-8\n  where: <folder>/latin.json\n  mend:  save it again in UTF-8; in Windows PowerShell with `| Out-File -Encoding utf8`\n',
    )
  })

  it('writes an account of another partition, where no account of this one is taken for it', async () => {
    const given = newProject()
    const run = (...args: readonly string[]) => runHere(given.folder, args)
    const arn = (kind: string): string => `arn:aws-us-gov:iam::${accountId}:${kind}`
    const readOnly = 'arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess'
    const text = JSON.stringify({
      UserDetailList: [{ UserName: 'ana', Arn: arn('user/ana'), GroupList: ['Clerks'] }],
      GroupDetailList: [
        { GroupName: 'Clerks', Arn: arn('group/Clerks'), AttachedManagedPolicies: [{ PolicyArn: readOnly }] },
      ],
      RoleDetailList: [],
      Policies: [],
    })
    given.write({ 'gov.json': text, 'aws.json': text.replaceAll('arn:aws-us-gov:', 'arn:aws:') })
    expect((await run('import', 'account', '--from-file', 'gov.json', '--out', 'gov')).code).toBe(0)
    const plan = await run('plan', '--config', 'gov', '--from-file', 'gov.json', '--json')
    expect(JSON.parse(plan.stdout)).toMatchObject({ plan: { changes: [], notes: [] } })
    for (const source of [['--from-file', 'aws.json'], ['--sandbox']]) {
      const refused = await refusedBy(runHere, given, ['plan', '--config', 'gov', ...source])
      expect(refused.stderr).toContain(
        'error wrong-partition: the account that answers is in the partition `aws` of AWS, and `main` is meant to be in `aws-us-gov`\n',
      )
    }
    for (const command of [['baseline'], ['bootstrap', '--user', 'ana'], ['cloudhsm', 'status']]) {
      const refused = await refusedBy(runHere, given, [...command, '--config', 'gov', '--sandbox'])
      expect(refused.stderr).toContain(
        `error partition-unsupported: \`rolewright ${command[0] ?? ''}\` knows accounts in the partition \`aws\` alone, and \`main\` is in \`aws-us-gov\`\n`,
      )
    }
    // A second account, in the other partition: pinning there leaves what is pinned here.
    const accounts = given.files()['gov/roles/accounts.ts'] ?? ''
    const model = given.files()['gov/roles/model.ts'] ?? ''
    const next = newProject({
      ...given.files(),
      'gov/roles/accounts.ts': `${accounts}\nexport const dev = defineAccount({ id: 'dev', accountId: '444455556666' })\n`,
      'gov/roles/model.ts': model.replace('{ main }', '{ dev, main }').replace('[main]', '[main, dev]'),
    })
    const pinned = await runHere(next.folder, [
      'import',
      'aws-managed',
      '--config',
      'gov',
      '--account',
      'dev',
      '--sandbox',
    ])
    expect(pinned.stdout).toContain('  + arn:aws:iam::aws:policy/ReadOnlyAccess v')
    expect(Object.keys(JSON.parse(next.files()['gov/aws-managed.lock.json'] ?? '').policies)).toEqual([
      readOnly,
      readOnly.replace('-us-gov', ''),
    ])
    expect((await runHere(next.folder, ['check', '--config', 'gov'])).code).toBe(0)
  })

  it.each([
    [['--from-file', 'a.json', '--sandbox'], 'two-sources'],
    [['--from-file', 'a.json'], 'file-unusable'],
    [['--from-file', 'package.json'], 'unreadable-account'],
    [['--sandbox', 'missing.json'], 'sandbox-missing'],
    [['--sandbox', 'account.json', '--account', '../x'], 'invalid-argument'],
  ])('refuses %j', async (args, code) => {
    const refused = await refusedBy(runHere, project, ['import', 'account', '--out', 'other', ...args])
    expect(refused.stderr).toContain(`error ${code}: `)
  })
})
