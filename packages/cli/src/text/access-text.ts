import { type AccessChange, visibleText } from '@rolewright/core'
import type { Paint } from '../frame/io.ts'
import { type AlikeAccess, alikeAccess, levelsText, principalWords, relations, requestText } from './alike-access.ts'
import { count, some } from './words.ts'

const SHOWN_PRINCIPALS = 6
const SHOWN_PATTERNS = 5
const SHOWN_RESOURCES = 3
const SHOWN_ESCALATIONS = 5

/** What each role and person gains and loses, those for whom the same changes together. */
export function accessText(access: readonly AccessChange[], paint: Paint): string {
  if (access.length === 0) return ''
  const lines = alikeAccess(access).flatMap((alike) => alikeLines(alike, paint))
  return [paint.bold('What changes for whom'), ...lines].join('\n')
}

function alikeLines({ principals, change }: AlikeAccess, paint: Paint): readonly string[] {
  const names = principals.map(({ kind, name }) => `${principalWords[kind]} ${visibleText(name)}`)
  return [
    `  ${some(names, SHOWN_PRINCIPALS)}: ${relations[change.relation]}`,
    ...sideLines('gains', paint.green, {
      actions: change.gainedActions,
      levels: levelsText(change.gainedLevels),
      on: change.gainedOn,
      witness: change.gained[0],
    }),
    ...sideLines('loses', paint.red, {
      actions: change.lostActions,
      levels: levelsText(change.lostLevels),
      on: change.lostOn,
      witness: change.lost[0],
    }),
    ...escalationLines(change.newEscalations, paint),
  ]
}

function escalationLines(escalations: AccessChange['newEscalations'], paint: Paint): readonly string[] {
  // One more than is shown takes no more room than the line that would count it.
  const shown = escalations.length <= SHOWN_ESCALATIONS + 1 ? escalations : escalations.slice(0, SHOWN_ESCALATIONS)
  const rest = escalations.length - shown.length
  return [
    ...shown.map(
      ({ id, title, conditional }) =>
        `    ${paint.red('escalates')} by ${id}: ${title}${conditional ? ' (on some resources, or under a condition)' : ''}`,
    ),
    ...(rest === 0
      ? []
      : [`    ${paint.red('escalates')} by ${count(rest, 'more path')}; \`plan --json\` names them all`]),
  ]
}

function sideLines(
  word: string,
  colour: (text: string) => string,
  side: {
    readonly actions: readonly string[]
    readonly levels: string
    readonly on: readonly string[]
    readonly witness: AccessChange['gained'][number] | undefined
  },
): readonly string[] {
  const { actions, levels, on, witness } = side
  if (actions.length === 0 && witness === undefined) return []
  const what = actions.length === 0 ? 'the same actions on other things' : some(actions, SHOWN_PATTERNS)
  return [
    `    ${colour(word)} ${what}${levels === '' ? '' : ` (${levels})`}`,
    ...(on.length === 0 ? [] : [`          on ${visibleText(some(on, SHOWN_RESOURCES))}`]),
    ...(witness === undefined ? [] : [`          such as ${visibleText(requestText(witness))}`]),
  ]
}
