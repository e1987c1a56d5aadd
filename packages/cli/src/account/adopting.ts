import type { EditedFile, NotEditable } from '@rolewright/aws-sync'
import {
  type AccountDefinition,
  type AccountState,
  type Change,
  compile,
  diff,
  type Model,
  type Plan,
  type PlanNote,
  RolewrightError,
  subjectOf,
  visibleText,
} from '@rolewright/core'
import { compileOptions, type Workspace } from '../config/workspace.ts'
import type { Context, Outcome } from '../frame/context.ts'
import { notesText } from '../text/plan-text.ts'
import type { Adoptable } from './adoption.ts'

/** What an adoption is made in. */
export interface Adopting {
  readonly workspace: Workspace
  readonly account: AccountDefinition
  readonly state: AccountState
  readonly now: Date
  readonly folder: string
}

/** What a plan says of the next model that it does not say of this one. */
export function newIn({ workspace, account, state, now }: Adopting, next: Model): Pick<Plan, 'changes' | 'notes'> {
  const given = compileOptions(workspace, now)
  const after = next.accounts.find(({ id }) => id === account.id) ?? account
  const before = diff(state, compile(workspace.model, account, given).state)
  const plan = diff(state, compile(next, after, given).state)
  const known = new Set([...before.changes, ...before.notes].map((one) => JSON.stringify(one)))
  const isNew = (one: Change | PlanNote): boolean => !known.has(JSON.stringify(one))
  return { changes: plan.changes.filter(isNew), notes: plan.notes.filter(isNew) }
}

/** Tells an adoption, and what comes of it. */
export function told(
  found: Adoptable,
  files: readonly string[],
  plan: Pick<Plan, 'changes' | 'notes'>,
  context: Context,
): Outcome {
  const { paint } = context
  context.say()
  context.say(
    plan.changes.length === 0
      ? 'It is as the model says: the next plan changes nothing for it.'
      : 'What the next plan does for it:',
  )
  for (const change of plan.changes)
    context.say(`  ${paint.yellow('~')} ${visibleText(`${subjectOf(change)}: ${change.reason}`)}`)
  const notes = notesText(plan.notes, paint)
  if (notes !== '') context.say(`\n${notes}`)
  context.say(`\nLook at \`rolewright plan\`, commit, and \`rolewright apply\`.`)
  return { code: 0, json: { adopted: found, files, plan } }
}

/**
 * The edited file.
 *
 * @throws {RolewrightError} `adopt-by-hand` where the source can't be edited, with what to write instead
 */
export function editable(
  edited: EditedFile | NotEditable,
  { account, arn }: { readonly account: AccountDefinition; readonly arn: string },
): EditedFile {
  if (!('problem' in edited)) return edited
  throw new RolewrightError({
    code: 'adopt-by-hand',
    message: `the source can't be edited: ${edited.problem}`,
    hint: `take \`${arn}\` out of \`foreign\` of the account \`${account.id}\` and write it into \`adopted\`, or name the folder with \`--source\``,
    ...(edited.file === undefined ? {} : { path: edited.file }),
  })
}
