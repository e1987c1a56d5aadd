import { canActOn, coversGlob, findAction, globsOverlap } from '@rolewright/core/policy'
import { atMost, rulesOf, type Rule } from './policy-rules.ts'

/** Catalogue actions as `service:Action`, by service, each list sorted. */
export type ActionsByService = ReadonlyMap<string, readonly string[]>

/**
 * The catalogue actions that documents might allow, as a last-accessed report sees it: conditions of allows are taken to hold, denies
 * with conditions are left out, and a resource has to fit the action. Boundaries and trust policies play no part.
 */
export function grantedActions(texts: readonly string[]): ActionsByService {
  const rules = rulesOf(texts)
  const granted = new Set<string>()
  for (const allow of rules.allows) {
    for (const action of allow.actions) {
      if (!granted.has(action) && grants(allow, action, rules.denies)) granted.add(action)
    }
  }
  return byService([...granted].toSorted())
}

/** Whether documents could have allowed one call, conditions aside. */
export function couldAllow(
  texts: readonly string[],
  call: { readonly action: string; readonly resource: string },
): boolean {
  const { allows, denies } = rulesOf(texts)
  const name = findAction(call.action)?.action
  if (name === undefined) return false
  const fits = (rule: Rule): boolean => rule.actions.has(name) && speaksOf(rule, name, call.resource)
  return allows.some(fits) && !denies.some((deny) => deny.actions.has(name) && takesAway(deny, call.resource))
}

/** What an allow reaches is cut down to what denies of all the rest leave; something of it has to fit the action, and no denial to cover it. */
function grants(allow: Rule, action: string, denies: readonly Rule[]): boolean {
  const against = denies.filter((deny) => deny.actions.has(action))
  const left = against
    .filter(({ inverted }) => inverted)
    .reduce(
      (pieces, { resources }) => pieces.flatMap((piece) => resources.flatMap((one) => shared(piece, one))),
      allow.inverted ? formatsOf(action) : allow.resources,
    )
  const taken = [
    ...(allow.inverted ? allow.resources : []),
    ...against.flatMap(({ inverted, resources }) => (inverted ? [] : resources)),
  ]
  return left.some((piece) => canActOn(action, piece) && !taken.some((pattern) => coversGlob(pattern, piece)))
}

/** What two patterns have in common, or at least something that holds it. */
function shared(one: string, other: string): string[] {
  if (coversGlob(other, one)) return [one]
  if (coversGlob(one, other)) return [other]
  return globsOverlap(atMost(one), atMost(other)) ? [one] : []
}

/** Patterns of all that an action can act on. */
function formatsOf(action: string): readonly string[] {
  const arns = (findAction(action)?.resources ?? []).flatMap(({ type }) => type.arns)
  return arns.length === 0 ? ['*'] : arns.map((arn) => atMost(arn.replace('${Partition}', 'aws')))
}

/** Whether a deny takes away a call on this resource. */
function takesAway(deny: Rule, resource: string): boolean {
  return deny.inverted
    ? !deny.resources.some((pattern) => globsOverlap(atMost(pattern), resource))
    : deny.resources.some((pattern) => coversGlob(pattern, resource))
}

/** Whether an allow speaks of a call on this resource. A call without a resource named is taken to fit an action that has some. */
function speaksOf(allow: Rule, action: string, resource: string): boolean {
  if (resource === '*' && (findAction(action)?.resources.length ?? 0) > 0)
    return allow.inverted || allow.resources.length > 0
  return allow.inverted
    ? !allow.resources.some((pattern) => coversGlob(pattern, resource))
    : allow.resources.some((pattern) => coversGlob(atMost(pattern), resource))
}

function byService(actions: readonly string[]): ActionsByService {
  const services = new Map<string, string[]>()
  for (const action of actions) {
    const service = action.slice(0, action.indexOf(':'))
    const list = services.get(service)
    if (list === undefined) services.set(service, [action])
    else list.push(action)
  }
  return new Map([...services].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
