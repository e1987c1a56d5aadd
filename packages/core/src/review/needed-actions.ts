import { actionName, actionNumber } from '../catalog/action-names.ts'
import { type ActionSet, has, isEmptySet } from '../catalog/action-set.ts'
import { dependentActions } from './dependent-actions.ts'
import type { NeededAction } from './evidence.ts'

let dependencies: readonly { readonly action: number; readonly needs: readonly number[] }[] | undefined

/**
 * Of the actions that go from a policy or a person, those that an action depends on that stays there, by AWS's service authorization reference; sorted.
 * They are named and not kept: that an action needs another is true of some of its uses only.
 */
export function neededActions(
  changes: readonly { readonly lost: ActionSet; readonly left: ActionSet }[],
): readonly NeededAction[] {
  const losing = changes.filter(({ lost }) => !isEmptySet(lost))
  if (losing.length === 0) return []
  dependencies ??= [...dependentActions()].flatMap(([name, others]) => {
    const action = actionNumber(name)
    return action === undefined ? [] : [{ action, needs: others.flatMap((other) => actionNumber(other) ?? []) }]
  })
  const neededBy = new Map<number, string[]>()
  for (const { action, needs } of dependencies) {
    for (const needed of needs) {
      if (!losing.some(({ lost, left }) => has(left, action) && has(lost, needed))) continue
      const known = neededBy.get(needed)
      if (known === undefined) neededBy.set(needed, [actionName(action)])
      else known.push(actionName(action))
    }
  }
  return [...neededBy]
    .toSorted(([a], [b]) => a - b)
    .map(([needed, by]) => ({ action: actionName(needed), neededBy: by.toSorted() }))
}
