import {
  expandActions,
  findAction,
  findService,
  globalConditionKeys,
  servicePrefixes,
  type Statement,
} from '@rolewright/core'
import type { WhoCanData } from '../../src/files/who-can-data.ts'
import type { Field, Suggestion } from './who-can-messages.ts'

const MOST = 12

/** What could be meant by what was typed: those that begin so first, then those that hold it. */
export function completions(
  asked: { readonly field: Field; readonly text: string; readonly action: string },
  data: WhoCanData | undefined,
  most: number = MOST,
): readonly Suggestion[] {
  const text = asked.text.trim()
  switch (asked.field) {
    case 'action':
      return best(text, actionsFor(text), most)
    case 'resource':
      return best(text, resourcesFor(asked.action, data), most)
    case 'key':
      return best(text, keysFor(asked.action, data), most)
    default:
      return asked.field satisfies never
  }
}

/** Services first, and the actions of one as soon as it is clear which; an action's own name finds it too. */
function actionsFor(text: string): readonly Suggestion[] {
  const [prefix = '', name] = text.toLowerCase().split(':')
  if (name !== undefined) return findService(prefix) === undefined ? [] : actionsLike(`${prefix}:*`)
  const services = servicePrefixes()
    .map((one) => ({ value: `${one}:`, about: findService(one)?.name ?? '' }))
    .filter(({ value, about }) => value.includes(prefix) || about.toLowerCase().includes(prefix))
  if (prefix.length < 3) return services
  const word = prefix.replaceAll(/[^\w-]/g, '')
  return [...services, ...actionsLike(`*:*${word}*`)]
}

function actionsLike(pattern: string): readonly Suggestion[] {
  return expandActions([pattern]).map((action) => ({ value: action, about: findAction(action)?.level ?? '' }))
}

/** Resources that the account's statements name and the action acts on, and the shapes of ARN that it takes. */
function resourcesFor(action: string, data: WhoCanData | undefined): readonly Suggestion[] {
  const service = action.split(':')[0]?.toLowerCase() ?? ''
  const known = findAction(action)
  const shapes = (known?.resources ?? []).flatMap(({ type }) =>
    type.arns.map((arn) => ({
      value: arn
        .replace('${Partition}', 'aws')
        .replace('${Account}', data?.state.accountId ?? '')
        .replace('${Region}', 'eu-west-1'),
      about: `${type.name}: fill in the parts in braces`,
    })),
  )
  const named = statementsOf(data)
    .flatMap((statement) => asList(statement.Resource))
    .filter((arn) => arn.startsWith(`arn:`) && arn.split(':')[2]?.replaceAll('*', service) === service)
  return [
    { value: '*', about: 'every resource, or none' },
    ...[...new Set(named)].toSorted().map((value) => ({ value, about: 'named by a policy here' })),
    ...shapes,
  ]
}

function keysFor(action: string, data: WhoCanData | undefined): readonly Suggestion[] {
  const used = statementsOf(data).flatMap((statement) => Object.values(statement.Condition ?? {}).flatMap(Object.keys))
  const known = findAction(action)?.conditionKeys ?? []
  return [
    ...[...new Set(used)].toSorted().map((value) => ({ value, about: 'used by a policy here' })),
    ...known.map((value) => ({ value, about: 'of this action' })),
    ...globalConditionKeys().map(({ key, type }) => ({ value: key, about: type })),
  ]
}

function statementsOf(data: WhoCanData | undefined): readonly Statement[] {
  return (data?.state.policies ?? []).flatMap((policy) =>
    policy.versions.flatMap(({ document }) => asList(document.Statement)),
  )
}

function best(text: string, all: readonly Suggestion[], most: number): readonly Suggestion[] {
  const word = text.toLowerCase()
  const seen = new Set<string>()
  const fitting = all.filter(({ value, about }) => {
    const key = value.toLowerCase()
    if (seen.has(key) || !(key.includes(word) || about.toLowerCase().includes(word))) return false
    seen.add(key)
    return true
  })
  const rank = ({ value }: Suggestion): number => {
    const at = value.toLowerCase().indexOf(word)
    return at === 0 ? 0 : at > 0 ? 1 : 2
  }
  return fitting.toSorted((a, b) => rank(a) - rank(b)).slice(0, most)
}

/** IAM writes one thing as itself and several as a list. */
function asList<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return []
  return isList(value) ? value : [value]
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}
