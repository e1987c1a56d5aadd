import type { AuditEntry, JsonValue } from '@rolewright/core'
import { field, listField, textField } from './entry-fields.ts'
import { decisionWord, entrySummary } from './entry-summary.ts'

/** A group, user or policy that an entry is about, as `group Buyer`, and what the entry says of it. */
export interface Touch {
  readonly thing: Thing
  readonly line: string
}

/** The kind and name of what an account holds. */
export type Thing = `${'group' | 'user' | 'policy'} ${string}`

// What a plan calls its changes' subjects; names in IAM hold no blanks.
const SUBJECTS: readonly (readonly [RegExp, readonly ('group' | 'user' | 'policy')[]])[] = [
  [/^policy (\S+) on group (\S+)$/, ['policy', 'group']],
  [/^policy (\S+)$/, ['policy']],
  [/^group (\S+)$/, ['group']],
  [/^user (\S+) in group (\S+)$/, ['user', 'group']],
  [/^user (\S+)$/, ['user']],
  [/^inline policy \S+ of group (\S+)$/, ['group']],
]

/** How what entries name is called in an account. */
export interface Names {
  /** The policy that a proposal is about. */
  readonly policyOfProposal: (proposal: string) => string | undefined
  /** The group of a role, by the role's id. */
  readonly groupOfRole: (role: string) => string | undefined
  /** The user of a person, by the person's id. */
  readonly userOfPerson: (person: string) => string | undefined
}

/** What one entry touches: planned and found changes, decisions and edits; of other kinds, whatever it names. */
export function touchesOf(entry: AuditEntry, names: Names): readonly Touch[] {
  const { kind, data } = entry
  switch (kind) {
    case 'planned':
      return listField(data, 'changes').flatMap((change) =>
        thingsIn(textField(change, 'subject')).map((thing) => ({ thing, line: lineOf(change) })),
      )
    case 'drift':
      return listField(data, 'changes').flatMap((change) =>
        thingsOfChange(change).map((thing) => ({ thing, line: `Found: ${lineOf(change)}` })),
      )
    case 'decision': {
      const reason = textField(data, 'reason')
      const line = `${decisionWord(textField(data, 'decision'))}${reason === '' ? '' : `: “${reason}”`}`
      return policyThing(nameOf(textField(data, 'policy'))).map((thing) => ({ thing, line }))
    }
    case 'review':
      return [...new Set(proposalsOf(data).map(names.policyOfProposal))].flatMap((name) =>
        policyThing(name ?? '').map((thing) => ({ thing, line: 'Proposed to narrow' })),
      )
    case 'patched':
      return listField(data, 'proposals').flatMap((one) =>
        policyThing(textField(one, 'policyName')).map((thing) => ({ thing, line: 'Narrowed in its source' })),
      )
    case 'restored':
      return policyThing(textField(data, 'policyName')).map((thing) => ({ thing, line: 'put back in its source' }))
    case 'campaign':
    case 'sign-off':
    case 'run':
    case 'intent':
    case 'outcome':
    case 'person-intent':
    case 'person-outcome':
    case 'credential-review':
    case 'applied':
    case 'failed':
    case 'recovered':
      return []
    case 'onboarding':
    case 'onboarded':
    case 'offboarding':
    case 'offboarded':
    case 'granted':
    case 'grant-ended':
    case 'key-rotation':
    case 'account-intent':
    case 'account-outcome':
    case 'baseline':
    case 'bootstrap':
    case 'cloudhsm':
    case 'mended':
    default: {
      const line = entrySummary(entry)
      return thingsNamed(data, names).map((thing) => ({ thing, line }))
    }
  }
}

/** What the fields of an entry name, whatever its kind. */
function thingsNamed(data: JsonValue, { groupOfRole, userOfPerson }: Names): readonly Thing[] {
  const text = (...fields: readonly string[]): string =>
    fields.map((name) => textField(data, name)).find((value) => value !== '') ?? ''
  const person = text('person', 'personId')
  const role = text('role', 'roleId')
  const named = [
    ['user', text('user', 'userName') || (userOfPerson(person) ?? person)],
    ['group', text('group', 'groupName') || (groupOfRole(role) ?? role)],
    ['policy', nameOf(text('policy', 'policyArn', 'policyName'))],
  ] as const
  return named.flatMap(([kind, name]): Thing[] => (name === '' ? [] : [`${kind} ${name}`]))
}

/** The last part of an ARN. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}

function policyThing(name: string): readonly Thing[] {
  return name === '' ? [] : [`policy ${name}`]
}

function proposalsOf(data: JsonValue): readonly string[] {
  return listField(data, 'proposals').filter((one) => typeof one === 'string')
}

function thingsIn(subject: string): readonly Thing[] {
  for (const [pattern, kinds] of SUBJECTS) {
    const match = pattern.exec(subject)
    if (match !== null) return kinds.map((kind, index): Thing => `${kind} ${match[index + 1] ?? ''}`)
  }
  return []
}

function thingsOfChange(change: JsonValue): readonly Thing[] {
  const of = field(change, 'after') ?? field(change, 'before')
  const kind = textField(change, 'kind')
  const own = textField(of, 'name')
  return (
    [
      ['group', textField(of, 'group') || (kind.endsWith('group') ? own : '')],
      ['user', textField(of, 'user') || (kind.endsWith('user') ? own : '')],
      ['policy', nameOf(textField(of, 'policyArn')) || (/policy|version$/.test(kind) ? own : '')],
    ] as const
  ).flatMap(([what, name]): Thing[] => (name === '' ? [] : [`${what} ${name}`]))
}

function lineOf(change: JsonValue): string {
  const reason = textField(change, 'reason')
  return `${inWords(change)}${reason === '' ? '' : ` (${reason})`}`
}

/** A change as a plan names it: `Add member: user ana in group Buyer`. */
export function inWords(change: JsonValue): string {
  const kind = textField(change, 'kind').replaceAll('-', ' ')
  const subject = textField(change, 'subject')
  return `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}${subject === '' ? '' : `: ${subject}`}`
}
