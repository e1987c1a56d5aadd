import { asList } from '../as-list.ts'
import { byText } from '../parse/by-text.ts'
import type { Conditions, PolicyDocument, Principal, Statement } from '../document.ts'

/**
 * The JSON text of a document, the same bytes for the same content: elements in IAM's order, lists sorted and without repeats, single
 * values as scalars. Statements keep their order and actions their case, so that a person recognises the policy. One line, as it counts against
 * the quota, or indented by two spaces with `pretty`.
 *
 * `parsePolicy` reads it back as the same document, and printing that gives the same text.
 *
 * @example
 * ```ts
 * printPolicy({ Statement: [{ Resource: ['*'], Action: ['s3:PutObject', 's3:GetObject'], Effect: 'Allow' }] })
 * // {"Statement":{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"*"}}
 * ```
 */
export function printPolicy(document: PolicyDocument, options: { readonly pretty?: boolean | undefined } = {}): string {
  const statements = asList(document.Statement).map((statement) => orderedStatement(statement))
  const ordered = {
    Version: document.Version,
    Id: document.Id,
    Statement: statements.length === 1 ? statements[0] : statements,
  }
  return JSON.stringify(ordered, undefined, options.pretty === true ? 2 : undefined)
}

function orderedStatement(statement: Statement): object {
  return {
    Sid: statement.Sid,
    Effect: statement.Effect,
    Principal: orderedPrincipal(statement.Principal),
    NotPrincipal: orderedPrincipal(statement.NotPrincipal),
    Action: orderedValues(statement.Action),
    NotAction: orderedValues(statement.NotAction),
    Resource: orderedValues(statement.Resource),
    NotResource: orderedValues(statement.NotResource),
    Condition: orderedConditions(statement.Condition),
  }
}

function orderedPrincipal(principal: Principal | undefined): unknown {
  if (principal === undefined || typeof principal === 'string') return principal
  return orderedRecord(principal, orderedValues)
}

function orderedConditions(conditions: Conditions | undefined): unknown {
  if (conditions === undefined) return undefined
  return orderedRecord(conditions, (keys) => orderedRecord(keys, orderedValues))
}

function orderedRecord<T>(record: Readonly<Record<string, T>>, order: (value: T) => unknown): unknown {
  const entries = Object.entries(record).toSorted(([a], [b]) => byText(a, b))
  return Object.fromEntries(entries.map(([key, value]) => [key, order(value)]))
}

function orderedValues<T>(values: T | readonly T[] | undefined): unknown {
  if (values === undefined) return undefined
  // A number and its spelling are two values here: printing must give back what was written.
  const keyed = new Map(asList(values).map((value) => [JSON.stringify(value), value]))
  const sorted = [...keyed].toSorted(([a], [b]) => byText(a, b)).map(([, value]) => value)
  return sorted.length === 1 ? sorted[0] : sorted
}
