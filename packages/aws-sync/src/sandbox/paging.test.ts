import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeleteUserCommand,
  GetAccountAuthorizationDetailsCommand,
  GetGroupCommand,
  ListPoliciesCommand,
  ListUsersCommand,
  type GetAccountAuthorizationDetailsResponse,
  type IAMClient,
} from '@aws-sdk/client-iam'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { allowing } from './iam-contract.testing.ts'
import { openSandbox } from './open-sandbox.ts'

let iam: IAMClient
beforeAll(async () => {
  iam = (await openSandbox()).clients.iam
  const names = [
    'Zoe',
    'adam',
    'Bea',
    'a.b',
    'a_b',
    'A-b',
    'éva'.normalize('NFD').replaceAll(/\W/g, ''),
    'x'.repeat(60),
  ]
  await iam.send(new CreateGroupCommand({ GroupName: 'All' }))
  for (const UserName of names) {
    await iam.send(new CreateUserCommand({ UserName }))
    await iam.send(new AddUserToGroupCommand({ GroupName: 'All', UserName }))
  }
  for (const name of ['P1', 'P2', 'p3']) {
    await iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: allowing('s3:*') }))
  }
})

interface Answer {
  readonly names: readonly (string | undefined)[]
  readonly IsTruncated?: boolean | undefined
  readonly Marker?: string | undefined
}

type Ask = (page: { MaxItems?: number; Marker?: string }) => Promise<Answer>

const detailNames = (answer: GetAccountAuthorizationDetailsResponse): (string | undefined)[] => [
  ...(answer.UserDetailList ?? []).map(({ UserName }) => UserName),
  ...(answer.GroupDetailList ?? []).map(({ GroupName }) => GroupName),
  ...(answer.Policies ?? []).map(({ PolicyName }) => PolicyName),
]

const questions: Record<string, Ask> = {
  ListUsers: async (page) => {
    const answer = await iam.send(new ListUsersCommand(page))
    return { ...answer, names: answer.Users?.map(({ UserName }) => UserName) ?? [] }
  },
  ListPolicies: async (page) => {
    const answer = await iam.send(new ListPoliciesCommand({ ...page, Scope: 'Local' }))
    return { ...answer, names: answer.Policies?.map(({ PolicyName }) => PolicyName) ?? [] }
  },
  GetGroup: async (page) => {
    const answer = await iam.send(new GetGroupCommand({ ...page, GroupName: 'All' }))
    return { ...answer, names: answer.Users?.map(({ UserName }) => UserName) ?? [] }
  },
  GetAccountAuthorizationDetails: async (page) => {
    const answer = await iam.send(new GetAccountAuthorizationDetailsCommand(page))
    return { ...answer, names: detailNames(answer) }
  },
}

describe('pages', () => {
  it.each(Object.entries(questions))('of %s give the same list whatever their sizes', async (_, ask) => {
    const whole = await ask({})
    expect(whole.IsTruncated).toBe(false)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }), async (sizes) => {
        const names: (string | undefined)[] = []
        let marker: { Marker?: string } = {}
        for (let turn = 0; ; turn++) {
          const MaxItems = sizes[turn % sizes.length] ?? 1
          const answer = await ask({ MaxItems, ...marker })
          expect(answer.names.length).toBeLessThanOrEqual(MaxItems)
          names.push(...answer.names)
          expect(answer.IsTruncated).toBe(answer.Marker !== undefined)
          if (answer.Marker === undefined) break
          marker = { Marker: answer.Marker }
        }
        expect(names).toEqual(whole.names)
      }),
      { numRuns: 25 },
    )
  })

  it('are of users, then groups, then policies, on one budget', async () => {
    const answer = await iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 9 }))
    expect(answer.UserDetailList).toHaveLength(8)
    expect(answer.GroupDetailList).toHaveLength(1)
    expect(answer.Policies).toEqual([])
    expect(answer.IsTruncated).toBe(true)
  })

  it('go on with their own question only', async () => {
    const { Marker } = await iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1, Filter: ['User'] }))
    for (const Filter of [undefined, ['Group' as const]]) {
      const other = iam.send(new GetAccountAuthorizationDetailsCommand({ Marker, Filter }))
      await expect(other).rejects.toMatchObject({ name: 'InvalidInputException' })
    }
    await expect(iam.send(new ListUsersCommand({ Marker }))).rejects.toMatchObject({ name: 'InvalidInputException' })
    await expect(iam.send(new ListUsersCommand({ Marker: 'AAAA' }))).rejects.toMatchObject({ name: 'ValidationError' })
    await expect(iam.send(new ListUsersCommand({ Marker: '' }))).rejects.toMatchObject({
      message: 'The specified value for marker is invalid. It must contain only printable ASCII characters.',
    })
  })

  it('skip nobody when somebody leaves in between', async () => {
    const { clients } = await openSandbox()
    for (const UserName of ['a', 'b', 'c', 'd']) await clients.iam.send(new CreateUserCommand({ UserName }))
    const { Marker } = await clients.iam.send(new ListUsersCommand({ MaxItems: 2 }))
    await clients.iam.send(new DeleteUserCommand({ UserName: 'a' }))
    const { Users: users } = await clients.iam.send(new ListUsersCommand({ Marker }))
    expect(users?.map(({ UserName }) => UserName)).toEqual(['c', 'd'])
  })

  it.each([0, -1, 1001])('of %i are refused', async (MaxItems) => {
    await expect(iam.send(new ListUsersCommand({ MaxItems }))).rejects.toMatchObject({ name: 'ValidationError' })
  })
})
