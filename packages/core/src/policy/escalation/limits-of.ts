import { asList } from '../as-list.ts'
import { matchesResource } from '../match/match-arn.ts'
import type { RequestContext, StatementRef } from '../request.ts'
import { fillVariables } from './fill-variables.ts'
import { hasOtherConditions, otherConditions } from './reduce-conditions.ts'
import type { Sample } from './sample-resources.ts'
import { isIn, type Search, statementAt } from './search.ts'

/** A step that is not open to everything, always. */
export interface Narrowed {
  readonly action: string
  readonly sample: Sample
  readonly because: readonly StatementRef[]
  readonly context: RequestContext
  readonly search: Search
}

/** Why a step is not open to everything, always. */
export function limitsOf({ action, sample, because, context, search }: Narrowed): string[] {
  const limits: string[] = []
  const { resource } = sample
  const statements = because.flatMap((ref) => statementAt(ref, search) ?? [])
  if (!sample.general) {
    const patterns = statements.flatMap(({ Resource }) => asList(Resource))
    const fitting = [...new Set(patterns)].filter((pattern) => matchesResource(fillVariables(pattern), resource))
    const narrow = fitting.filter((pattern) => pattern !== '*')
    limits.push(`only on ${(narrow.length > 0 ? narrow : [resource]).map((pattern) => `\`${pattern}\``).join(', ')}`)
  }
  if (statements.length > 0 && statements.every((statement) => hasOtherConditions(statement))) {
    const conditions = [...new Set(statements.flatMap(({ Condition }) => otherConditions(Condition)))]
    limits.push(`only under ${conditions.map((condition) => `\`${condition}\``).join(', ')}`)
  }
  const denied = [...search.granted, ...search.bounding].some(
    ({ statement, actions }) => statement.Effect === 'Deny' && hasOtherConditions(statement) && isIn(actions, action),
  )
  if (denied) limits.push('unless a Deny under a condition applies')
  if (limits.length > 0) return limits
  const sure = search.surely.decide({ action, resource, context }).effect === 'allow'
  return sure ? [] : ['only under a condition of the permissions boundary']
}
