import type { PolicyDefinition, StatementDefinition } from '../define/definitions.ts'
import type { Finding } from '../diagnostic/finding.ts'
import type { Conditions, ConditionValue, PolicyDocument, Statement } from '../policy/document.ts'
import { asList } from '../policy/as-list.ts'
import { fillParameters } from './fill-parameters.ts'

/** How strings are filled: one account's parameters, and where findings of it are collected. */
export interface Filling {
  readonly parameters: Readonly<Record<string, unknown>>
  readonly account: string
  readonly findings: Finding[]
  /** Where the policy hangs, before its own place in findings: `role clerk > `. */
  readonly place?: string
}

/** The document that a definition becomes in one account: parameters filled in, IAM's own spelling, statements in the order written. */
export function compilePolicy(policy: PolicyDefinition, filling: Filling): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: policy.statements.map((statement, index) =>
      compileStatement(statement, `${filling.place ?? ''}policy ${policy.name} > statements[${index}]`, filling),
    ),
  }
}

function compileStatement(statement: StatementDefinition, path: string, filling: Filling): Statement {
  const fill = (text: string, place: string): string => {
    const filled = fillParameters(text, { ...filling, path: `${path}${place}` })
    filling.findings.push(...filled.findings)
    return filled.text
  }
  const list = (texts: readonly string[], place: string): string | readonly string[] => {
    const filled = texts.map((text, index) => fill(text, `.${place}[${index}]`))
    return filled.length === 1 && filled[0] === '*' ? '*' : filled
  }
  return {
    ...(statement.sid === undefined ? {} : { Sid: statement.sid }),
    Effect: statement.effect,
    ...(statement.actions === undefined ? {} : { Action: list(statement.actions, 'actions') }),
    ...(statement.notActions === undefined ? {} : { NotAction: list(statement.notActions, 'notActions') }),
    ...(statement.resources === undefined ? {} : { Resource: list(statement.resources, 'resources') }),
    ...(statement.notResources === undefined ? {} : { NotResource: list(statement.notResources, 'notResources') }),
    ...(statement.conditions === undefined ? {} : { Condition: fillConditions(statement.conditions, fill) }),
  }
}

function fillConditions(conditions: Conditions, fill: (text: string, place: string) => string): Conditions {
  const one = (value: ConditionValue, place: string): ConditionValue =>
    typeof value === 'string' ? fill(value, place) : value
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, values]) => {
          const place = `.conditions.${operator}.${key}`
          const filled = asList(values).map((value) => one(value, place))
          const [only] = filled
          return [fill(key, place), filled.length === 1 && only !== undefined && !Array.isArray(values) ? only : filled]
        }),
      ),
    ]),
  )
}
