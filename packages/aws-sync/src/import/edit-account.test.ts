import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type AccountEdit, editAccount } from './edit-account.ts'
import { renamePolicy } from './rename-policy.ts'

const dir = mkdtempSync(join(tmpdir(), 'edit-'))
afterAll(() => rmSync(dir, { recursive: true }))

const clerks = 'arn:aws:iam::111122223333:group/Clerks'
const read = 'arn:aws:iam::111122223333:policy/ReadBills'

async function edited(source: string, given: Partial<AccountEdit> = { to: 'adopted' }): Promise<unknown> {
  writeFileSync(join(dir, 'accounts.ts'), source)
  const result = await editAccount(dir, { account: 'dev', arn: clerks, to: undefined, ...given })
  return 'text' in result ? result.text : result
}

describe('moving an ARN in the definition of an account', () => {
  it('leaves everything else of the file as it is', async () => {
    const before = `// Accounts.
export const dev = defineAccount({
  id: 'dev',
  accountId: "111122223333",
  // What differs.
  parameters: { bucket: 'b' },
  foreign: [
    '${clerks}',
    '${read}',
    '${read}2',
  ],
})
`
    expect(await edited(before)).toBe(`// Accounts.
export const dev = defineAccount({
  id: 'dev',
  accountId: "111122223333",
  // What differs.
  parameters: { bucket: 'b' },
  foreign: ['${read}', '${read}2'],
  adopted: ['${clerks}'],
})
`)
  })

  it('takes the list away with its last ARN, and adds to one that is there', async () => {
    const before = `export const dev = defineAccount({
  id: 'dev',
  accountId: '111122223333',
  adopted: ['${read}'],
  foreign: ['${clerks}'],
})
`
    expect(await edited(before)).toBe(`export const dev = defineAccount({
  id: 'dev',
  accountId: '111122223333',
  adopted: ['${clerks}', '${read}'],
})
`)
    expect(await edited(before.replace(/ {2}adopted.*\n/, ''))).toBe(`export const dev = defineAccount({
  id: 'dev',
  accountId: '111122223333',
  adopted: ['${clerks}'],
})
`)
    expect(await edited(before, { arn: read })).toBe(`export const dev = defineAccount({
  id: 'dev',
  accountId: '111122223333',
  foreign: ['${clerks}'],
})
`)
  })

  it('lays out what stood on one line', async () => {
    const before = `const accounts = [defineAccount({ id: 'dev', accountId: '111122223333' })]\n`
    expect(await edited(before)).toBe(`const accounts = [defineAccount({
  id: 'dev',
  accountId: '111122223333',
  adopted: ['${clerks}'],
})]
`)
  })

  it('gives up in words where it is computed, commented or not there', async () => {
    expect(await edited(`defineAccount({ id: 'dev', foreign: arns })`)).toEqual({
      problem: 'its `foreign` or `adopted` is computed',
      file: 'accounts.ts',
    })
    expect(await edited(`defineAccount({ ...base, id: 'dev' })`)).toMatchObject({
      problem: 'its `foreign` or `adopted` is computed',
    })
    expect(await edited(`defineAccount({ id: 'dev', foreign: [/* mine */ '${clerks}'] })`)).toEqual({
      problem: 'there are comments within `foreign` or `adopted`, which an edit would lose',
      file: 'accounts.ts',
    })
    expect(await edited(`defineAccount({ id: 'prod' })`)).toEqual({
      problem: 'no `defineAccount` with the literal id `dev` was found',
    })
    expect(readFileSync(join(dir, 'accounts.ts'), 'utf8')).toBe(`defineAccount({ id: 'prod' })`)
  })
})

describe('renaming a policy in the source', () => {
  it('changes its name alone', async () => {
    writeFileSync(join(dir, 'accounts.ts'), `const readBills = definePolicy({ name: 'ReadBills', statements: [] })\n`)
    expect(await renamePolicy(dir, 'ReadBills', 'Read.Bills')).toMatchObject({
      text: `const readBills = definePolicy({ name: 'Read.Bills', statements: [] })\n`,
    })
    expect(await renamePolicy(dir, 'Other', 'X')).toEqual({
      problem: 'no `definePolicy` with the literal name `Other` was found',
    })
  })
})
