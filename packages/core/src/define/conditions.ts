import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import type { Conditions } from '../policy/document.ts'
import { freeze } from './freeze.ts'

/**
 * Only from these addresses, as `203.0.113.0/24` or IPv6. A service that calls on the caller's behalf comes from elsewhere and is refused.
 *
 * @example
 * ```ts
 * allow({ actions: ['iam:*'], resources: ['*'], conditions: fromIpRange('203.0.113.0/24') })
 * ```
 */
export function fromIpRange(...ranges: readonly string[]): Conditions {
  needs(ranges.length > 0, '`fromIpRange` names no address')
  return freeze({ IpAddress: { 'aws:SourceIp': ranges } })
}

/**
 * Only within a time window; ISO dates, `from` inclusive, `until` exclusive.
 *
 * @example
 * ```ts
 * inTimeWindow({ from: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z' })
 * ```
 */
export function inTimeWindow(window: { readonly from?: string; readonly until?: string }): Conditions {
  needs(window.from !== undefined || window.until !== undefined, '`inTimeWindow` names neither `from` nor `until`')
  return freeze({
    ...(window.from === undefined ? {} : { DateGreaterThanEquals: { 'aws:CurrentTime': window.from } }),
    ...(window.until === undefined ? {} : { DateLessThan: { 'aws:CurrentTime': window.until } }),
  })
}

/**
 * Only in these subnets, for the EC2 actions that know one (`ec2:RunInstances` on a network interface). ARNs, which may hold wildcards.
 *
 * @example
 * ```ts
 * inSubnets('arn:aws:ec2:*:{{accountId}}:subnet/{{devSubnet}}')
 * ```
 */
export function inSubnets(...subnets: readonly string[]): Conditions {
  needs(subnets.length > 0, '`inSubnets` names no subnet')
  return freeze({ ArnLike: { 'ec2:Subnet': subnets } })
}

/**
 * Only when signed in with MFA. `Bool`, not `BoolIfExists`: plain access keys bring no such key and are refused.
 *
 * @example
 * ```ts
 * withMfa()
 * ```
 */
export function withMfa(): Conditions {
  return freeze({ Bool: { 'aws:MultiFactorAuthPresent': true } })
}

/**
 * Only on resources with these tags.
 *
 * @example
 * ```ts
 * onTagged({ environment: 'dev' })
 * ```
 */
export function onTagged(tags: Readonly<Record<string, string | readonly string[]>>): Conditions {
  return tagConditions('aws:ResourceTag', tags)
}

/**
 * Only in requests that set these tags.
 *
 * @example
 * ```ts
 * settingTags({ environment: 'dev' })
 * ```
 */
export function settingTags(tags: Readonly<Record<string, string | readonly string[]>>): Conditions {
  return tagConditions('aws:RequestTag', tags)
}

/**
 * All of several conditions. Two that name the same operator and key can't be joined, since IAM would read their values as alternatives:
 * that throws a `RolewrightError` with the code `conditions-collide`.
 *
 * @example
 * ```ts
 * allOf(withMfa(), fromIpRange('203.0.113.0/24'))
 * ```
 */
export function allOf(...conditions: readonly Conditions[]): Conditions {
  needs(conditions.length > 0, '`allOf` joins no conditions')
  const joined = new Map<string, Map<string, Conditions[string][string]>>()
  for (const [operator, keys] of conditions.flatMap((one) => Object.entries(one))) {
    const there = joined.get(operator) ?? new Map<string, Conditions[string][string]>()
    joined.set(operator, there)
    for (const [key, values] of Object.entries(keys)) {
      if ([...there.keys()].some((known) => known.toLowerCase() === key.toLowerCase())) {
        throw new RolewrightError({
          code: 'conditions-collide',
          message: `\`${operator}\` of \`${key}\` stands in two of the conditions`,
          hint: 'IAM would take either value; write one condition with the values that you mean',
        })
      }
      there.set(key, values)
    }
  }
  return freeze(Object.fromEntries([...joined].map(([operator, keys]) => [operator, Object.fromEntries(keys)])))
}

/** A condition of nothing holds always: a list that came out empty would open what it was to narrow. */
function needs(something: boolean, message: string): void {
  if (something) return
  throw new RolewrightError({
    code: 'condition-empty',
    message,
    hint: 'name at least one, or leave the condition out if everybody is meant',
  })
}

function tagConditions(prefix: string, tags: Readonly<Record<string, string | readonly string[]>>): Conditions {
  needs(Object.keys(tags).length > 0, 'no tag is named')
  return freeze({
    StringEquals: Object.fromEntries(Object.entries(tags).map(([tag, values]) => [`${prefix}/${tag}`, values])),
  })
}
