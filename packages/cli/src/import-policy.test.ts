import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Project } from './testing/project.testing.ts'
import { projectsOfThisFile, refusedBy } from './testing/projects.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const newProject = projectsOfThisFile()
let project: Project

beforeAll(() => {
  project = newProject({ 'roles/other.ts': "definePolicy({ name: 'Taken', statements: [] })\n" })
})

describe('rolewright import policy', () => {
  it('writes an own copy of an AWS managed policy', async () => {
    const made = await runHere(project.folder, [
      'import',
      'policy',
      'PowerUserAccess',
      '--as',
      'PowerUserExampleCorp',
      '--sandbox',
      '--json',
    ])
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(made.stdout)).toMatchObject({
      file: '<folder>/roles/policies/power-user-example-corp.ts',
      policy: 'PowerUserExampleCorp',
      exports: 'powerUserExampleCorp',
      from: { arn: 'arn:aws:iam::aws:policy/PowerUserAccess' },
      odd: ['a statement allows all but some actions (NotAction)'],
    })
    const text = readFileSync(join(project.folder, 'roles/policies/power-user-example-corp.ts'), 'utf8')
    expect(text).toMatch(
      /^import \{ allow, definePolicy \} from '@rolewright\/core'\n\n\/\*\* An own copy of AWS's PowerUserAccess, version \d+, made so that a review can narrow it. \*\/\nexport const powerUserExampleCorp = definePolicy\(\{\n {2}name: 'PowerUserExampleCorp',\n/,
    )
    expect(text).toContain("    allow({ notActions: ['iam:*', 'organizations:*', 'account:*'], resources: ['*'] }),\n")
    const again = await runHere(project.folder, [
      'import',
      'policy',
      'PowerUserAccess',
      '--as',
      'PowerUserExampleCorp',
      '--sandbox',
    ])
    expect(again.code).toBe(0)
    const byName = await runHere(project.folder, [
      'import',
      'policy',
      'Billing',
      '--as',
      'Bills',
      '--sandbox',
      '--json',
    ])
    expect(JSON.parse(byName.stdout)).toMatchObject({ from: { arn: 'arn:aws:iam::aws:policy/job-function/Billing' } })
  })

  it.each([
    [
      ['NoSuchPolicy', '--as', 'X'],
      'aws-managed-unknown: AWS has no managed policy `arn:aws:iam::aws:policy/NoSuchPolicy`',
    ],
    [['a b', '--as', 'X'], 'invalid-argument: `a b` is no name of an AWS managed policy'],
    [['PowerUserAccess', '--as', 'a/b'], 'invalid-argument: `a/b` is no name that IAM takes for a policy'],
    [['PowerUserAccess', '--as', 'taken'], 'name-taken: there is a policy `Taken` already'],
    [
      ['Billing', '--as', 'PowerUser-ExampleCorp'],
      'file-exists: 1 file is there already, with another text: policies/power-user-example-corp.ts',
    ],
  ])('refuses %j', async (args, message) => {
    const refused = await refusedBy(runHere, project, ['import', 'policy', ...args, '--sandbox'])
    expect(refused.stderr).toContain(`error ${message}`)
  })
})
