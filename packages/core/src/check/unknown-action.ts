import { findService, servicePrefixes } from '../catalog/catalog.ts'
import { nearest } from '../diagnostic/nearest.ts'
import { expandActions } from '../policy/match/expand-actions.ts'
import { actionsOf } from './actions-of.ts'
import type { Rule, RuleFinding } from './rule.ts'

export const unknownAction: Rule = {
  code: 'RW-ACTION-UNKNOWN',
  severity: 'error',
  title: 'an action that does not exist, or a pattern that matches none',
  explanation:
    "AWS accepts such a policy and it silently grants nothing. The catalogue is AWS's service authorization reference.",
  mend: "mend the spelling, or write `unlisted('…')` where AWS has added the action since the catalogue's date",
  find: ({ model }) =>
    actionsOf(model).flatMap(({ action, statement, path }) =>
      statement.unlisted?.includes(action) === true || expandActions([action]).length > 0
        ? []
        : [unknown(action, path)],
    ),
}

function unknown(action: string, path: string): RuleFinding {
  const [service = '', name = ''] = action.split(':')
  const known = findService(service)
  if (known === undefined) {
    const spelling = nearest(service, servicePrefixes())
    const message = `\`${action}\` names the service \`${service}\`, which AWS does not have`
    return { message, path, ...hintOf(spelling) }
  }
  const spelling = nearest(
    action,
    known.actions.map((one) => `${known.prefix}:${one}`),
  )
  const message = `\`${action}\` ${/[*?]/.test(name) ? 'matches no action' : 'is not an action'} of ${known.name}`
  return { message, path, ...hintOf(spelling) }
}

function hintOf(spelling: string | undefined): Pick<RuleFinding, 'hint'> {
  return spelling === undefined ? {} : { hint: `did you mean \`${spelling}\`?` }
}
