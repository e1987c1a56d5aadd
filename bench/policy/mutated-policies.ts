import {
  type Conditions,
  parsePolicy,
  type PolicyDocument,
  type Request,
  type Statement,
} from '@rolewright/core/policy'
import { random } from '../model/random.ts'
import { latestManagedPolicies } from './latest-managed-policies.ts'

/** A made-up policy, a relative of it, and requests that the two have something to say about. */
export interface Mutated {
  readonly before: PolicyDocument
  readonly after: PolicyDocument
  readonly requests: readonly Request[]
}

const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : isList(value) ? value : [value]

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}
const actionsOf = (statement: Statement): readonly string[] => list(statement.Action ?? statement.NotAction)
const resourcesOf = (statement: Statement): readonly string[] => list(statement.Resource ?? statement.NotResource)

const pool: readonly Statement[] = latestManagedPolicies()
  .filter(({ text }) => text.length < 3000)
  .flatMap(({ text }) => [parsePolicy(text).Statement].flat())
const real: readonly Conditions[] = pool.flatMap(({ Condition }) => (Condition === undefined ? [] : [Condition]))

/** What AWS's own policies seldom hold: negations, sets, defaults, ranges that meet, and conditions that exclude each other. */
const rare: readonly Conditions[] = [
  { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } },
  { 'ForAllValues:StringLike': { 'aws:TagKeys': ['a*', 'team'] } },
  { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['x'] } },
  { NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/9', '10.128.0.0/9', '2001:db8::/33'] } },
  { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] } },
  { DateLessThan: { 'aws:CurrentTime': '2026-12-01T00:00:00Z' }, DateGreaterThan: { 'aws:CurrentTime': '2026-12-01' } },
  { NumericLessThanEquals: { 'aws:MultiFactorAuthAge': '3600' }, Null: { 'aws:MultiFactorAuthAge': 'true' } },
  { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
  { ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/admin', 'arn:aws:iam::*:role/aws-service-role/*'] } },
  { StringEquals: { 'aws:PrincipalTag/team': "${aws:ResourceTag/team, 'none'}" } },
  { StringLikeIfExists: { 'aws:username': 'm*' }, StringNotEquals: { 'aws:username': ['mary', 'mo'] } },
]

/** Statements of AWS's own policies, taken apart and put together otherwise: the same one for the same seed. */
export function mutated(seed: number): Mutated {
  const { number, chance, pick, some } = random(seed * 7919 + 13)
  const cut = (text: string): number => text.indexOf(':') + 1 + number(Math.max(1, text.length - text.indexOf(':') - 1))
  const action = (text: string): string => {
    if (text === '*' || chance(0.5)) return text
    const at = cut(text)
    return pick([`${text}*`, `${text.slice(0, at)}*`, `${text.slice(0, at)}?${text.slice(at + 1)}`, text.toLowerCase()])
  }
  const resource = (text: string): string => {
    if (text === '*' || chance(0.6)) return text
    const region = text
      .split(':')
      .with(3, pick(['*', 'eu-*', '']))
      .join(':')
    return pick([`${text}*`, text.replace(/[^:*]*$/, '${aws:username}'), region, text.replace(/[^:]*$/, '*$&')])
  }
  const conditions = (): Conditions => ({ ...pick(chance(0.6) ? rare : real), ...(chance(0.3) ? pick(rare) : {}) })
  const service = pick(actionsOf(pick(pool))).split(':')[0] ?? ''
  const near = pool.filter((one) => actionsOf(one).some((text) => text.startsWith(`${service}:`)))
  const statement = (): Statement => {
    const like = pick(near.length > 0 && chance(0.8) ? near : pool)
    return {
      Effect: chance(0.25) ? 'Deny' : 'Allow',
      [chance(0.12) ? 'NotAction' : 'Action']: [...new Set(some(actionsOf(like), 6).map(action))],
      [chance(0.12) ? 'NotResource' : 'Resource']: [...new Set(some(resourcesOf(like), 4).map(resource))],
      ...(chance(0.4) ? { Condition: conditions() } : {}),
    }
  }
  const changed = ({ Effect, Condition, ...rest }: Statement): Statement =>
    pick<() => Statement>([
      () => ({
        ...rest,
        Effect: Effect === 'Allow' ? 'Deny' : 'Allow',
        ...(Condition === undefined ? {} : { Condition }),
      }),
      () => ({ ...rest, Effect }),
      () => ({ ...rest, Effect, Condition: conditions() }),
      statement,
      () => ({ ...rest, Effect, ...(rest.Action === undefined ? {} : { Action: list(rest.Action).map(action) }) }),
      () => ({
        ...rest,
        Effect,
        ...(rest.Resource === undefined ? {} : { Resource: list(rest.Resource).map(resource) }),
      }),
    ])()
  const own = Array.from({ length: 1 + number(3) }, statement)
  const statements = [...own, ...Array.from({ length: number(3) }, () => changed(pick(own)))]
  const before: PolicyDocument = { Version: chance(0.9) ? '2012-10-17' : '2008-10-17', Statement: statements }
  const at = number(statements.length)
  const others = statements.with(at, changed(pick(statements)))

  const fill = (text: string): string =>
    text
      .replaceAll(/\$\{[^}]*\}/g, 'mary')
      .replaceAll(/[*?]/g, (wild) =>
        wild === '?' ? pick(['a', '/', ':']) : pick(['', 'x', 'a/b', 'mary', 'x:y', 'eu-west-1']),
      )
  const value = (text: string): string =>
    pick([
      fill(text),
      fill(text),
      'other',
      '10.0.0.1',
      '10.200.0.1',
      '2001:db8::1',
      '2026-11-01',
      'true',
      'false',
      '60',
    ])
  const all = [...statements, ...others]
  const requests = Array.from({ length: 40 }, (): Request => {
    const one = pick(all)
    const named = fill(pick(actionsOf(one)))
    const context: Record<string, string | string[]> = chance(0.6) ? { 'aws:username': pick(['mary', 'm*']) } : {}
    for (const keys of all.flatMap(({ Condition }) => Object.values(Condition ?? {})))
      for (const [key, values] of Object.entries(keys)) {
        const text = String(pick(list(values)))
        if (chance(0.5)) context[key] = value(text)
        else if (chance(0.3)) context[key] = [value(text), value(text)]
      }
    const place = fill(pick(resourcesOf(chance(0.7) ? one : pick(all))))
    return { action: named.includes(':') ? named : `${service}:Anything`, resource: place, context }
  })
  return { before, after: { ...before, Statement: others }, requests }
}
