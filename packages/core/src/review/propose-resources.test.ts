import { describe, expect, it } from 'vitest'
import type { AuditEntry, JsonValue } from '../audit/audit-entry.ts'
import { definePolicy } from '../define/define-policy.ts'
import { allow } from '../define/statement.ts'
import { accountId, company, daysAgo, event, find, now, role, trail, usageOf } from './company.testing.ts'
import { heldDecisions } from './held-decisions.ts'
import { placeKey } from './observed-since.ts'
import { reviewState, type ReviewOptions } from './review-state.ts'
import type { TrailEvent } from './trail-event.ts'

const secret = (name: string): string => `arn:aws:secretsmanager:us-east-1:${accountId}:secret:${name}-AbCdEf`
const put = (name: string, more: Partial<TrailEvent> = {}): TrailEvent =>
  event('mary', 'secretsmanager', 'PutSecretValue', { resources: [secret(name)], ...more })

/** What the resources of one statement would become. */
function narrowed(
  actions: readonly string[],
  events: readonly TrailEvent[],
  given: { readonly resources?: readonly string[]; readonly options?: Partial<ReviewOptions> } = {},
): readonly unknown[] {
  const policy = definePolicy({
    name: 'Secrets',
    statements: [allow({ actions, resources: given.resources ?? ['*'] })],
  })
  const keeper = role({ id: 'keeper', tasks: { keep: [policy] } })
  const { state } = company([keeper], { mary: [keeper] })
  const use = Object.fromEntries(actions.map((action) => [action.split(':')[0] ?? '', daysAgo(3)]))
  const usage = usageOf(state, { Secrets: use, Keeper: use })
  const options = { now, windowDays: 90, trail: { ...trail(...events), from: daysAgo(100) }, ...given.options }
  return find(reviewState(state, usage, options).proposals, 'narrow-resources').map(({ after }) => after.Resource)
}

const one = 'secretsmanager:PutSecretValue'

describe('resources', () => {
  it('become what was touched within the window', () => {
    expect(narrowed([one], [put('bills'), put('orders'), put('old', { at: daysAgo(95) })])).toEqual([
      [secret('bills'), secret('orders')],
    ])
    expect(narrowed([one], [put('edge', { at: daysAgo(90) })])).toEqual([secret('edge')])
  })

  it('leave what the statement does not speak of to other statements', () => {
    const pattern = `arn:aws:secretsmanager:us-east-1:${accountId}:secret:bills*`
    expect(narrowed([one], [put('bills'), put('orders')], { resources: [pattern] })).toEqual([[secret('bills')]])
    expect(narrowed([one], [put('bills')], { resources: [secret('bills'), pattern] })).toEqual([[secret('bills')]])
  })

  it('stay where nothing of them was touched, or more than anybody would write down', () => {
    expect(narrowed([one], [])).toEqual([])
    const many = Array.from({ length: 21 }, (_, at) => put(`secret${at}`))
    expect(narrowed([one], many)).toEqual([])
    expect(narrowed([one], many.slice(1))).toHaveLength(1)
  })

  it('stay where somebody has kept them, whatever was touched since', () => {
    const kept = (more: Readonly<Record<string, JsonValue>>): AuditEntry => ({
      version: 1,
      id: '',
      at: daysAgo(80),
      by: { arn: 'arn:aws:iam::111122223333:user/olga' },
      kind: 'decision',
      prev: [],
      hash: '',
      data: {
        proposal: 'feedfeedfeedfeed',
        decision: 'keep',
        reason: 'new secrets each year',
        until: '2027-01-31',
        kind: 'narrow-resources',
        policy: `arn:aws:iam::${accountId}:policy/rolewright/example/Secrets`,
        lost: { Sid: 'Then', Effect: 'Allow', Action: [one], NotResource: [secret('bills')] },
        removed: ['*'],
        ...more,
      },
    })
    const found = (more: Readonly<Record<string, JsonValue>>, at = now) =>
      narrowed([one], [put('orders')], { options: { held: heldDecisions([kept(more)], at) } })
    expect(found({})).toEqual([])
    expect(found({}, '2027-02-01')).toEqual([secret('orders')])
    expect(found({ decision: 'accept' })).toEqual([secret('orders')])
    const other = { Effect: 'Allow', Action: 'secretsmanager:UpdateSecret', NotResource: secret('bills') }
    expect(found({ lost: other })).toEqual([secret('orders')])
    expect(found({ policy: `arn:aws:iam::${accountId}:policy/rolewright/example/Other` })).toEqual([secret('orders')])
  })

  it.each([
    ['a pattern, to which AWS may add', ['secretsmanager:PutSecretV*', 'secretsmanager:UpdateSecret']],
    ['an action that no catalogue knows', [one, 'secretsmanager:NotYetKnown']],
    ['an action that leaves data events only', [one, 's3:GetObject']],
    ['an action that acts on no resource', [one, 'secretsmanager:ListSecrets']],
  ])('stay where the statement has %s', (_, actions) => {
    const update = event('mary', 'secretsmanager', 'UpdateSecret', { resources: [secret('bills')] })
    expect(narrowed([one, 'secretsmanager:UpdateSecret'], [put('bills'), update])).toHaveLength(1)
    expect(narrowed(actions, [put('bills'), update])).toEqual([])
  })

  it('stay where an event names something else than the action acts on', () => {
    const analyzer = `arn:aws:access-analyzer:us-east-1:${accountId}:analyzer/a`
    const tag = (resource: string) => event('mary', 'access-analyzer', 'TagResource', { resources: [resource] })
    expect(narrowed(['access-analyzer:TagResource'], [tag(analyzer)])).toEqual([analyzer])
    expect(narrowed(['access-analyzer:TagResource'], [tag(analyzer), tag('arn:aws:s3:::bills')])).toEqual([])
  })

  it('stay where the statement is younger than the window', () => {
    const arn = `arn:aws:iam::${accountId}:policy/rolewright/example/Secrets`
    const dates = { attached: { [placeKey('Keeper', arn)]: daysAgo(20) } }
    expect(narrowed([one], [put('bills')], { options: { dates } })).toEqual([])
  })

  it('of IAM are named with the path that CloudTrail leaves out, and stay where the account has no such entity', () => {
    const touch = (name: string) =>
      event('mary', 'iam', 'AddUserToGroup', { resources: [`arn:aws:iam::${accountId}:group/${name}`] })
    expect(narrowed(['iam:AddUserToGroup'], [touch('Keeper')])).toEqual([
      `arn:aws:iam::${accountId}:group/rolewright/example/Keeper`,
    ])
    expect(narrowed(['iam:AddUserToGroup'], [touch('Keeper'), touch('Gone')])).toEqual([])
  })
})
