import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  allow,
  defineAccount,
  definePerson,
  definePolicy,
  defineRole,
  defineTask,
  mutuallyExclusive,
} from '../define/index.ts'
import type { ModelInput } from '../define/definitions.ts'
import type { Finding } from '../diagnostic/finding.ts'
import { defineModel } from './define-model.ts'
import { ModelError } from './model-error.ts'

const policy = definePolicy({
  name: 'ReadQueue',
  statements: [allow({ actions: ['sqs:ReceiveMessage'], resources: ['*'] })],
})
const task = defineTask({ id: 'read-queue', title: 'Read the queue', policies: [policy] })
const clerk = defineRole({ id: 'clerk', title: 'Clerk', owner: 'a@b.c', justification: 'reads', tasks: [task] })
const mary = definePerson({ id: 'mary', userName: 'mary', name: 'Mary', roles: [clerk] })
const dev = defineAccount({ id: 'dev', accountId: '111122223333' })
const input: ModelInput = { id: 'test', roles: [clerk], people: [mary], accounts: [dev] }

function findingsOf(given: ModelInput): readonly Finding[] {
  try {
    defineModel(given)
  } catch (error) {
    if (error instanceof ModelError) return error.findings
    throw error
  }
  return []
}

describe('defineModel', () => {
  it('gives frozen data with every task and policy once', () => {
    const manager = defineRole({ ...clerk, id: 'manager' })
    const model = defineModel({ ...input, roles: [clerk, manager] })
    expect(model.tasks).toEqual([task])
    expect(model.policies).toEqual([policy])
    expect(Object.isFrozen(model.roles[0]?.tasks)).toBe(true)
  })

  it('leaves a zod schema as it is', () => {
    const parameters = z.object({ bucket: z.string() })
    const model = defineModel({ ...input, accounts: [{ ...dev, parameters: { bucket: 'b' } }], parameters })
    expect(Object.isFrozen(parameters)).toBe(false)
    expect(model.parameters).toBe(parameters)
  })

  it('refuses two policies of one name, whatever their case', () => {
    const other = definePolicy({
      name: 'readqueue',
      statements: [allow({ actions: ['sqs:SendMessage'], resources: ['*'] })],
    })
    const send = defineTask({ id: 'send', title: 'Send', policies: [other] })
    const sender = defineRole({ ...clerk, id: 'sender', tasks: [send] })
    expect(findingsOf({ ...input, roles: [clerk, sender] })).toEqual([
      {
        code: 'RW-DUPLICATE-POLICY',
        severity: 'error',
        message:
          'two policies are named `readqueue`: one in role clerk > task read-queue > policy ReadQueue, another here',
        path: 'role sender > task send > policy readqueue',
        hint: 'import the one definition in both places, or give one of them another name',
      },
    ])
  })

  it('refuses a person with a role that the model does not have, and suggests the nearest', () => {
    const stray = defineRole({ ...clerk, id: 'clerc' })
    expect(findingsOf({ ...input, people: [{ ...mary, roles: [stray] }] })).toEqual([
      {
        code: 'RW-UNKNOWN-ROLE',
        severity: 'error',
        message: 'the role `clerc` is not in the model',
        path: 'person mary.roles[0]',
        hint: "did you mean `clerk`? Otherwise add it to the model's `roles`",
      },
    ])
  })

  it('says that two files import each other where a role is undefined', () => {
    const people: ModelInput['people'] = JSON.parse(
      '[{"kind":"person","id":"m","userName":"m","name":"M","roles":[null]}]',
    )
    const [finding] = findingsOf({ ...input, people })
    expect(finding).toMatchObject({
      code: 'RW-SHAPE',
      path: 'person m.roles[0]',
      message: 'a role is expected, but this is `null`',
    })
  })

  it("takes what the schema of the parameters makes of an account's", () => {
    const parameters = z.object({ bucket: z.string().toLowerCase(), region: z.string().default('eu-west-1') })
    const model = defineModel({ ...input, accounts: [{ ...dev, parameters: { bucket: 'DATA', more: 1 } }], parameters })
    expect(model.accounts[0]?.parameters).toEqual({ bucket: 'data', region: 'eu-west-1', more: 1 })
  })

  it('refuses parameters that the schema of the model refuses', () => {
    const parameters = z.strictObject({ bucket: z.string() })
    expect(findingsOf({ ...input, parameters })).toMatchObject([
      { code: 'RW-PARAMETERS', path: 'account dev.parameters.bucket' },
    ])
  })

  it('finds every problem, not only the first', () => {
    const found = findingsOf({
      ...input,
      people: [mary, { ...mary, userName: 'Mary', accounts: ['prd'] }],
      accounts: [dev, { ...dev, id: 'prod' }],
      rules: [mutuallyExclusive(clerk, { ...clerk, id: 'other' })],
    })
    expect(found.map((finding) => finding.code).toSorted()).toEqual([
      'RW-DUPLICATE-ACCOUNT',
      'RW-DUPLICATE-PERSON',
      'RW-DUPLICATE-USER',
      'RW-UNKNOWN-ACCOUNT',
      'RW-UNKNOWN-ROLE',
    ])
  })

  it('tells a hole that a comma too many leaves in a list', () => {
    const hole: never[] = Array.from<never>({ length: 0 })
    hole.length = 1
    for (const list of ['roles', 'people', 'accounts'] as const)
      expect(findingsOf({ ...input, [list]: [...input[list], ...hole] })[0]).toMatchObject({ code: 'RW-SHAPE' })
    const [first] = input.roles
    if (first === undefined) throw new Error('there is a role')
    expect(findingsOf({ ...input, roles: [{ ...first, tasks: hole }] })[0]).toMatchObject({ code: 'RW-SHAPE' })
    expect(findingsOf({ ...input, roles: hole })[0]).toMatchObject({ code: 'RW-SHAPE' })
  })

  it('never answers strange input with anything but its findings', () => {
    for (const strange of [
      undefined,
      null,
      1,
      'x',
      [],
      {},
      { roles: 1 },
      { roles: [undefined], people: {}, accounts: [[]] },
    ]) {
      const given: ModelInput = JSON.parse(JSON.stringify(strange) ?? 'null')
      expect(() => defineModel(given)).toThrow(ModelError)
    }
  })
})
