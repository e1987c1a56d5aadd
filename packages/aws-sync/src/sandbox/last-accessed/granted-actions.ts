import {
  canActOn,
  coversGlob,
  expandActions,
  findAction,
  globsOverlap,
  parsePolicy,
  type PolicyDocument,
  type Statement,
} from '@rolewright/core/policy'

/** Catalogue actions as `service:Action`, by service, each list sorted. */
export type ActionsByService = ReadonlyMap<string, readonly string[]>

/** One statement, its actions looked up. */
interface Rule {
  readonly actions: ReadonlySet<string>
  readonly resources: readonly string[]
  /** Whether `resources` are those left out. */
  readonly inverted: boolean
}

interface Rules {
  readonly allows: readonly Rule[]
  /** Only those without a condition: the others do not count in a report. */
  readonly denies: readonly Rule[]
}

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

function grants(allow: Rule, action: string, denies: readonly Rule[]): boolean {
  const against = denies.filter((deny) => deny.actions.has(action))
  if (allow.inverted) {
    const everything = against.some((deny) => takesAway(deny, '*'))
    return !everything && !allow.resources.includes('*')
  }
  return allow.resources.some(
    (resource) => canActOn(action, resource) && !against.some((deny) => takesAway(deny, resource)),
  )
}

/** Whether a deny takes away all that a resource pattern stands for. */
function takesAway(deny: Rule, resource: string): boolean {
  return deny.inverted
    ? !deny.resources.some((pattern) => globsOverlap(pattern, resource))
    : deny.resources.some((pattern) => coversGlob(pattern, resource))
}

/** Whether a call on this resource is one that the rule speaks of. A call without a resource named is taken to fit an action that has some. */
function speaksOf(rule: Rule, action: string, resource: string): boolean {
  const some = rule.resources.some((pattern) => coversGlob(pattern, resource))
  if (resource === '*' && (findAction(action)?.resources.length ?? 0) > 0)
    return rule.inverted || rule.resources.length > 0
  return rule.inverted ? !some : some
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

function rulesOf(texts: readonly string[]): Rules {
  const all = texts.map(documentRules)
  return { allows: all.flatMap(({ allows }) => allows), denies: all.flatMap(({ denies }) => denies) }
}

// The same few documents are asked about over and over: by each job, and for each attempt.
const known = new Map<string, Rules>()
const mostKnown = 2000

function documentRules(text: string): Rules {
  const before = known.get(text)
  if (before !== undefined) return before
  const document = parsePolicy(text)
  const statements = listOf(document)
  const rules = {
    allows: statements.filter(({ Effect: effect }) => effect === 'Allow').map(ruleOf),
    denies: statements.filter((each) => each.Effect === 'Deny' && each.Condition === undefined).map(ruleOf),
  }
  if (known.size >= mostKnown) known.clear()
  known.set(text, rules)
  return rules
}

const listOf = ({ Statement: statements }: PolicyDocument): readonly Statement[] =>
  'Effect' in statements ? [statements] : statements

function ruleOf(statement: Statement): Rule {
  const inverted = statement.NotResource !== undefined
  const resources = inverted ? statement.NotResource : (statement.Resource ?? [])
  return { actions: actionsOf(statement), resources: strings(resources).map(withoutVariables), inverted }
}

function actionsOf(statement: Statement): ReadonlySet<string> {
  if (statement.NotAction === undefined) return new Set(expandActions(statement.Action ?? []))
  const left = new Set(expandActions(statement.NotAction))
  return new Set(expandActions('*').filter((action) => !left.has(action)))
}

const strings = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? [])

/** A policy variable may stand for anything. */
const withoutVariables = (resource: string): string => resource.replaceAll(/\$\{[^}]*\}/g, '*')
