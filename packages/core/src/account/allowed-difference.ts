import { subtract } from '../catalog/action-set.ts'
import { asList } from '../policy/as-list.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { expandActions } from '../policy/match/expand-actions.ts'
import { allowedActions, describeActions } from './allowed-actions.ts'

/** Actions that one version of a policy allows and the other does not, on any resource; `service:*` for all of a service. Sorted. */
export interface AllowedDifference {
  readonly gained: readonly string[]
  readonly lost: readonly string[]
}

/**
 * What a policy allows after a change and did not before, and the other way round. An action that the catalogue does not know yet, as AWS
 * has new ones in its own policies before it documents them, stands as it is written there.
 *
 * @example
 * ```ts
 * allowedDifference(
 *   { Statement: { Effect: 'Allow', Action: 'sqs:ReceiveMessage', Resource: '*' } },
 *   { Statement: { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' } },
 * ) // { gained: ['sqs:SendMessage'], lost: ['sqs:ReceiveMessage'] }
 * ```
 */
export function allowedDifference(before: PolicyDocument, after: PolicyDocument): AllowedDifference {
  const [was, is] = [allowedActions([before]), allowedActions([after])]
  const [knew, knows] = [unknownActions(before), unknownActions(after)]
  return {
    gained: [...describeActions(subtract(is, was)), ...only(knows, knew)].toSorted(),
    lost: [...describeActions(subtract(was, is)), ...only(knew, knows)].toSorted(),
  }
}

function only(some: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): readonly string[] {
  return [...some].flatMap(([key, action]) => (others.has(key) ? [] : [action]))
}

/** Actions and patterns of what is allowed that match nothing of the catalogue, by their lower-case spelling. */
function unknownActions(document: PolicyDocument): ReadonlyMap<string, string> {
  const allowed = asList(document.Statement).filter(({ Effect }) => Effect === 'Allow')
  const actions = new Set(allowed.flatMap(({ Action }) => asList(Action)))
  return new Map(
    [...actions]
      .filter((action) => expandActions([action]).length === 0)
      .map((action) => [action.toLowerCase(), action]),
  )
}
