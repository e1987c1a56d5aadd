import { actionsOfService, serviceActions } from '../../catalog/action-names.ts'
import { nearest } from '../../diagnostic/nearest.ts'
import { numbersMatching } from '../action-patterns.ts'
import { hasWildcard } from '../glob.ts'
import { shorten } from '../shorten.ts'
import type { LintContext, Listed, StatementView } from './statement-view.ts'

/** Longer than any action; what is longer is not worth a suggestion. */
const longestAction = 128

/** Whether the actions of a statement exist. */
export function checkActions(statement: StatementView, context: LintContext): void {
  for (const actions of [statement.actions, statement.notActions]) {
    if (actions === undefined) continue
    for (const [index, action] of actions.texts.entries()) {
      // Most actions exist, and the numbers of a pattern are remembered.
      if (numbersMatching(action).length > 0 && !hasWildcard(servicePart(action))) continue
      explain(action, { actions, index, context })
    }
  }
}

interface At {
  readonly actions: Listed
  readonly index: number
  readonly context: LintContext
}

function explain(action: string, { actions, index, context: { report } }: At): void {
  if (/^\*+$/.test(action) || action.includes('${')) return
  const place = actions.placeOf(index)
  const colon = action.indexOf(':')
  if (colon < 0) {
    report('INVALID_ACTION', place, `${shorten(action)} has no service prefix`, {
      hint: 'write it as `service:Action`',
    })
    return
  }
  const prefix = action.slice(0, colon)
  if (hasWildcard(prefix)) {
    report('WILDCARD_IN_SERVICE_NAME', place, `the service prefix of ${shorten(action)} holds a wildcard`)
    return
  }
  const service = actionsOfService(prefix)
  if (service === undefined) {
    const meant = nearest(
      prefix.slice(0, longestAction),
      serviceActions().map((one) => one.prefix),
    )
    const hint = meant === undefined ? {} : { hint: `did you mean \`${meant}\`?` }
    report('INVALID_SERVICE_IN_ACTION', place, `there is no service with the prefix ${shorten(prefix)}`, hint)
    return
  }
  const name = action.slice(colon + 1)
  if (hasWildcard(name)) {
    report('INVALID_ACTION', place, `${shorten(action)} matches no action`)
    return
  }
  const meant = nearest(name.slice(0, longestAction), service.names)
  const hint = meant === undefined ? {} : { hint: `did you mean \`${service.prefix}:${meant}\`?` }
  report('INVALID_ACTION', place, `the action ${shorten(action)} does not exist`, hint)
}

function servicePart(action: string): string {
  const colon = action.indexOf(':')
  return colon < 0 ? '' : action.slice(0, colon)
}
