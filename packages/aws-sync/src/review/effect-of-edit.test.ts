import {
  type AccountState,
  allow,
  compile,
  defineAccount,
  defineModel,
  definePerson,
  definePolicy,
  defineRole,
  defineTask,
  type Proposal,
  type Statement,
  type StatementProposal,
} from '@rolewright/core'
import { describe, expect, it } from 'vitest'
import { effectOfEdit } from './effect-of-edit.ts'

const accounts = [
  defineAccount({ id: 'dev', accountId: '111122223333' }),
  defineAccount({ id: 'prod', accountId: '444455556666' }),
]

type Actions = Parameters<typeof allow>[0]['actions']

/** Two roles with a policy each; in both accounts, unless told otherwise. */
function made(
  build: Actions,
  look: Actions,
  more: { readonly prod?: Actions; readonly person?: string } = {},
): ReadonlyMap<string, AccountState> {
  const states = accounts.map((account): readonly [string, AccountState] => {
    const policy = (name: string, actions: Actions) =>
      definePolicy({ name, statements: [allow({ actions: actions ?? [], resources: ['*'] })] })
    const role = (id: string, name: string, actions: Actions) =>
      defineRole({
        id,
        title: id,
        owner: 'a@example.com',
        justification: 'x',
        tasks: [defineTask({ id: `${id}-work`, title: 'Work', policies: [policy(name, actions)] })],
      })
    const roles = [
      role('developer', 'Build', account.id === 'prod' ? (more.prod ?? build) : build),
      role('looker', 'Look', look),
    ]
    const person = more.person ?? 'ana'
    const people = [definePerson({ id: person, userName: person, name: 'Ana', roles: roles.slice(0, 1) })]
    const model = defineModel({ id: 'test', roles, people, accounts })
    return [account.accountId, compile(model, account, { now: new Date(0), awsManaged: {} }).state]
  })
  return new Map(states)
}

const statement = (actions: readonly string[]): Statement => ({ Effect: 'Allow', Action: actions, Resource: '*' })

const proposal: StatementProposal = {
  id: 'feed',
  kind: 'narrow-statement',
  accountId: '111122223333',
  windowDays: 90,
  groups: ['Developer'],
  policyArn: 'arn:aws:iam::111122223333:policy/rolewright/test/Build',
  policyName: 'Build',
  statementIndex: 0,
  before: statement(['s3:*', 'sqs:*']),
  after: statement(['s3:*']),
  removed: [],
  kept: [],
  evidence: [],
  risk: { level: 'low', reasons: [] },
  lossByPerson: [],
  needed: [],
  documents: [],
  actionsRemoved: 1,
  charactersSaved: 1,
  proof: 'narrower',
}

describe('the effect of an edit', () => {
  const before = made(['s3:*', 'sqs:*'], ['ec2:Describe*'])
  const effect = (after: ReadonlyMap<string, AccountState>) => effectOfEdit({ before, after, proposals: [proposal] })

  it('is what was accepted, in other accounts too', () => {
    expect(effect(made(['s3:*'], ['ec2:Describe*'], { prod: ['s3:*', 'sqs:*'] }))).toEqual({ elsewhere: [] })
    expect(effect(made(['s3:*'], ['ec2:Describe*']))).toEqual({
      elsewhere: [{ accountId: '444455556666', groups: ['Developer'] }],
    })
  })

  it.each([
    [
      'nothing at all',
      made(['s3:*', 'sqs:*'], ['ec2:Describe*']),
      'the model would not become what was accepted for `Developer`',
    ],
    [
      'more than was accepted',
      made(['s3:Get*'], ['ec2:Describe*']),
      'the model would not become what was accepted for `Developer`',
    ],
    [
      'another thing',
      made(['s3:*', 'sns:*'], ['ec2:Describe*']),
      'the model would not become what was accepted for `Developer`',
    ],
    [
      'another role',
      made(['s3:*'], ['ec2:DescribeImages']),
      'it would change what `Looker` may do, which nobody accepted',
    ],
    [
      'more elsewhere',
      made(['s3:*'], ['ec2:Describe*'], { prod: ['s3:*', 'iam:*'] }),
      'it would allow `Developer` of the account 444455556666 something else',
    ],
    ['people', made(['s3:*'], ['ec2:Describe*'], { person: 'bo' }), 'it would change people'],
    [
      'accounts',
      new Map([...made(['s3:*'], ['ec2:Describe*'])].slice(0, 1)),
      'the model would lose the account 444455556666',
    ],
  ])('is told when it is %s', (_, after, problem) => {
    expect(effect(after)).toMatchObject({ problem })
  })

  it('is a task less of a role, and no less of another', () => {
    const {
      policyArn: _arn,
      policyName: _name,
      statementIndex: _index,
      before: _before,
      after: _after,
      ...about
    } = proposal
    const drop: Proposal = { ...about, kind: 'drop-task', role: 'developer', task: 'x', taskTitle: 'X' }
    const dropped = (after: ReadonlyMap<string, AccountState>) =>
      effectOfEdit({ before, after, proposals: [drop] }).problem
    expect(dropped(made(['s3:*'], ['ec2:Describe*']))).toMatch(/^it would change `Build`/)
    expect(dropped(made(['s3:*', 'iam:*'], ['ec2:Describe*']))).toMatch(/^the model would not become/)
    expect(dropped(made(['s3:*'], ['ec2:DescribeImages']))).toMatch(/^it would change what `Looker`/)
  })
})
