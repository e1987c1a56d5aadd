import {
  actionOfNumber,
  type ConditionKey,
  findConditionKey,
  findService,
  globalConditionKeys,
} from '../../catalog/catalog.ts'
import { nearest } from '../../diagnostic/nearest.ts'
import { numbersMatching } from '../match/action-patterns.ts'
import { shorten } from '../parse/shorten.ts'
import { operatorFits, wantedOperators } from './operator-fits.ts'
import type { ConditionEntry, LintContext, StatementView } from './statement-view.ts'

const longestKey = 256
const remembered = 5000
const known = new Map<string, ConditionKey | undefined>()

/** {@link findConditionKey}, remembered. */
export function knownKey(lowerKey: string): ConditionKey | undefined {
  if (known.has(lowerKey)) return known.get(lowerKey)
  if (lowerKey.length > longestKey) return undefined
  if (known.size >= remembered) known.clear()
  const found = findConditionKey(lowerKey) ?? taggedKey(lowerKey)
  known.set(lowerKey, found)
  return found
}

/** Some services are documented with `service:ResourceTag/tag-key`, where `tag-key` stands for any tag. */
function taggedKey(lowerKey: string): ConditionKey | undefined {
  const slash = lowerKey.indexOf('/')
  return slash < 0 ? undefined : findConditionKey(`${lowerKey.slice(0, slash)}/tag-key`)
}

/** Whether the keys of a condition exist, are compared as their type wants, and are carried by the actions. */
export function checkConditionKeys(statement: StatementView, context: LintContext): void {
  const seen = new Set<string>()
  for (const entry of statement.conditions) {
    const { operator, lowerKey, key, place } = entry
    const id = `${operator}\n${lowerKey}`
    if (seen.has(id)) {
      const message = `the key ${shorten(key)} stands twice under ${shorten(operator)}, in different case`
      context.report('DUPLICATE_KEYS_WITH_DIFFERENT_CASE', place, message, { onKey: true })
    }
    seen.add(id)
    if (checkName(entry, context)) checkUse(entry, statement, context)
  }
  checkPairs(statement, context)
}

/** Reports a key that does not exist; gives whether it is one that the catalogue knows. */
function checkName({ key, lowerKey, place }: ConditionEntry, { report }: LintContext): boolean {
  const colon = lowerKey.indexOf(':')
  if (colon <= 0 || colon === lowerKey.length - 1) {
    report('INVALID_CONDITION_KEY_FORMAT', place, `${shorten(key)} is not of the form \`service:key\``, { onKey: true })
    return false
  }
  const prefix = lowerKey.slice(0, colon)
  if (prefix === 'aws') return checkGlobal({ key, lowerKey, place }, { report })
  // Keys of identity providers begin with a domain, and which there are is up to the provider.
  if (prefix.includes('.')) return false
  if (knownKey(lowerKey) !== undefined) return true
  const service = findService(prefix)
  const candidates = service?.conditionKeys.map((one) => one.key) ?? []
  const meant = nearest(key.slice(0, longestKey), candidates)
  const message =
    service === undefined
      ? `there is no service with condition keys of the prefix ${shorten(prefix)}`
      : `\`${service.prefix}\` has no condition key ${shorten(key)}`
  report('INVALID_SERVICE_CONDITION_KEY', place, message, {
    ...(meant === undefined ? {} : { hint: `did you mean \`${meant}\`?` }),
    onKey: true,
  })
  return false
}

function checkGlobal(
  { key, lowerKey, place }: Pick<ConditionEntry, 'key' | 'lowerKey' | 'place'>,
  { report }: Pick<LintContext, 'report'>,
): boolean {
  if (lowerKey === 'aws:arn') {
    report('UNSUPPORTED_GLOBAL_CONDITION_KEY', place, `the key ${shorten(key)} is not supported`, { onKey: true })
    return false
  }
  if (/^aws:(?:resource|request|principal)tag\/?$/.test(lowerKey)) {
    report('MISSING_TAG_KEY_IN_CONDITION', place, `the key ${shorten(key)} names no tag`, { onKey: true })
    return false
  }
  if (knownKey(lowerKey) !== undefined) return true
  const meant = nearest(
    key.slice(0, longestKey),
    globalConditionKeys().map((one) => one.key),
  )
  const hint = meant === undefined ? {} : { hint: `did you mean \`${meant}\`?` }
  report('INVALID_GLOBAL_CONDITION_KEY', place, `there is no global condition key ${shorten(key)}`, {
    ...hint,
    onKey: true,
  })
  return false
}

function checkUse(entry: ConditionEntry, statement: StatementView, { report }: LintContext): void {
  const { parsed, key, place, operator } = entry
  const found = knownKey(entry.lowerKey)
  if (parsed === undefined || found === undefined) return
  const isMany = found.type.startsWith('ArrayOf')
  if (isMany && parsed.set === undefined && parsed.comparison !== 'null') {
    report('MISSING_QUALIFIER', place, `${shorten(key)} has several values, but ${shorten(operator)} compares one`, {
      onKey: true,
    })
  }
  if (!isMany && parsed.set === 'all' && statement.effect === 'Allow' && parsed.comparison !== 'null') {
    const message = `${shorten(key)} has a single value, and \`ForAllValues\` holds when it is absent`
    report('FORALLVALUES_WITH_SINGLE_VALUED_KEY', place, message, { onKey: true })
  }
  if (parsed.comparison === 'null' && parsed.set !== undefined) {
    report('NULL_WITH_QUALIFIER', place, `${shorten(operator)} always gives the same answer`, { onKey: true })
  }
  if (!operatorFits(parsed.comparison, found.type)) {
    const message = `${shorten(operator)} does not compare what ${shorten(key)} holds`
    report('TYPE_MISMATCH', place, message, { hint: `use ${wantedOperators(found.type)}`, onKey: true })
  }
  if (neverCarried(entry, found, statement)) {
    const message = `none of the actions of the statement carries the key ${shorten(key)}`
    report('UNSUPPORTED_ACTION_FOR_CONDITION_KEY', place, message, { onKey: true })
  }
}

/** Whether a service's own key is asked of actions that never have it, by an operator that then never holds. */
function neverCarried({ parsed, lowerKey }: ConditionEntry, found: ConditionKey, statement: StatementView): boolean {
  if (parsed === undefined || lowerKey.startsWith('aws:')) return false
  if (parsed.negated || parsed.ifExists || parsed.set === 'all' || parsed.comparison === 'null') return false
  const patterns = statement.actions?.texts ?? []
  // Nothing to say about actions that the catalogue doesn't know.
  if (patterns.every((pattern) => numbersMatching(pattern).length === 0)) return false
  // Some keys, such as `ec2:SourceInstanceARN`, tell other services who is calling: only a service's own actions say anything.
  const prefix = lowerKey.slice(0, lowerKey.indexOf(':') + 1)
  const isOwn = patterns.some((pattern) => pattern.toLowerCase().startsWith(prefix)) && carries(`${prefix}*`, found.key)
  return isOwn && !patterns.some((pattern) => carries(pattern, found.key))
}

const carried = new Map<string, boolean>()

/** Whether some action that the pattern matches carries the key. */
export function carries(pattern: string, key: string): boolean {
  const id = `${pattern}\n${key}`
  const answer = carried.get(id)
  if (answer !== undefined) return answer
  if (carried.size >= remembered) carried.clear()
  const found = numbersMatching(pattern).some((number) => keysOfAction(number).has(key))
  carried.set(id, found)
  return found
}

const keysByAction = new Map<number, ReadonlySet<string>>()

function keysOfAction(number: number): ReadonlySet<string> {
  const answer = keysByAction.get(number)
  if (answer !== undefined) return answer
  const action = actionOfNumber(number)
  const keys = new Set<string>(action?.conditionKeys)
  for (const { type, conditionKeys } of action?.resources ?? []) {
    for (const key of type.conditionKeys) keys.add(key)
    for (const key of conditionKeys) keys.add(key)
  }
  keysByAction.set(number, keys)
  return keys
}

function checkPairs({ conditions, effect }: StatementView, { report }: LintContext): void {
  if (effect !== 'Allow') return
  const address = conditions.find(({ lowerKey }) => lowerKey === 'aws:vpcsourceip')
  if (address === undefined) return
  if (conditions.some(({ lowerKey }) => /^aws:sourcevpc[e]?$/.test(lowerKey))) return
  report(
    'MISSING_PAIRED_CONDITION_KEYS',
    address.place,
    '`aws:VpcSourceIp` stands without the VPC that the address is of',
    {
      onKey: true,
    },
  )
}
