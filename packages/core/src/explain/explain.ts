import { allowedActions } from '../account/allowed-actions.ts'
import { actionSet, intersect, isEmptySet, numbersIn, sizeOf, type ActionSet } from '../catalog/action-set.ts'
import { actionCount, serviceActions, type ServiceActions } from '../catalog/action-names.ts'
import { accessLevelOfNumber } from '../catalog/catalog.ts'
import type { AccessLevel } from '../catalog/format.ts'
import type { SourceMap, StatementSource } from '../compile/source-map.ts'
import { asList } from '../policy/as-list.ts'
import type { Statement } from '../policy/document.ts'
import { fittingActions } from '../policy/match/fitting-actions.ts'
import type { HeldDocument, Principal } from './principal.ts'

/** A statement that gives or takes something of a service. */
export interface ExplainedStatement {
  readonly held: HeldDocument
  readonly statement: Statement
  readonly source?: StatementSource
}

/** What somebody may do with one service. */
export interface ExplainedService {
  readonly prefix: string
  readonly name: string
  /** How many of the service's actions there are, and how many are allowed on something under some condition. */
  readonly actions: { readonly all: number; readonly allowed: number }
  readonly levels: readonly { readonly level: AccessLevel; readonly actions: readonly string[] }[]
  readonly allows: readonly ExplainedStatement[]
  readonly denies: readonly ExplainedStatement[]
}

/** What somebody may do, service by service, and what this can't know. */
export interface Explanation {
  readonly principal: Principal
  readonly services: readonly ExplainedService[]
  /** Denies that restrict everything else this principal does, such as the guard of a role that requires MFA. */
  readonly guards: readonly ExplainedStatement[]
  /** What was not looked at and may allow or deny more, a line each. */
  readonly notSeen: readonly string[]
}

const levels: readonly AccessLevel[] = ['List', 'Read', 'Write', 'Tagging', 'Permissions management']

/**
 * What a group or user may do by all its documents together: by service and access level, with the statements behind it.
 *
 * A sum for reading, not a decision: an action counts as allowed when it is on some resource, under some condition, within the permissions
 * boundary. Ask `decider(state).can` about one request.
 */
export function explain(principal: Principal, sources?: SourceMap): Explanation {
  const written = new Map(sources?.statements.map((source) => [`${source.policyArn} ${source.statement}`, source]))
  const statements = principal.documents.flatMap((held) =>
    asList(held.document.Statement).map((statement, index) => {
      const source = written.get(`${held.policyArn ?? ''} ${index}`)
      return {
        explained: { held, statement, ...(source === undefined ? {} : { source }) },
        actions: fittingActions(statement),
      }
    }),
  )
  const allows = statements.filter(({ explained }) => explained.statement.Effect === 'Allow')
  const denies = statements.filter(
    ({ explained }) => explained.statement.Effect === 'Deny' && !isGuard(explained.statement),
  )
  const allowed = principal.boundary.reduce(
    (rest, { document }) => intersect(rest, allowedActions([document])),
    allowedActions(principal.documents.map(({ document }) => document)),
  )
  return {
    principal,
    services: serviceActions().flatMap((service) => {
      const all = actionSet(
        Array.from(service.names, (_, index) => service.start + index),
        actionCount(),
      )
      const here = intersect(allowed, all)
      if (isEmptySet(here)) return []
      const touching = (list: typeof statements): readonly ExplainedStatement[] =>
        list.filter(({ actions }) => !isEmptySet(intersect(actions, all))).map(({ explained }) => explained)
      return [
        {
          prefix: service.prefix,
          name: service.name,
          actions: { all: service.names.length, allowed: sizeOf(here) },
          levels: byLevel(here, service),
          allows: touching(allows),
          denies: touching(denies),
        },
      ]
    }),
    guards: statements.filter(({ explained }) => isGuard(explained.statement)).map(({ explained }) => explained),
    notSeen: [
      'service and resource control policies of the organization',
      'policies on resources: buckets, keys, queues, roles that trust this account',
      'session policies, and what a role that is assumed may do',
      ...principal.unknown.map((arn) => `the document of ${arn}`),
    ],
  }
}

function byLevel(set: ActionSet, service: ServiceActions): ExplainedService['levels'] {
  const numbers = [...numbersIn(set)]
  return levels.flatMap((level) => {
    const actions = numbers
      .filter((number) => accessLevelOfNumber(number) === level)
      .map((number) => `${service.prefix}:${service.names[number - service.start] ?? ''}`)
    return actions.length === 0 ? [] : [{ level, actions }]
  })
}

function isGuard({ Effect, NotAction }: Statement): boolean {
  return Effect === 'Deny' && NotAction !== undefined
}
