import { parsePolicy } from '@rolewright/core'
import { describe, expect, it } from 'vitest'
import { policyFile } from './policy-file.ts'

describe('a policy as TypeScript', () => {
  it('can’t be left by what it is called', () => {
    const document = parsePolicy({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 's3:Get*', Resource: '*' },
    })
    const written = policyFile({ name: 'Copy', document, about: 'A copy of x */ process.exit(1) /*\n.' })
    expect(written).toMatchObject({ file: 'policies/copy.ts', identifier: 'copy' })
    expect('text' in written && written.text.split('*/')).toHaveLength(2)
    expect('text' in written && written.text.split('\n')[2]).toBe('/** A copy of x *∕ process.exit(1) /*\\u000a. */')
  })
})
