import { expect, it } from 'vitest'
import { defineRole } from '../define/index.ts'
import './index.ts'

it('asks for the account to look at roles in, where a test file names none', () => {
  const role = defineRole({ id: 'reader', title: 'Reader', owner: 'o', justification: 'j', tasks: [] })
  expect(() => expect(role).toAllow('s3:GetObject')).toThrow(
    expect.objectContaining({ code: 'no-test-account', hint: expect.stringContaining('testRoles') }),
  )
})
