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
})
