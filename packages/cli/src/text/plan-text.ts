import { type AccessChange, type Change, defaultDocument, type Plan, type PlanNote, subjectOf } from '@rolewright/core'
import type { Foreign } from '../account/foreign.ts'
import type { Paint } from '../frame/io.ts'
import { documentDiff } from './document-diff.ts'
import { count, some } from './words.ts'

const NEAR_LIMIT = 0.8
const SHOWN_PATTERNS = 5
const SHOWN_NAMES = 6

/** A plan for a person: changes, what access changes, notes, what stays untouched, limits that are near. */
export function planText(plan: Plan, foreign: Foreign, paint: Paint): string {
  const sections = [
    changesText(plan.changes, paint),
    accessText(plan.access, paint),
    notesText(plan.notes, paint),
    foreignText(foreign, paint),
    quotasText(plan, paint),
  ]
  return sections.filter((section) => section !== '').join('\n\n')
}

function changesText(changes: readonly Change[], paint: Paint): string {
  return changes.flatMap((change) => changeLines(change, paint)).join('\n')
}

function changeLines(change: Change, paint: Paint): readonly string[] {
  const subject = subjectOf(change)
  if (change.before === null) return [`  ${paint.green('+')} ${subject}`]
  const reason = paint.dim(`(${change.reason})`)
  if (change.after === null) return [`  ${paint.red('-')} ${subject} ${reason}`]
  const before = defaultDocument(change.before)
  const after = defaultDocument(change.after)
  const document = before === undefined || after === undefined ? [] : documentDiff(before, after, paint)
  return [`  ${paint.yellow('~')} ${subject} ${reason}`, ...document.map((line) => `      ${line}`)]
}

function accessText(access: readonly AccessChange[], paint: Paint): string {
  if (access.length === 0) return ''
  const alike = new Map<string, AccessChange[]>()
  for (const change of access) {
    const key = JSON.stringify([change.relation, change.gainedActions, change.lostActions])
    alike.set(key, [...(alike.get(key) ?? []), change])
  }
  const lines = [...alike.values()].flatMap((changes) => {
    const [change] = changes
    if (change === undefined) return []
    return [
      `  ${changes.map(({ principal }) => `${principal.kind} ${principal.name}`).join(', ')}: ${relations[change.relation]}`,
      ...patterns('gains', change.gainedActions, paint.green),
      ...patterns('loses', change.lostActions, paint.red),
    ]
  })
  return [paint.bold('What changes for whom'), ...lines].join('\n')
}

const relations = {
  narrower: 'may do less',
  wider: 'may do more',
  different: 'may do other things',
  undecided: 'can’t be compared; look at the documents',
} as const

function patterns(word: string, actions: readonly string[], colour: (text: string) => string): readonly string[] {
  return actions.length === 0 ? [] : [`    ${colour(word)} ${some(actions, SHOWN_PATTERNS)}`]
}

/** What the plan tells and leaves alone. */
export function notesText(notes: readonly PlanNote[], paint: Paint): string {
  if (notes.length === 0) return ''
  const lines = notes.map((note) => {
    const mark = note.kind === 'name-taken' ? paint.red('!') : paint.cyan('i')
    return `  ${mark} ${note.subject}: ${note.message}`
  })
  return [paint.bold('Notes'), ...lines].join('\n')
}

/** What is in the account and not the model's. */
export function foreignText(foreign: Foreign, paint: Paint): string {
  const parts = (
    [
      ['group', foreign.groups],
      ['policy', foreign.policies],
      ['user', foreign.users],
      ['IAM role', foreign.roles],
    ] as const
  )
    .filter(([, names]) => names.length > 0)
    .map(([noun, names]) => `  ${count(names.length, noun)}: ${some(names, SHOWN_NAMES)}`)
  return parts.length === 0 ? '' : [paint.bold('Untouched: foreign, not of this model'), ...parts].join('\n')
}

function quotasText(plan: Plan, paint: Paint): string {
  const near = plan.quotas.filter((use) => use.used >= use.limit * NEAR_LIMIT)
  if (near.length === 0) return ''
  return [
    paint.bold('Close to a limit of IAM'),
    ...near.map(
      (use) =>
        `  ${use.subject}: ${use.used.toLocaleString('en-US')} of ${use.limit.toLocaleString('en-US')} ${use.quota}`,
    ),
  ].join('\n')
}
