import { asList } from '../as-list.ts'
import { byText } from '../parse/by-text.ts'
import { canonicalConditions } from './canonical-conditions.ts'
import type { PolicyDocument, Principal, Statement } from '../document.ts'

/**
 * The one form that all spellings of the same document share: statements and lists sorted and without repeats, single values as scalars,
 * actions in lower case, condition keys in lower case, condition values as strings. Sids, Id and Version stay as they are; an empty Sid
 * or Condition is left out. For people `printPolicy` is kinder: it keeps the order of statements and the case of actions.
 *
 * @example
 * ```ts
 * canonicalPolicy({ Statement: [{ Effect: 'Allow', Action: ['S3:GetObject'], Resource: '*' }] })
 * // { Statement: { Effect: 'Allow', Action: 's3:getobject', Resource: '*' } }
 * ```
 */
export function canonicalPolicy(document: PolicyDocument): PolicyDocument {
  const statements = asList(document.Statement).map((statement) => canonicalStatement(statement))
  const sorted = sortUnique(statements.map((statement) => [JSON.stringify(statement), statement]))
  const [first, ...rest] = sorted
  return {
    ...(document.Version === undefined ? {} : { Version: document.Version }),
    ...(document.Id === undefined ? {} : { Id: document.Id }),
    Statement: first !== undefined && rest.length === 0 ? first : sorted,
  }
}

function canonicalStatement(statement: Statement): Statement {
  const { Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } = statement
  const conditions = Condition === undefined ? undefined : canonicalConditions(Condition)
  return {
    ...(Sid === undefined || Sid === '' ? {} : { Sid }),
    Effect,
    ...(Principal === undefined ? {} : { Principal: canonicalPrincipal(Principal) }),
    ...(NotPrincipal === undefined ? {} : { NotPrincipal: canonicalPrincipal(NotPrincipal) }),
    ...(Action === undefined ? {} : { Action: sortedStrings(Action, true) }),
    ...(NotAction === undefined ? {} : { NotAction: sortedStrings(NotAction, true) }),
    ...(Resource === undefined ? {} : { Resource: sortedStrings(Resource, false) }),
    ...(NotResource === undefined ? {} : { NotResource: sortedStrings(NotResource, false) }),
    ...(conditions === undefined ? {} : { Condition: conditions }),
  }
}

function canonicalPrincipal(principal: Principal): Principal {
  if (typeof principal === 'string') return principal
  const kinds = Object.entries(principal).toSorted(([a], [b]) => byText(a, b))
  return Object.fromEntries(kinds.map(([kind, names]) => [kind, sortedStrings(names, false)]))
}

function sortedStrings(values: string | readonly string[], ignoreCase: boolean): string | readonly string[] {
  const spelled = asList(values).map((value) => (ignoreCase ? value.toLowerCase() : value))
  const sorted = [...new Set(spelled)].toSorted(byText)
  const [first, ...rest] = sorted
  return first !== undefined && rest.length === 0 ? first : sorted
}

function sortUnique<T>(keyed: readonly (readonly [key: string, value: T])[]): readonly T[] {
  return [...new Map(keyed).entries()].toSorted(([a], [b]) => byText(a, b)).map(([, value]) => value)
}
