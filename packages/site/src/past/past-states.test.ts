import {
  type AccountState,
  allow,
  type AuditEntry,
  compile,
  defineAccount,
  defineModel,
  definePolicy,
  defineRole,
  defineTask,
} from '@rolewright/core'
import { describe, expect, it } from 'vitest'
import { readPast } from './past-states.ts'

const accountId = '111122223333'
const now = new Date('2026-11-28T00:00:00Z')
const arn = (kind: string, name: string): string => `arn:aws:iam::${accountId}:${kind}/${name}`
const role = (id: string, action: 'sqs:ListQueues' | 'sns:ListTopics' | 'ce:GetCostAndUsage') => {
  const policy = definePolicy({ name: `${id}-policy`, statements: [allow({ actions: [action], resources: ['*'] })] })
  const task = defineTask({ id, title: id, policies: [policy] })
  return defineRole({ id, title: id, owner: 'o', justification: 'j', tasks: [task] })
}
const account = defineAccount({
  id: 'main',
  accountId,
  foreign: [arn('group', 'old/Imported'), arn('policy', 'imported-policy')],
  adopted: [arn('group', 'old/Adopted')],
})
const model = defineModel({
  id: 'test',
  roles: [role('imported', 'sqs:ListQueues'), role('adopted', 'sns:ListTopics'), role('own', 'ce:GetCostAndUsage')],
  people: [],
  accounts: [account],
})
const { state } = compile(model, account, { now, awsManaged: {} })

/** The account when it was: groups by their path, all with mary in them. */
const stateWith = (paths: Readonly<Record<string, string>>): AccountState => ({
  ...state,
  groups: Object.entries(paths).map(([name, path]) => ({
    name,
    path,
    arn: arn('group', `${path.slice(1)}${name}`),
    attachedPolicies: [],
    inlinePolicies: [],
  })),
  users: [
    {
      name: 'mary',
      path: '/',
      arn: arn('user', 'mary'),
      groups: Object.keys(paths),
      attachedPolicies: [],
      inlinePolicies: [],
      tags: {},
    },
  ],
})

async function pastOf(stored: readonly unknown[]) {
  const entries = stored.map((_, index): AuditEntry => ({
    version: 1,
    id: String(index),
    at: `2026-11-0${index + 1}T00:00:00.000Z`,
    by: { arn: arn('user', 'ana') },
    kind: 'applied',
    prev: [],
    hash: String(index),
    data: { state: String(index) },
  }))
  const history = {
    account: 'main',
    entries,
    verification: { ok: true, heads: [], problems: [] },
    stateOf: (hash: string) => Promise.resolve(stored[Number(hash)]),
  }
  return readPast({ model, states: [{ account, state }], history, now })
}

describe('the past of an account', () => {
  it('has the groups of the model wherever they lay: imported, adopted before and after they were moved, and its own', async () => {
    const own = '/rolewright/test/'
    const { states, gaps } = await pastOf([
      stateWith({ Adopted: '/old/', Imported: '/old/', Stranger: '/old/', Own: own }),
      stateWith({ Adopted: own, Imported: '/old/', Stranger: '/', Own: own }),
    ])
    expect(gaps).toEqual([])
    expect(states.map(({ groups, users }) => [[...groups.keys()], users.get('mary')])).toEqual([
      [
        ['Adopted', 'Imported', 'Own'],
        ['Adopted', 'Imported', 'Own'],
      ],
      [
        ['Adopted', 'Imported', 'Own'],
        ['Adopted', 'Imported', 'Own'],
      ],
    ])
  })

  it('has a gap where a state is missing, or is none', async () => {
    const { states, gaps } = await pastOf([undefined, { groups: [{}], policies: [], users: [] }, 'text'])
    expect(states).toEqual([])
    expect(gaps.map(({ kind }) => kind)).toEqual(['missing', 'unreadable', 'unreadable'])
  })
})
