import {
  type BrokenGuard,
  type Change,
  defaultDocument,
  type Plan,
  type PlanNote,
  policySize,
  quotas,
  subjectOf,
  visibleText,
} from '@rolewright/core'
import type { Foreign } from '../account/foreign.ts'
import type { Paint } from '../frame/io.ts'
import { accessText } from './access-text.ts'
import { documentDiff } from './document-diff.ts'
import { count, some } from './words.ts'

const NEAR_LIMIT = 0.8
const SHOWN_NAMES = 6
const SHOWN_STATEMENTS = 8
const SHOWN_RESOURCES = 2

/** A plan for a person: changes, what access changes, for how many, calls and rights, quotas, notes, what stays untouched, guards. */
export function planText(
  plan: Plan,
  given: { readonly foreign: Foreign; readonly guards: readonly BrokenGuard[]; readonly paint: Paint },
): string {
  const { foreign, guards, paint } = given
  const sections = [
    changesText(plan.changes, paint),
    accessText(plan.access, paint),
    conflictsText(plan, paint),
    peopleText(plan, paint),
    callsText(plan, paint),
    quotasText(plan, paint),
    notesText(plan.notes, paint),
    foreignText(foreign, paint),
    guardsText(guards, paint),
  ]
  return sections.filter((section) => section !== '').join('\n\n')
}

function changesText(changes: readonly Change[], paint: Paint): string {
  return changes.flatMap((change) => changeLines(change, paint)).join('\n')
}

function changeLines(change: Change, paint: Paint): readonly string[] {
  const subject = visibleText(subjectOf(change))
  if (change.before === null) return [`  ${paint.green('+')} ${subject}`]
  const reason = paint.dim(`(${change.reason})`)
  if (change.after === null) return [`  ${paint.red('-')} ${subject} ${reason}`]
  if (change.kind === 'move-group') return [`  ${paint.yellow('~')} ${subject} ${reason}`]
  const before = defaultDocument(change.before)
  const after = defaultDocument(change.after)
  const document = before === undefined || after === undefined ? [] : documentDiff(before, after, paint)
  return [`  ${paint.yellow('~')} ${subject} ${reason}`, ...document.map((line) => `      ${line}`)]
}

function conflictsText({ conflicts }: Plan, paint: Paint): string {
  if (conflicts.length === 0) return ''
  const lines = conflicts.map(({ user, message }) => `  ${paint.red('!')} user ${visibleText(user)} ${message}`)
  return [paint.bold('New conflicts of duty'), ...lines].join('\n')
}

function peopleText({ people, access }: Plan, paint: Paint): string {
  if (access.length === 0) return ''
  const { gaining, losing, planned, total } = people
  const touched = new Set([...gaining, ...losing, ...planned]).size
  const counts = [
    ...(gaining.length === 0 ? [] : [`${gaining.length.toLocaleString('en-US')} may do something more`]),
    ...(losing.length === 0 ? [] : [`${losing.length.toLocaleString('en-US')} something less`]),
    ...(planned.length === 0
      ? []
      : [`${planned.length.toLocaleString('en-US')} something less as planned, by a date or a review`]),
  ]
  return [
    paint.bold('People'),
    `  ${count(touched, 'person')} touched${counts.length === 0 ? '' : `: ${counts.join(', ')}`}; ${count(total, 'person')} had access by this model before`,
  ].join('\n')
}

function callsText({ calls, policy }: Plan, paint: Paint): string {
  if (calls.length === 0) return ''
  const operations = new Map<string, number>()
  for (const { operation } of calls) operations.set(operation, (operations.get(operation) ?? 0) + 1)
  const statements = listOf(policy.Statement)
  const size = policySize(policy)
  const shown = statements.slice(0, SHOWN_STATEMENTS).map((statement) => {
    const on = some(listOf(statement.Resource), SHOWN_RESOURCES)
    const only = listOf(statement.Condition?.['ArnEquals']?.['iam:PolicyARN']).map(String)
    return `    ${listOf(statement.Action).join(', ')} on ${on}${only.length === 0 ? '' : `, for ${some(only, SHOWN_RESOURCES)}`}`
  })
  return [
    paint.bold('Calls'),
    `  ${[...operations].map(([operation, times]) => `${times.toLocaleString('en-US')} ${operation}`).join(', ')}`,
    '  The least that the caller needs for them (as an IAM policy: `policy` of `plan --json`):',
    ...shown.map(visibleText),
    ...(statements.length > SHOWN_STATEMENTS
      ? [`    and ${count(statements.length - SHOWN_STATEMENTS, 'more statement')}`]
      : []),
    ...(size > quotas.policyCharacters
      ? [
          `  That is ${size.toLocaleString('en-US')} characters, and IAM takes ${quotas.policyCharacters.toLocaleString('en-US')} for one policy.`,
        ]
      : []),
  ].join('\n')
}

function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return []
  return isList(value) ? value : [value]
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}

/** What the plan tells and leaves alone. */
export function notesText(notes: readonly PlanNote[], paint: Paint): string {
  if (notes.length === 0) return ''
  const lines = notes.map((note) => {
    const mark = note.kind === 'name-taken' ? paint.red('!') : paint.cyan('i')
    return `  ${mark} ${visibleText(`${note.subject}: ${note.message}`)}`
  })
  return [paint.bold('Notes'), ...lines].join('\n')
}

/** What is in the account and not the model's. */
export function foreignText(foreign: Foreign, paint: Paint): string {
  const parts = foreignParts(foreign).map(
    ([noun, names]) => `  ${count(names.length, noun)}: ${visibleText(some(names, SHOWN_NAMES))}`,
  )
  return parts.length === 0 ? '' : [paint.bold('Untouched: foreign, not of this model'), ...parts].join('\n')
}

/** The kinds of foreign things that there are any of. */
export function foreignParts(foreign: Foreign): readonly (readonly [noun: string, names: readonly string[]])[] {
  const parts = [
    ['group', foreign.groups],
    ['policy', foreign.policies],
    ['user', foreign.users],
    ['IAM role', foreign.roles],
  ] as const
  return parts.filter(([, names]) => names.length > 0)
}

/** What of IAM's quotas the account uses after the plan: its own, and what comes near to a limit. */
export function quotaLines(plan: Plan): readonly string[] {
  const shown = plan.quotas.filter((use) => use.subject === 'the account' || use.used >= use.limit * NEAR_LIMIT)
  return shown.map(
    ({ quota, subject, used, limit }) =>
      `${subject}: ${used.toLocaleString('en-US')} of ${limit.toLocaleString('en-US')} ${quota}`,
  )
}

function quotasText(plan: Plan, paint: Paint): string {
  if (plan.changes.length === 0) return ''
  return [paint.bold('Quotas of IAM afterwards'), ...quotaLines(plan).map((line) => `  ${visibleText(line)}`)].join(
    '\n',
  )
}

function guardsText(guards: readonly BrokenGuard[], paint: Paint): string {
  if (guards.length === 0) return ''
  const lines = guards.flatMap(({ message, hint }) => [`  ${paint.red('!')} ${visibleText(message)}`, `    ${hint}`])
  return [paint.bold('`apply` refuses this plan'), ...lines].join('\n')
}
