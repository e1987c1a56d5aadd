import {
  type AccessChange,
  type AccountDefinition,
  type BrokenGuard,
  type Change,
  codeBlock,
  codeSpan,
  defaultDocument,
  changedLines,
  markdownText,
  type Plan,
  subjectOf,
  visibleText,
} from '@rolewright/core'
import picocolors from 'picocolors'
import type { Foreign } from '../account/foreign.ts'
import { alikeAccess, levelsText, principalWords, relations, requestText } from './alike-access.ts'
import { planSummary } from './plan-summary.ts'
import { foreignParts, quotaLines } from './plan-text.ts'
import { count, some } from './words.ts'

/** What a comment on GitHub may hold is 65,536 characters, and whoever posts it adds a line or two. */
const MOST_CHARACTERS = 60_000

/** How much is shown: all of it, or less where all is too long. */
interface Extent {
  readonly documents: boolean
  readonly most: number
}

const extents: readonly Extent[] = [
  { documents: true, most: 400 },
  { documents: false, most: 200 },
  { documents: false, most: 25 },
  { documents: false, most: 5 },
]

/** What a plan in Markdown is told with. */
export interface PlanMarkdown {
  readonly account: AccountDefinition
  readonly foreign: Foreign
  readonly guards: readonly BrokenGuard[]
}

const plain = picocolors.createColors(false)

/**
 * A plan for a pull request: what `planText` says, with documents, calls and notes folded. Whatever names hold, they are shown and mean
 * nothing. It shows less where all of it would not fit into a comment, and says so.
 */
export function planMarkdown(plan: Plan, given: PlanMarkdown): string {
  let text = ''
  for (const extent of extents) {
    text = textOf(plan, given, extent)
    if (text.length <= MOST_CHARACTERS) break
  }
  return text
}

function textOf(plan: Plan, given: PlanMarkdown, extent: Extent): string {
  const { account, foreign, guards } = given
  const sections = [
    [`## Plan for ${codeSpan(account.id)} (${codeSpan(account.accountId)})`, '', `**${planSummary(plan, plain)}**`],
    guardLines(guards),
    changeLines(plan.changes, extent),
    accessLines(plan.access, extent),
    conflictLines(plan),
    peopleLines(plan, extent),
    folded('Notes', noteLines(plan, extent)),
    folded('Calls, and the least that the caller needs for them', callLines(plan, extent)),
    folded('Quotas of IAM afterwards', plan.changes.length === 0 ? [] : quotaLines(plan).map(item)),
    folded('Untouched: foreign, not of this model', foreignParts(foreign).map(foreignLine)),
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

const item = (text: string): string => `- ${markdownText(text)}`

const foreignLine = ([noun, names]: readonly [string, readonly string[]]): string =>
  `- ${count(names.length, noun)}: ${some(names.map(codeSpan), 10)}`

function guardLines(guards: readonly BrokenGuard[]): readonly string[] {
  if (guards.length === 0) return []
  const lines = guards.map(({ message, hint }) => `> - ${markdownText(message)}. To mend: ${markdownText(hint)}.`)
  return ['> [!CAUTION]', '> `rolewright apply` refuses this plan.', '>', ...lines]
}

function changeLines(changes: readonly Change[], { documents, most }: Extent): readonly string[] {
  if (changes.length === 0) return []
  const shown = changes.slice(0, most)
  const lines = shown.map((change) => {
    const mark = change.before === null ? '+' : change.after === null ? '-' : '!'
    return `${mark} ${subjectOf(change)}${change.before === null ? '' : ` (${change.reason})`}`
  })
  return [
    '### Changes',
    '',
    ...codeBlock('diff', lines),
    ...more(changes.length - shown.length, 'change'),
    ...(documents ? shown.flatMap(documentLines) : []),
  ]
}

const linesOf = (document: object): readonly string[] => JSON.stringify(document, null, 2).split('\n')

function documentLines(change: Change): readonly string[] {
  if (change.kind !== 'update-policy' && change.kind !== 'set-default-version') return []
  const [before, after] = [defaultDocument(change.before), defaultDocument(change.after)]
  if (before === undefined || after === undefined) return []
  const marks = { same: ' ', added: '+', removed: '-' } as const
  const lines = changedLines(linesOf(before), linesOf(after)).map((line) => `${marks[line.change]} ${line.text}`)
  return ['', ...folded(`The document of policy ${change.before.name}`, codeBlock('diff', lines))]
}

/** Lines that open with a click; the summary is text, and what is folded stands as Markdown again after an empty line. */
function folded(summary: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return []
  return [`<details><summary>${htmlText(summary)}</summary>`, '', ...lines, '', '</details>']
}

/** In a line that begins with HTML, Markdown's own escapes mean nothing. */
function htmlText(text: string): string {
  return visibleText(text).replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}

function more(left: number, noun: string): readonly string[] {
  return left <= 0 ? [] : ['', `and ${count(left, `more ${noun}`)}; \`rolewright plan --json\` has them all.`]
}

function accessLines(access: readonly AccessChange[], { most }: Extent): readonly string[] {
  if (access.length === 0) return []
  const alike = alikeAccess(access)
  const shown = alike.slice(0, most).flatMap(({ principals, change }) => {
    const names = principals.map(({ kind, name }) => `${principalWords[kind]} ${codeSpan(name)}`)
    return [
      `- ${some(names, 10)}: **${relations[change.relation]}**`,
      ...sideLines('gains', {
        actions: change.gainedActions,
        levels: change.gainedLevels,
        on: change.gainedOn,
        witness: change.gained[0],
      }),
      ...sideLines('loses', {
        actions: change.lostActions,
        levels: change.lostLevels,
        on: change.lostOn,
        witness: change.lost[0],
      }),
      ...escalationLines(change.newEscalations),
    ]
  })
  return ['### What changes for whom', '', ...shown, ...more(alike.length - most, 'group of people')]
}

const SHOWN_ESCALATIONS = 5

function escalationLines(escalations: AccessChange['newEscalations']): readonly string[] {
  const rest = escalations.length - SHOWN_ESCALATIONS
  return [
    ...escalations
      .slice(0, SHOWN_ESCALATIONS)
      .map(
        ({ id, title, conditional }) =>
          `  - **escalates** by ${codeSpan(id)}: ${markdownText(title)}${conditional ? ' (on some resources, or under a condition)' : ''}`,
      ),
    ...(rest <= 0
      ? []
      : [`  - **escalates** by ${count(rest, 'more path')}; \`rolewright plan --json\` names them all`]),
  ]
}

function sideLines(
  word: string,
  side: {
    readonly actions: readonly string[]
    readonly levels: AccessChange['gainedLevels']
    readonly on: readonly string[]
    readonly witness: AccessChange['gained'][number] | undefined
  },
): readonly string[] {
  const { actions, on, witness } = side
  if (actions.length === 0 && witness === undefined) return []
  const what = actions.length === 0 ? 'the same actions on other things' : some(actions.map(codeSpan), 8)
  const levels = levelsText(side.levels)
  return [
    `  - ${word} ${what}${levels === '' ? '' : ` (${levels})`}${on.length === 0 ? '' : ` on ${some(on.map(codeSpan), 3)}`}`,
    ...(witness === undefined ? [] : [`    - such as ${codeSpan(requestText(witness))}`]),
  ]
}

function conflictLines({ conflicts }: Plan): readonly string[] {
  if (conflicts.length === 0) return []
  return [
    '### New conflicts of duty',
    '',
    ...conflicts.map(({ user, message }) => `- user ${codeSpan(user)} ${markdownText(message)}`),
  ]
}

function peopleLines({ people, access }: Plan, { most }: Extent): readonly string[] {
  if (access.length === 0) return []
  const rows = [
    ['may do something more', people.gaining],
    ['may do something less', people.losing],
    ['may do something less as planned, by a date or a review', people.planned],
  ] as const
  return [
    '### People',
    '',
    ...rows.map(([what, names]) => {
      const named = names.length === 0 ? '' : `: ${some(names.map(codeSpan), Math.min(most, 20))}`
      return `- ${names.length.toLocaleString('en-US')} ${what}${named}`
    }),
    `- ${people.total.toLocaleString('en-US')} had access by this model before`,
  ]
}

function noteLines({ notes }: Plan, { most }: Extent): readonly string[] {
  const shown = notes.slice(0, most).map(({ subject, message }) => `- ${codeSpan(subject)}: ${markdownText(message)}`)
  return [...shown, ...more(notes.length - shown.length, 'note')]
}

function callLines({ calls, policy }: Plan, { documents, most }: Extent): readonly string[] {
  if (calls.length === 0) return []
  const operations = new Map<string, number>()
  for (const { operation } of calls) operations.set(operation, (operations.get(operation) ?? 0) + 1)
  const json = JSON.stringify(policy, null, 2).split('\n')
  return [
    [...operations].map(([operation, times]) => `${times.toLocaleString('en-US')} ${codeSpan(operation)}`).join(', '),
    '',
    ...(documents || json.length <= most
      ? codeBlock('json', json)
      : ['The policy for them is too long to stand here: it is `plan.policy` of `rolewright plan --json`.']),
  ]
}
