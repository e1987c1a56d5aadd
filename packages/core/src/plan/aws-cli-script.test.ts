import { expect, it } from 'vitest'
import { awsCliScript } from './aws-cli-script.ts'
import { diff } from './diff.ts'

it('is refused for a plan that does not say what a policy is to be', () => {
  const empty = { accountId: '111122223333', groups: [], policies: [], users: [], roles: [] }
  const plan = diff(empty, empty)
  const after = {
    name: 'Read',
    path: '/',
    arn: 'arn:aws:iam::111122223333:policy/Read',
    defaultVersionId: 'v1',
    versions: [],
  }
  const change = { kind: 'create-policy', before: null, after, reason: 'by hand' } as const
  expect(() => awsCliScript({ ...plan, changes: [change] })).toThrow(
    expect.objectContaining({
      code: 'invalid-plan',
      message: 'the plan has no document for policy `Read`',
      hint: 'make the plan again',
    }),
  )
})
