import { describe, expect, it } from 'vitest'
import { accountState, groupState, policyState, userState } from '../plan/states.testing.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { decider } from './decide.ts'
import { explain } from './explain.ts'
import { principalsOf } from './principal.ts'

const allow = (actions: readonly string[], resource = '*'): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }],
})
const guard: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      NotAction: ['iam:EnableMFADevice'],
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    },
  ],
}
const data = policyState('Data', allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::data/*'))
const queue = policyState('Queue', allow(['sqs:SendMessage']))
const mfa = policyState('Mfa', guard)
const bound = policyState('Bound', allow(['s3:GetObject']))
const state = accountState({
  policies: [data, queue, mfa, bound],
  groups: [
    groupState('Readers', [data.arn]),
    groupState('Senders', [queue.arn, mfa.arn, 'arn:aws:iam::aws:policy/Gone']),
  ],
  users: [
    userState('ada', ['Readers', 'Senders']),
    { ...userState('bob', ['Readers']), permissionsBoundary: bound.arn },
    { ...userState('eve'), inlinePolicies: [{ name: 'own', document: allow(['s3:*']) }] },
  ],
})
const key = 'arn:aws:s3:::data/key'

describe('decider', () => {
  const ask = decider(state, {
    groups: {},
    statements: [
      {
        policyArn: data.arn,
        policyName: 'Data',
        statement: 0,
        definitions: [{ policy: 'Data', statement: 0 }],
        tasks: ['read'],
        roles: ['reader'],
      },
    ],
  })

  it('says who may, groups first, through boundaries and guards', () => {
    const names = (action: string, context = {}): readonly string[] =>
      ask.whoCan({ action, resource: key, context }).map(({ principal }) => principal.name)
    expect(names('s3:GetObject', { 'aws:MultiFactorAuthPresent': 'true' })).toEqual(['Readers', 'ada', 'bob', 'eve'])
    expect(names('s3:PutObject', { 'aws:MultiFactorAuthPresent': 'true' })).toEqual(['Readers', 'ada', 'eve'])
    expect(names('s3:PutObject')).toEqual(['Readers', 'eve'])
  })

  it('says of each what it says of all', () => {
    const principals = principalsOf(state)
    for (const action of ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage', 'iam:EnableMFADevice'])
      for (const context of [{}, { 'aws:MultiFactorAuthPresent': 'true' }]) {
        const request = { action, resource: key, context }
        const each = principals.map((principal) => ask.can(principal, request))
        expect(ask.whoCan(request)).toEqual(each.filter((one) => one?.decision.effect === 'allow'))
      }
  })

  it('names the policy, who holds it, and where it was written', () => {
    const answer = ask.can({ kind: 'user', name: 'bob' }, { action: 's3:GetObject', resource: key })
    expect(answer?.because[0]).toMatchObject({
      held: { policyName: 'Data', holder: 'Readers' },
      source: { roles: ['reader'] },
    })
    expect(ask.can({ kind: 'user', name: 'nobody' }, { action: 's3:GetObject', resource: key })).toBeUndefined()
  })
})

describe('decider, on some resource or under some condition', () => {
  const ask = decider(state)

  it('misses nobody who may somewhere, through guards and boundaries', () => {
    expect(ask.whoCan({ action: 's3:PutObject', resource: '*' }).map(({ principal }) => principal.name)).toEqual([
      'eve',
    ])
    const names = (action: string, resource?: string): readonly string[] =>
      ask.whoCould({ action, ...(resource === undefined ? {} : { resource }) }).map(({ principal }) => principal.name)
    expect(names('s3:PutObject')).toEqual(['Readers', 'ada', 'eve'])
    expect(names('s3:PutObject', 'arn:aws:s3:::logs/*')).toEqual(['eve'])
    expect(names('sqs:SendMessage')).toEqual(['Senders', 'ada'])
  })

  it('shows a request that is allowed, with its reason', () => {
    const possibility = ask.could({ kind: 'user', name: 'ada' }, { action: 's3:PutObject' })
    expect(possibility?.examples).toMatchObject([
      {
        request: { action: 's3:PutObject', context: { 'aws:MultiFactorAuthPresent': 'true' } },
        because: [{ held: { policyName: 'Data', holder: 'Readers' } }],
      },
    ])
    expect(ask.could({ kind: 'user', name: 'bob' }, { action: 's3:PutObject' })).toBeUndefined()
  })
})

describe('decider and a boundary', () => {
  it('names the boundary where that is what denies', () => {
    const closed = policyState('Closed', {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: 's3:*', Resource: '*' },
      ],
    })
    const bounded = { ...userState('ida', ['Readers']), permissionsBoundary: closed.arn }
    const ask = decider(accountState({ ...state, policies: [...state.policies, closed], users: [bounded] }))
    const answer = ask.can({ kind: 'user', name: 'ida' }, { action: 's3:GetObject', resource: key })
    expect(answer).toMatchObject({
      decision: { effect: 'explicit-deny' },
      because: [{ held: { policyName: 'Closed' } }],
    })
  })
})

describe('explain', () => {
  const of = (name: string): ReturnType<typeof explain> => {
    const principal = principalsOf(state).find((one) => one.name === name)
    if (principal === undefined) throw new Error(name)
    return explain(principal)
  }

  it('sums up by service and access level', () => {
    const services = of('ada').services.map(({ prefix, levels }) => [
      prefix,
      levels.map(({ level, actions }) => [level, actions]),
    ])
    expect(services).toEqual([
      [
        's3',
        [
          ['Read', ['s3:GetObject']],
          ['Write', ['s3:PutObject']],
        ],
      ],
      ['sqs', [['Write', ['sqs:SendMessage']]]],
    ])
  })

  it('counts what a boundary lets through, and no more', () => {
    expect(of('bob').services.map(({ levels }) => levels.flatMap(({ actions }) => actions))).toEqual([['s3:GetObject']])
  })

  it('takes away what is denied everywhere, by whichever form', () => {
    const only: PolicyDocument = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['s3:GetObject', 'sqs:SendMessage'], Resource: '*' },
        { Effect: 'Deny', NotAction: 's3:*', Resource: '*' },
      ],
    }
    const closed = accountState({ users: [{ ...userState('zoe'), inlinePolicies: [{ name: 'own', document: only }] }] })
    const [zoe] = principalsOf(closed)
    expect(zoe === undefined ? [] : explain(zoe).services.map(({ prefix }) => prefix)).toEqual(['s3'])
  })

  it('shows a guard apart, and what it could not see', () => {
    expect(of('ada').guards.map(({ held }) => held.policyName)).toEqual(['Mfa'])
    expect(of('ada').notSeen).toContain('the document of arn:aws:iam::aws:policy/Gone')
    expect(of('eve').services[0]?.allows[0]?.held).toMatchObject({ policyArn: null, policyName: 'own', holder: 'eve' })
  })
})
