import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { createProject, modelWith, type Project } from '../testing/project.testing.ts'
import { rolewright } from '../testing/rolewright.testing.ts'

let project: Project | undefined

afterEach(() => project?.remove())

it('check tells that AWS has changed a policy since it was pinned, where an account is read', async () => {
  project = createProject({
    'model.ts': modelWith('policies: [readBills]', "policies: [readBills, awsManaged('IAMFullAccess')]").replace(
      'import { allow,',
      'import { allow, awsManaged,',
    ),
  })
  const run = (...args: readonly string[]): ReturnType<typeof rolewright> => rolewright(project?.folder ?? '', args)
  await run('import', 'aws-managed', '--sandbox')
  const applied = await run('apply', '--sandbox', 'account.json', '--yes')
  expect(applied.code, applied.stderr).toBe(0)
  const lockFile = join(project.folder, 'aws-managed.lock.json')
  const text = readFileSync(lockFile, 'utf8')
  expect(text).toContain('"iam:*"')
  writeFileSync(lockFile, text.replace('"iam:*"', '"iam:Get*"'))
  expect((await run('check')).stdout).not.toContain('RW-AWS-MANAGED-CHANGED')
  const { stdout } = await run('check', '--sandbox', 'account.json')
  expect(stdout).toContain('RW-AWS-MANAGED-CHANGED')
  expect(stdout).toContain('allows iam:AcceptDelegationRequest')
  for (const command of ['plan', 'drift']) {
    const told = await run(command, '--sandbox', 'account.json', '--json')
    expect(told.code).toBe(0)
    const { plan, notes = plan?.notes }: { plan?: { notes: Told[] }; notes?: Told[] } = JSON.parse(told.stdout)
    const note = notes?.find(({ kind }) => kind === 'aws-changed')
    expect(note).toMatchObject({ subject: 'policy IAMFullAccess', lost: [] })
    expect(note?.gained).toContain('iam:CreateUser')
  }
  const pinned = await run('import', 'aws-managed', '--sandbox')
  expect(pinned.stdout).toContain('    allows in addition: iam:AcceptDelegationRequest, ')
  expect(readFileSync(lockFile, 'utf8')).toBe(text)
}, 60_000)

interface Told {
  readonly kind: string
  readonly gained?: readonly string[]
}
