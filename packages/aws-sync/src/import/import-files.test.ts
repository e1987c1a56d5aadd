import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'
import { defineAccount, defineModel } from '@rolewright/core'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { list, print, text } from './code.ts'
import { createFolder } from './import-files.testing.ts'
import { importFiles } from './import-files.ts'
import { expectEmptyPlan } from './import-laws.testing.ts'
import { randomAccounts } from './random-account.testing.ts'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const now = new Date('2026-11-28T00:00:00Z')
const folder = createFolder()

afterAll(folder.remove)

describe('the files of an import', () => {
  it('give the model that was imported, in this house’s format, under names that are safe', async () => {
    const accounts = fc.sample(randomAccounts({ groups: 5, policies: 6, users: 4, odd: true }), 12)
    for (const [index, details] of accounts.entries()) {
      const { made } = expectEmptyPlan(details)
      const files = importFiles(made.model, { now })
      for (const file of Object.keys(files)) {
        expect(file).toMatch(/^(rolewright\.config\.ts|roles\/(tasks\/)?[a-z0-9-]{1,60}\.ts)$/)
      }
      folder.write(`a${index}`, files)
      const loaded = await folder.load(`a${index}`)
      expect(loaded).toEqual(made.model)
    }
    const formatted = spawnSync(
      `${root}/node_modules/.bin/oxfmt`,
      ['--check', '-c', `${root}/.oxfmtrc.json`, folder.path],
      { encoding: 'utf8' },
    )
    expect(formatted.stdout + formatted.stderr).toContain('All matched files use the correct format.')
  }, 60_000)

  it('are one page for a small account', () => {
    const bucket = { Effect: 'Allow', Action: 's3:getobject', Resource: 'arn:aws:s3:::bills/*' }
    const details = {
      UserDetailList: [
        {
          UserName: 'mary.major@example.com',
          Path: '/',
          Arn: 'arn:aws:iam::111122223333:user/mary.major@example.com',
          GroupList: ['Clerks'],
        },
      ],
      GroupDetailList: [
        {
          GroupName: 'Clerks',
          Path: '/',
          Arn: 'arn:aws:iam::111122223333:group/Clerks',
          AttachedManagedPolicies: [
            { PolicyArn: 'arn:aws:iam::111122223333:policy/ReadBillsPolicy' },
            { PolicyArn: 'arn:aws:iam::aws:policy/job-function/Billing' },
          ],
        },
      ],
      RoleDetailList: [],
      Policies: [
        {
          Arn: 'arn:aws:iam::111122223333:policy/ReadBillsPolicy',
          Path: '/',
          Description: "Reads the month's bills",
          DefaultVersionId: 'v1',
          PolicyVersionList: [{ VersionId: 'v1', Document: { Version: '2012-10-17', Statement: [bucket] } }],
        },
      ],
    }
    const files = importFiles(expectEmptyPlan(details).made.model, { now })
    expect(Object.keys(files)).toEqual([
      'roles/accounts.ts',
      'roles/clerks.ts',
      'roles/model.ts',
      'roles/people.ts',
      'rolewright.config.ts',
    ])
    expect(files['roles/clerks.ts'])
      .toBe(`import { allow, awsManaged, definePolicy, defineRole, defineTask } from '@rolewright/core'

const readBillsPolicy = definePolicy({
  name: 'ReadBillsPolicy',
  description: "Reads the month's bills",
  statements: [allow({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::bills/*'] })],
})

const readBills = defineTask({ id: 'read-bills', title: 'Read Bills', policies: [readBillsPolicy] })

const billing = defineTask({ id: 'billing', title: 'Billing', policies: [awsManaged('job-function/Billing')] })

export const clerks = defineRole({
  id: 'clerks',
  title: 'Clerks',
  owner: 'unknown',
  justification: 'Held by the IAM group Clerks when the account was imported',
  tasks: [readBills, billing],
})
`)
  })

  it('hold any text as a literal that is that text and nothing else', () => {
    const units = fc.array(fc.oneof(fc.nat(0xffff), fc.constantFrom(10, 13, 34, 39, 92, 96, 0x2028, 0x202e)), {
      maxLength: 20,
    })
    const values = fc.sample(units, 300).map((codes) => String.fromCharCode(...codes))
    const source = print(list(values.map(text)))
    expect(runInNewContext(source)).toEqual(values)
    expect(source.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
  })

  it('stand without a role or a person where an account has none', () => {
    const model = defineModel({
      id: 'acme',
      roles: [],
      people: [],
      accounts: [defineAccount({ id: 'main', accountId: '111122223333' })],
    })
    expect(importFiles(model, { now })['roles/people.ts'])
      .toBe(`import { type PersonDefinition } from '@rolewright/core'

export const people: readonly PersonDefinition[] = []
`)
  })
})
