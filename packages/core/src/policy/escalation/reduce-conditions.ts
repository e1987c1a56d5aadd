import { asList } from '../as-list.ts'
import type { Conditions, PolicyDocument, Statement } from '../document.ts'

/** The one key whose value a path decides: which service a role is handed to. */
const decidable = 'iam:passedtoservice'

/** Stands where a statement is left out, so that the others keep their positions. */
const nothing: Statement = { Effect: 'Deny', Action: 'rolewright:Nothing', Resource: '*' }

/**
 * The document with all conditions decided at once, but for the service that a role is passed to. `might`: conditions of an Allow hold, a Deny
 * under a condition is left out. `surely`: an Allow under a condition is left out, conditions of a Deny hold. What IAM decides lies
 * between the two, whatever a request brings along.
 */
export function reduceConditions(document: PolicyDocument, reading: 'might' | 'surely'): PolicyDocument {
  const statements = asList(document.Statement).map((statement) => reduceStatement(statement, reading))
  return { ...(document.Version === undefined ? {} : { Version: document.Version }), Statement: statements }
}

function reduceStatement(statement: Statement, reading: 'might' | 'surely'): Statement {
  const { Condition: condition, ...rest } = statement
  if (condition === undefined || !hasOtherConditions(statement)) return statement
  const holds = (reading === 'might') === (statement.Effect === 'Allow')
  if (!holds) return nothing
  const kept = passedToServiceOnly(condition)
  return kept === undefined ? rest : { ...rest, Condition: kept }
}

/** Whether a statement has conditions that no path decides. */
export function hasOtherConditions({ Condition: condition }: Statement): boolean {
  return otherConditions(condition).length > 0
}

/** Operator and key of each condition that no path decides, as a person reads them. */
export function otherConditions(condition: Conditions | undefined): string[] {
  return Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.keys(keys)
      .filter((key) => key.toLowerCase() !== decidable)
      .map((key) => `${operator} ${key}`),
  )
}

function passedToServiceOnly(condition: Conditions): Conditions | undefined {
  const kept = Object.entries(condition).flatMap(([operator, keys]) => {
    const own = Object.entries(keys).filter(([key]) => key.toLowerCase() === decidable)
    return own.length === 0 ? [] : [[operator, Object.fromEntries(own)] as const]
  })
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}
