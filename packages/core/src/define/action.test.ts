import { describe, expect, expectTypeOf, test } from 'vitest'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import { type Action, type Actions, unlisted, type UnlistedAction } from './action.ts'

function list<const List extends readonly (string | UnlistedAction)[]>(actions: Actions<List>): number {
  return actions.length
}

describe('the type of a list of actions', () => {
  test('takes actions and patterns that mean something', () => {
    expect(list(['s3:GetObject', 'ec2:Describe*', 's3:Get*Acl', 'iam:*', '*'])).toBe(5)
    expect(list([])).toBe(0)
  })

  test('refuses what the catalogue does not know', () => {
    // @ts-expect-error misspelt
    expect(list(['s3:GetObject', 's3:GetObjct'])).toBeGreaterThan(0)
    // @ts-expect-error no such service
    expect(list(['s33:GetObject'])).toBeGreaterThan(0)
    // @ts-expect-error no such service
    expect(list(['s33:*'])).toBeGreaterThan(0)
    // @ts-expect-error matches nothing
    expect(list(['s3:Describe*Nothing'])).toBeGreaterThan(0)
    // @ts-expect-error not an action
    expect(list(['s3'])).toBeGreaterThan(0)
    // @ts-expect-error not an action
    expect(list([''])).toBeGreaterThan(0)
  })

  test('points at the wrong one alone', () => {
    const count = list([
      's3:GetObject',
      // @ts-expect-error misspelt
      's3:PutObjct',
      'ec2:RunInstances',
    ])
    expect(count).toBe(3)
  })

  test('leaves to run time what only run time can tell', () => {
    expect(
      list(['s3:Get?bject', 's3:{{verb}}Object', '{{action}}', unlisted('s3:BrandNew'), unlisted('brand-new:*')]),
    ).toBeGreaterThan(0)
    const plain: readonly string[] = ['whatever']
    expect(list(plain)).toBeGreaterThan(0)
    expect(list(['s3:GetObject', ...plain])).toBeGreaterThan(0)
    expect(list(plain.map((name) => `s3:${name}` as const))).toBeGreaterThan(0)
  })

  test('takes unions of right ones and refuses unions with a wrong one', () => {
    const right = plainly<'s3:GetObject' | 'ec2:*'>('s3:GetObject')
    expect(list([right])).toBeGreaterThan(0)
    const wrong = plainly<'s3:GetObject' | 's3:GetObjct'>('s3:GetObject')
    // @ts-expect-error one of the two is misspelt
    expect(list([wrong])).toBeGreaterThan(0)
  })

  test('checks a constant list too', () => {
    const wrong = ['s3:GetObjct'] as const
    // @ts-expect-error misspelt
    expect(list(wrong)).toBeGreaterThan(0)
  })
})

/** Keeps the compiler from narrowing to the value. */
function plainly<Text extends string>(text: Text): Text {
  return text
}

describe('the type of one action', () => {
  test('is itself when right, else what would be', () => {
    expectTypeOf<Action<'s3:GetObject'>>().toEqualTypeOf<'s3:GetObject'>()
    expectTypeOf<Action<string>>().toEqualTypeOf<string>()
    expectTypeOf<'s3:GetObject'>().toExtend<Action<'s3:'>>()
    expectTypeOf<'s3:'>().toExtend<Action<''>>()
    expectTypeOf<'ec2:RunInstances'>().not.toExtend<Action<'s3:'>>()
  })
})

describe('unlisted', () => {
  test('marks the action', () => {
    const action: UnlistedAction = unlisted('s3:BrandNew')
    expect(action).toEqual({ unlisted: 's3:BrandNew' })
  })

  test.each(['', 's3', 's3:', ':x', 's3:Get Object', 's3:Get:Object', '*'])('refuses `%s`', (text) => {
    expect(() => unlisted(text)).toThrow(
      new RolewrightError({
        code: 'invalid-action',
        message: `\`${text}\` is not an action`,
        hint: 'write it as `service:Action`, for example `s3:GetObject`',
      }),
    )
  })
})
