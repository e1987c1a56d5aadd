import type { AuditEntry } from '@rolewright/core'
import { countField, field, listField, textField } from './entry-fields.ts'

/** The kinds of entries that tell of people and their credentials. */
export type PersonKind = Extract<
  AuditEntry['kind'],
  | 'onboarding'
  | 'onboarded'
  | 'offboarding'
  | 'offboarded'
  | 'granted'
  | 'grant-ended'
  | 'key-rotation'
  | 'credential-review'
>

const ROTATION: Readonly<Record<string, string>> = {
  create: 'A new access key was made',
  switch: 'The old access key was put out of force',
  remove: 'The old access key was deleted',
}

/** What an entry about a person says, in a sentence. */
export function personSummary(kind: PersonKind, data: AuditEntry['data']): string {
  const who = textField(data, 'user') || textField(data, 'person') || 'Somebody'
  const reason = quoted(textField(data, 'reason'))
  switch (kind) {
    case 'onboarding':
      return `${who} is being onboarded`
    case 'onboarded': {
      const waiting = namesIn(data, 'waiting')
      const groups = namesIn(data, 'groups')
      const key = quoted(textField(data, 'accessKeyReason'))
      return `${who} was onboarded${groups === '' ? '' : ` into ${groups}`}${waiting === '' ? '' : `; ${waiting} follows the first sign-in`}${key === '' ? '' : `; with an access key${key}`}`
    }
    case 'offboarding':
      return `${who} is being offboarded`
    case 'offboarded': {
      const sessions = countField(data, 'sessions') ?? 0
      const kept = field(data, 'keptUser') === true ? '; the user is kept, and denied everything' : ''
      return `${who} was offboarded${kept}${sessions === 0 ? '' : `; sessions of ${sessions === 1 ? 'one role' : `${sessions} roles`} may outlive that`}`
    }
    case 'granted':
      return `${who} has ${textField(data, 'role') || 'a role'} until ${moment(textField(data, 'until'))}${field(data, 'breakGlass') === true ? ', for an emergency' : ''}${reason}`
    case 'grant-ended': {
      const calls = listField(data, 'calls')
      const total = calls.reduce<number>((sum, call) => sum + (countField(call, 'count') ?? 0), 0)
      const did =
        textField(data, 'unread') !== ''
          ? `what was done under it is not known: ${textField(data, 'unread')}`
          : calls.length === 0
            ? 'nothing was done under it'
            : `${total} calls under it: ${calls
                .slice(0, 5)
                .map((call) => textField(call, 'name'))
                .join(', ')}${calls.length > 5 ? ` and ${calls.length - 5} more` : ''}`
      return `The temporary access of ${who} to ${textField(data, 'role') || 'a role'} has ended; ${did}`
    }
    case 'key-rotation':
      return `${ROTATION[textField(data, 'step')] ?? 'An access key is being rotated'}: ${who}`
    case 'credential-review': {
      const findings = countField(data, 'findings') ?? 0
      return `The credentials of ${countField(data, 'users') ?? 'all'} users were reviewed: ${findings === 1 ? '1 finding' : `${findings} findings`}`
    }
    default:
      return kind satisfies never
  }
}

function namesIn(data: AuditEntry['data'], name: string): string {
  return listField(data, name)
    .filter((one) => typeof one === 'string')
    .join(', ')
}

function quoted(text: string): string {
  return text === '' ? '' : `. “${text}”`
}

/** `2026-06-01 12:00` in UTC. */
function moment(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ')
}
