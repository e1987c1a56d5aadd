import { numbersMatching } from '../match/action-patterns.ts'
import { shorten } from '../parse/shorten.ts'
import { carries } from './check-condition-keys.ts'
import type { LintContext, StatementView } from './statement-view.ts'

const tagKey = 'aws:ResourceTag/${TagKey}'
/** So many are named in a message. */
const mostNamed = 5

/** Statements conditioned by the tags of the resource, for actions whose requests never carry them. */
export function checkTagConditions(statement: StatementView, { report }: LintContext): void {
  const { effect, actions, notActions } = statement
  const entry = statement.conditions.find(
    ({ lowerKey, parsed }) =>
      lowerKey.startsWith('aws:resourcetag/') &&
      parsed !== undefined &&
      !parsed.negated &&
      !parsed.ifExists &&
      parsed.set !== 'all' &&
      parsed.comparison !== 'null',
  )
  if (entry === undefined || effect === undefined) return
  if (notActions !== undefined) {
    const code =
      effect === 'Allow'
        ? 'ALLOW_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE'
        : 'DENY_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE'
    report(code, entry.place, `many of the actions that \`NotAction\` leaves never carry ${shorten(entry.key)}`, {
      onKey: true,
    })
    return
  }
  const without = (actions?.texts ?? []).filter(
    (pattern) => numbersMatching(pattern).length > 0 && !carries(pattern, tagKey),
  )
  if (without.length === 0) return
  const named = without.slice(0, mostNamed).map((pattern) => shorten(pattern))
  const more = without.length > named.length ? ` and ${without.length - named.length} more` : ''
  const code =
    effect === 'Allow'
      ? 'ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE'
      : 'DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE'
  report(code, entry.place, `${shorten(entry.key)} is never carried by ${named.join(', ')}${more}`, { onKey: true })
}
