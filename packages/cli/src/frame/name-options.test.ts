import { describe, expect, it } from 'vitest'
import { accountAlias, iamName, tagOf } from './name-options.ts'

describe('a tag on the command line', () => {
  it('is a key and a value, which may hold more of the sign between them', () => {
    expect(tagOf('team=a=b', tagOf('Größe=42 m'))).toEqual({ Größe: '42 m', team: 'a=b' })
    expect(tagOf('team=two', tagOf('team=one'))).toEqual({ team: 'two' })
    expect(tagOf('empty=')).toEqual({ empty: '' })
  })

  it.each([
    ['team', 'write a tag as key=value'],
    ['=value', 'write a tag as key=value'],
    ['aws:x=1', 'tags that begin with `aws:` are AWS’s own'],
    ['AWS:x=1', 'tags that begin with `aws:` are AWS’s own'],
    [`${'k'.repeat(129)}=1`, 'a tag has a key of 128'],
    [`k=${'v'.repeat(257)}`, 'a tag has a key of 128'],
    ['k=<b>', 'a tag has a key of 128'],
  ])('is refused as %s', (text, message) => {
    expect(() => tagOf(text)).toThrow(message)
  })

  it('is refused where IAM takes two keys for one, and beyond fifty', () => {
    expect(() => tagOf('Team=2', { team: '1' })).toThrow('IAM takes `team` and `Team` for the same key')
    const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, '1']))
    expect(() => tagOf('more=1', fifty)).toThrow('a user has 50 tags at most')
    expect(tagOf('k7=2', fifty)).toMatchObject({ k7: '2' })
  })
})

describe('a name on the command line', () => {
  it.each(['', 'bad name', 'a/b', 'ü', 'x'.repeat(65)])('is refused as %j', (text) => {
    expect(() => iamName(64)(text)).toThrow('such a name has 1 to 64 letters, digits or _+=,.@-')
  })

  it('is taken as IAM takes it', () => {
    expect(iamName(64)('mary.major+x=1,@-_')).toBe('mary.major+x=1,@-_')
  })

  it.each(['', 'ab', 'UPPER', 'a--b', '-ab', 'ab-', '111122223333', 'a_b', 'x'.repeat(64)])(
    'is no alias as %j',
    (text) => {
      expect(() => accountAlias(text)).toThrow('an alias has 3 to 63 lower-case letters')
    },
  )

  it('is an alias of lower-case letters, digits and single hyphens', () => {
    expect(['abc', 'example-corp', '1112', 'x'.repeat(63)].map(accountAlias)).toHaveLength(4)
  })
})
