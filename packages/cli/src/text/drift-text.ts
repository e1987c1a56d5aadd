import { type Change, defaultDocument, type Drifted, policyNameOf, visibleText } from '@rolewright/core'
import type { Deed } from '../account/who-drifted.ts'
import type { Paint } from '../frame/io.ts'
import { documentDiff } from './document-diff.ts'

/** One difference, told from the account's side: what somebody did there, and who. Documents show the model's as `-`, the account's as `+`. */
export function driftText(drifted: Drifted, deeds: readonly Deed[], paint: Paint): string {
  const { change } = drifted
  return [
    `  ${paint.yellow('!')} ${visibleText(driftSentence(drifted))}`,
    ...deeds.map((deed) => `      ${visibleText(deedSentence(deed))}`),
    ...(change === undefined ? [] : documents(change, paint)).map((line) => `      ${line}`),
  ].join('\n')
}

/** What is not as the model says, in a line. */
export function driftSentence({ change, note }: Drifted): string {
  if (change !== undefined) return sentence(change)
  return note === undefined ? '' : `${note.subject}: ${note.message}`
}

function deedSentence({ operation, by, at, ip, byApply }: Deed): string {
  const when = `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`
  const where = ip === undefined ? '' : ` from ${ip}`
  return `${operation} by ${by}, ${when}${where}${byApply ? ', in an apply of this model: the model has changed since' : ''}`
}

function sentence(change: Change): string {
  switch (change.kind) {
    case 'create-policy':
      return `policy ${change.after.name} is missing`
    case 'create-group':
      return `group ${change.after.name} is missing`
    case 'create-user':
      return `user ${change.after.name} is missing`
    case 'update-policy':
      return `policy ${change.before.name} was edited: ${change.before.defaultVersionId} is not what the model says`
    case 'set-default-version':
      return `policy ${change.before.name} was edited: ${change.before.defaultVersionId} is in force, the model's document is ${change.after.defaultVersionId}`
    case 'delete-policy':
      return `policy ${change.before.name} is not in the model`
    case 'delete-group':
      return `group ${change.before.name} is not in the model`
    case 'move-group':
      return `group ${change.before.name} lies under ${change.before.path}, not under ${change.after.path}`
    case 'attach-policy':
      return `policy ${policyNameOf(change.after.policyArn)} is not attached to group ${change.after.group}`
    case 'detach-policy':
      return `policy ${policyNameOf(change.before.policyArn)} is attached to group ${change.before.group}, which the model does not say`
    case 'delete-inline-policy':
      return `group ${change.before.group} has the inline policy ${change.before.name}, which the model does not say`
    case 'add-member':
      return `user ${change.after.user} is not in group ${change.after.group}`
    case 'remove-member':
      return `user ${change.before.user} is in group ${change.before.group}, which the model does not say`
    default:
      return change satisfies never
  }
}

function documents(change: Change, paint: Paint): readonly string[] {
  if (change.kind !== 'update-policy' && change.kind !== 'set-default-version') return []
  const account = defaultDocument(change.before)
  const model = defaultDocument(change.after)
  return account === undefined || model === undefined ? [] : documentDiff(model, account, paint)
}
