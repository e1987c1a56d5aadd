import { describe, expect, it } from 'vitest'
import { allow, defineAccount, definePolicy, defineRole, defineTask } from '../define/index.ts'
import type { RoleDefinition } from '../define/definitions.ts'
import { testRoles } from './index.ts'

testRoles({
  account: defineAccount({ id: 'dev', accountId: '111122223333', parameters: { bucket: 'data' } }),
  now: new Date('2026-06-01'),
})

const role = (id: string, actions: readonly string[], resource = 'arn:aws:s3:::{{bucket}}/*'): RoleDefinition => {
  const policies = [definePolicy({ name: `P${id}`, statements: [allow({ actions, resources: [resource] })] })]
  return defineRole({ id, title: id, owner: 'o', justification: 'j', tasks: [defineTask({ id, title: id, policies })] })
}
const reader = role('reader', ['s3:GetObject'])
const writer = role('writer', ['s3:PutObject'])
const lister = role('lister', ['s3:ListAllMyBuckets'], '*')

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

  it.fails('fails for an action that is allowed on some resource, where none is named', () => {
    expect(reader).not.toAllow('s3:GetObject')
  })

  it('asks about `*` where only the context is named', () => {
    expect(reader).not.toAllow('s3:GetObject').given({ 'aws:MultiFactorAuthPresent': true })
    expect(lister).toAllow('s3:ListAllMyBuckets')
    expect(lister).toAllow('s3:ListAllMyBuckets').given({ 'aws:MultiFactorAuthPresent': true })
  })

  it('tells roles apart', () => {
    expect(reader).toDifferFrom(writer)
    expect(reader).not.toDifferFrom(role('other-reader', ['s3:GetObject']))
    expect(() => expect(reader).toDifferFrom(reader)).toThrow('may do the same')
  })

  it('asks nothing of what is neither a role nor a person', () => {
    for (const other of [undefined, 'reader', { kind: 'task' }])
      expect(() => expect(other).toAllow('s3:GetObject')).toThrow(expect.objectContaining({ code: 'no-role' }))
  })
})
