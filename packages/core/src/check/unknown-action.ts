import { findService, servicePrefixes } from '../catalog/catalog.ts'
import type { Finding } from '../diagnostic/finding.ts'
import { nearest } from '../diagnostic/nearest.ts'
import { expandActions } from '../policy/expand-actions.ts'
import type { Rule } from './rule.ts'
import { statementsOf } from './statements-of.ts'

/** RW-ACTION-UNKNOWN: an action, or a pattern of actions, that matches nothing in AWS's service authorization reference. */
export const unknownAction: Rule = (model) =>
  statementsOf(model).flatMap(({ statement, path }) => {
    const place = statement.actions === undefined ? 'notActions' : 'actions'
    return (statement.actions ?? statement.notActions).flatMap((action, index) => {
      if (statement.unlisted?.includes(action) === true || expandActions([action]).length > 0) return []
      return [unknown(action, `${path}.${place}[${index}]`)]
    })
  })

function unknown(action: string, path: string): Finding {
  const [service = '', name = ''] = action.split(':')
  const known = findService(service)
  const spelling =
    known === undefined
      ? nearest(service, servicePrefixes())
      : nearest(
          action,
          known.actions.map((one) => `${known.prefix}:${one}`),
        )
  const message =
    known === undefined
      ? `\`${action}\` names the service \`${service}\`, which AWS does not have`
      : `\`${action}\` ${/[*?]/.test(name) ? 'matches no action' : 'is not an action'} of ${known.name}`
  const hint =
    spelling === undefined
      ? "if AWS has added it since the catalogue's date, write `unlisted('…')`"
      : `did you mean \`${spelling}\`?`
  return { code: 'RW-ACTION-UNKNOWN', severity: 'error', message, path, hint }
}
