import { describe, expect, it } from 'vitest'
import {
  allow,
  awsManaged,
  defineAccount,
  definePerson,
  definePolicy,
  defineRole,
  defineTask,
} from '../define/index.ts'
import type { AccountDefinition, PolicyDefinition } from '../define/definitions.ts'
import { defineModel } from '../model/define-model.ts'
import { ModelError } from '../model/model-error.ts'
import { diff } from '../plan/diff.ts'
import { compile } from './compile.ts'

const buckets = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `arn:aws:s3:::bucket-${1000 + index}/*`)
const policy = (name: string, count = 1): PolicyDefinition =>
  definePolicy({ name, statements: [allow({ actions: ['s3:GetObject'], resources: buckets(count) })] })

const base = 'arn:aws:iam::111122223333'

function compiled(policies: readonly PolicyDefinition[], lists: Partial<AccountDefinition>) {
  const work = defineTask({ id: 'work', title: 'Work', policies })
  const clerk = defineRole({ id: 'clerk', title: 'Clerk', owner: 'o', justification: 'j', tasks: [work] })
  const account = defineAccount({ id: 'dev', accountId: '111122223333', ...lists })
  const model = defineModel({ id: 'test', roles: [clerk], people: [], accounts: [account] })
  return compile(model, account, { now: new Date('2026-06-01'), awsManaged: {} })
}

function findings(lists: Partial<AccountDefinition>): unknown {
  try {
    return compiled([policy('Read')], lists)
  } catch (error) {
    return error instanceof ModelError ? error.findings : error
  }
}

it('writes every ARN in the partition of the account, AWS’s own policies too', () => {
  const readOnly = 'arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess'
  const work = defineTask({ id: 'work', title: 'Work', policies: [policy('Read'), awsManaged('ReadOnlyAccess')] })
  const clerk = defineRole({
    id: 'clerk',
    title: 'Clerk',
    owner: 'o',
    justification: 'j',
    activation: 'after first sign-in',
    tasks: [work],
  })
  const ana = definePerson({ id: 'ana', userName: 'ana', name: 'Ana', roles: [clerk] })
  const gov = defineAccount({ id: 'gov', accountId: '111122223333', partition: 'aws-us-gov' })
  const dev = defineAccount({ id: 'dev', accountId: '444455556666' })
  const model = defineModel({ id: 'test', roles: [clerk], people: [ana], accounts: [gov, dev] })
  const document = { Version: '2012-10-17', Statement: [] } as const
  const pins = { [readOnly]: { versionId: 'v7', document } }
  const { state } = compile(model, gov, { now: new Date('2026-06-01'), awsManaged: pins })
  const text = JSON.stringify(state)
  expect(text).not.toContain('arn:aws:iam')
  expect(state.groups.find(({ name }) => name === 'Clerk')?.attachedPolicies).toContain(readOnly)
  expect(state.policies.find(({ arn }) => arn === readOnly)?.defaultVersionId).toBe('v7')
  const plan = diff({ accountId: '111122223333', groups: [], policies: [], users: [], roles: [] }, state)
  expect(JSON.stringify([plan.calls, plan.policy])).not.toContain('arn:aws:')
  expect(() => compile(model, dev, { now: new Date('2026-06-01'), awsManaged: pins })).toThrow(ModelError)
})

describe('what an account names outside the path', () => {
  it('is compiled where it stands: policies always, groups until they are adopted', () => {
    const read = `${base}:policy/old/Read`
    const foreign = compiled([policy('Read'), policy('Write')], { foreign: [read, `${base}:group/team/Clerk`] })
    expect(foreign.state.groups).toEqual([
      {
        name: 'Clerk',
        path: '/team/',
        arn: `${base}:group/team/Clerk`,
        attachedPolicies: [read, `${base}:policy/rolewright/test/Write`],
        inlinePolicies: [],
      },
    ])
    expect(foreign.state.policies.map(({ path, arn }) => [path, arn])).toEqual([
      ['/old/', read],
      ['/rolewright/test/', `${base}:policy/rolewright/test/Write`],
    ])
    expect(foreign.sources.statements.map(({ policyArn }) => policyArn)).toContain(read)
    expect(foreign.state.ownership?.foreign).toEqual([`${base}:group/team/Clerk`, read])
    const adopted = compiled([policy('Read')], { adopted: [read, `${base}:group/team/Clerk`] })
    expect(adopted.state.groups[0]?.arn).toBe(`${base}:group/rolewright/test/Clerk`)
    expect(adopted.state.policies[0]?.arn).toBe(read)
  })

  it('is never split, joined or held to quotas that it passed already', () => {
    const many = Array.from({ length: 12 }, (_, index) => policy(`P${index}`, index === 0 ? 400 : 1))
    const foreign = [...many.map(({ name }) => `${base}:policy/${name}`), `${base}:group/Clerk`]
    expect(compiled(many, { foreign }).state.policies.map(({ name }) => name)).toEqual(
      many.map(({ name }) => name).toSorted(),
    )
    expect(compiled(many, {}).state.policies).toHaveLength(10)
  })

  it('must be of that account, and one of a name', () => {
    expect(findings({ foreign: ['arn:aws:iam::444455556666:group/Clerk'] })).toEqual([
      {
        code: 'RW-FOREIGN-ARN',
        severity: 'error',
        message: '`arn:aws:iam::444455556666:group/Clerk` is not of the account `111122223333`',
        path: 'account dev.foreign',
        hint: 'name what is foreign or adopted in the account that it lies in',
      },
    ])
    expect(findings({ partition: 'aws-cn', foreign: [`${base}:group/Clerk`] })).toMatchObject([
      {
        code: 'RW-FOREIGN-ARN',
        message:
          '`arn:aws:iam::111122223333:group/Clerk` is not of the account `111122223333`, which is in the partition `aws-cn`',
      },
    ])
    expect(findings({ partition: 'gov' })).toMatchObject([
      { code: 'RW-SHAPE', path: 'account dev.partition', message: expect.stringContaining('a partition of AWS') },
    ])
    expect(findings({ foreign: [`${base}:policy/a/Read`], adopted: [`${base}:policy/b/read`] })).toMatchObject([
      { code: 'RW-FOREIGN-ARN', path: 'account dev.adopted' },
    ])
    expect(findings({ adopted: [`${base}:user/ana`] })).toMatchObject([
      { code: 'RW-SHAPE', path: 'account dev.adopted[0]' },
    ])
  })
})
