import type { Statement } from '@rolewright/core'
import { accessOf, type ServiceAccess } from './access.ts'
import { LEVELS } from './levels.ts'
import { list } from './list.ts'
import { jsonLines, type JsonLine } from './json-lines.ts'

/** One statement of a policy in words. */
export interface StatementView {
  readonly sid: string
  readonly effect: 'Allow' | 'Deny'
  /** `all actions except` or empty. */
  readonly actionsPrefix: string
  readonly actions: readonly string[]
  /** `Amazon S3: 3 Read, 1 Write`, for the services the catalogue knows. */
  readonly services: readonly string[]
  /** How many more services there are than are named. */
  readonly moreServices: number
  readonly resourcesPrefix: string
  readonly resources: readonly string[]
  /** One phrase for each condition. */
  readonly conditions: readonly string[]
  readonly json: readonly JsonLine[]
}

const NAMED_SERVICES = 6

/** A statement in words: what it allows or denies, on what, and when. */
export function statementView(statement: Statement): StatementView {
  const access = accessOf([{ Statement: { ...statement, Effect: 'Allow' } }])
  return {
    sid: statement.Sid ?? '',
    effect: statement.Effect,
    actionsPrefix: statement.Action === undefined ? 'all actions except' : '',
    actions: list(statement.Action ?? statement.NotAction),
    services: access.slice(0, NAMED_SERVICES).map(serviceText),
    moreServices: Math.max(0, access.length - NAMED_SERVICES),
    resourcesPrefix: statement.NotResource === undefined ? '' : 'everything except',
    resources: list(statement.Resource ?? statement.NotResource).map((text) =>
      text === '*' ? 'every resource' : text,
    ),
    conditions: conditionTexts(statement),
    json: jsonLines(statement),
  }
}

function serviceText(access: ServiceAccess): string {
  const counts = LEVELS.flatMap((level, index) => {
    const count = access.counts[index] ?? 0
    return count === 0 ? [] : [`${count} ${level}`]
  })
  return `${access.name}: ${counts.join(', ')}`
}

function conditionTexts(statement: Statement): readonly string[] {
  return Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => {
      const shown = list<string | number | boolean>(values).map(String)
      return `${key} ${operatorText(operator)} ${shown.join(' or ')}`
    }),
  )
}

const OPERATORS: Readonly<Record<string, string>> = {
  StringEquals: 'is',
  StringEqualsIgnoreCase: 'is (in any case)',
  StringNotEquals: 'is not',
  StringLike: 'is like',
  StringNotLike: 'is not like',
  ArnEquals: 'is',
  ArnLike: 'is like',
  ArnNotLike: 'is not like',
  Bool: 'is',
  BoolIfExists: 'is (if it is there)',
  NumericLessThan: 'is less than',
  NumericGreaterThan: 'is more than',
  DateLessThan: 'is before',
  DateGreaterThan: 'is after',
  IpAddress: 'is in',
  NotIpAddress: 'is not in',
  Null: 'is absent:',
}

function operatorText(operator: string): string {
  return Object.hasOwn(OPERATORS, operator) ? (OPERATORS[operator] ?? operator) : `(${operator})`
}
