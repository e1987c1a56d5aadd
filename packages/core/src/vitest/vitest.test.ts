import { describe, expect, it } from 'vitest'
import { allow, defineAccount, definePolicy, defineRole, defineTask } from '../define/index.ts'
import type { RoleDefinition } from '../define/definitions.ts'
import { testRoles } from './index.ts'

testRoles({
  account: defineAccount({ id: 'dev', accountId: '111122223333', parameters: { bucket: 'data' } }),
  now: new Date('2026-06-01'),
})

const role = (id: string, actions: readonly string[]): RoleDefinition => {
  const policies = [
    definePolicy({ name: `P${id}`, statements: [allow({ actions, resources: ['arn:aws:s3:::{{bucket}}/*'] })] }),
  ]
  return defineRole({ id, title: id, owner: 'o', justification: 'j', tasks: [defineTask({ id, title: id, policies })] })
}
const reader = role('reader', ['s3:GetObject'])
const writer = role('writer', ['s3:PutObject'])

describe('expect(role)', () => {
  it('asks about a resource', () => {
    expect(reader).toAllow('s3:GetObject').on('arn:aws:s3:::data/key')
    expect(reader).not.toAllow('s3:GetObject').on('arn:aws:s3:::other/key')
    expect(reader).not.toAllow('s3:PutObject')
  })

  it.fails('fails for what is not allowed', () => {
    expect(reader).toAllow('s3:GetObject').on('arn:aws:s3:::other/key')
  })

  it.fails('fails for what is allowed and should not be', () => {
    expect(reader).not.toAllow('s3:GetObject').on('arn:aws:s3:::data/key')
  })

  it('tells roles apart', () => {
    expect(reader).toDifferFrom(writer)
    expect(reader).not.toDifferFrom(role('other-reader', ['s3:GetObject']))
    expect(() => expect(reader).toDifferFrom(reader)).toThrow('may do the same')
  })
})
