import type { AuditEntry, JsonValue } from '@rolewright/core'
import { accountSummary } from './account-summary.ts'
import { countField, field, listField, textField } from './entry-fields.ts'
import { fieldsInWords } from './fields-in-words.ts'
import { showDay } from './format-date.ts'
import { personSummary } from './person-summary.ts'

const COMMANDS: Readonly<Record<string, string>> = {
  apply: 'bring the account to what the model says',
  drift: 'compare the account with the model',
  review: 'look for permissions that nobody uses',
  'review decide': 'record a decision about a proposal',
  'review patch': 'write accepted proposals into the roles',
  'review close': 'sign for a review',
  'review restore': 'put back what a review took away',
  baseline: 'hold the account against best practices',
  bootstrap: 'set a new account up',
  'cloudhsm status': 'look at CloudHSM',
  'cloudhsm enable': 'make CloudHSM’s service-linked role',
  'cloudhsm disable': 'delete CloudHSM’s service-linked role',
  'people onboard': 'give people a user and a first password',
  'people offboard': 'take all access away from somebody who leaves',
  'people review': 'look at everybody’s credentials',
  'people grant': 'give somebody a role for a time',
  'people rotate-key': 'replace an access key by a new one',
}

const DECISIONS: Readonly<Record<string, string>> = { accept: 'Accepted', keep: 'Refused', defer: 'Put off' }

const OPERATIONS: Readonly<Record<string, string>> = {
  CreatePolicy: 'Create',
  CreatePolicyVersion: 'Write a new version of',
  SetDefaultPolicyVersion: 'Choose the version in force of',
  DeletePolicyVersion: 'Delete an old version of',
  DeletePolicy: 'Delete',
  CreateGroup: 'Create',
  DeleteGroup: 'Delete',
  CreateUser: 'Create',
  AttachGroupPolicy: 'Attach',
  DetachGroupPolicy: 'Detach',
  PutGroupPolicy: 'Write the inline',
  DeleteGroupPolicy: 'Delete the inline',
  AddUserToGroup: 'Put',
  RemoveUserFromGroup: 'Take out',
  CreateLoginProfile: 'Give a first password to',
  UpdateLoginProfile: 'Give another first password to',
  DeleteLoginProfile: 'Delete the password of',
  CreateAccessKey: 'Make an access key for',
  UpdateAccessKey: 'Put out of force an access key of',
  DeleteAccessKey: 'Delete an access key of',
  DeactivateMFADevice: 'Put out of use an MFA device of',
  DeleteVirtualMFADevice: 'Delete a virtual MFA device of',
  PutUserPolicy: 'Write an inline policy of',
  DeleteUserPolicy: 'Delete an inline policy of',
  AttachUserPolicy: 'Attach a policy to',
  DetachUserPolicy: 'Detach a policy of',
  TagUser: 'Tag',
  DeleteUser: 'Delete',
}

const LENGTH = 400

/** What an entry says, in a sentence for somebody who knows neither IAM's operations nor the log's format. */
export function entrySummary(entry: Pick<AuditEntry, 'kind' | 'data'>): string {
  const text = sentence(entry)
  return text.length > LENGTH ? `${text.slice(0, LENGTH - 1)}…` : text
}

/** A stored review by its date, which its file's name begins with. */
function reviewOf(data: JsonValue): string {
  const file = textField(data, 'review')
  const [day] = /^\d{4}-\d{2}-\d{2}(?=-)/.exec(file) ?? []
  return day === undefined ? file : `The review of ${showDay(day).text}`
}

function sentence({ kind, data }: Pick<AuditEntry, 'kind' | 'data'>): string {
  switch (kind) {
    case 'run': {
      const command = textField(data, 'command')
      const aim = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined
      return aim === undefined ? `\`${command}\` was run` : `Run to ${aim}`
    }
    case 'planned':
      return `${number(countField(data, 'changes'), 'change')} planned: ${accessChange(data)}`
    case 'intent':
    case 'person-intent':
    case 'account-intent':
      return callSummary(data)
    case 'outcome':
    case 'person-outcome':
    case 'account-outcome':
      return outcomeSummary(data).text
    case 'applied':
      return countField(data, 'changes') === 0
        ? 'Nothing was left to change; the account is as planned'
        : `${number(countField(data, 'changes'), 'change')} made; the account is as planned`
    case 'failed':
      return `Stopped after ${number(countField(data, 'done'), 'change')} of ${countField(data, 'of') ?? 'an unknown number'}, at ${textField(data, 'at') || 'an unknown place'}: ${errorText(data)}`
    case 'drift':
      return `${number(countField(data, 'changes'), 'difference')} between the account and the model${differences(data)}`
    case 'review':
      return `${number(countField(data, 'proposals'), 'proposal')} to narrow${window(data)}`
    case 'decision':
      return decision(data)
    case 'patched': {
      const policies = listField(data, 'proposals').map((one) => textField(one, 'policyName'))
      const files = listField(data, 'files').map((one) => textField(one, 'file'))
      return `${files.join(', ') || 'The roles'} edited${policies.length === 0 ? '' : `: ${[...new Set(policies)].join(', ')}`}`
    }
    case 'campaign': {
      const population = field(data, 'population')
      return `${reviewOf(data)} is to be decided by ${showDay(textField(data, 'deadline')).text}, by ${number(countField(data, 'reviewers'), 'role owner')}; it covers ${number(countField(population, 'roles'), 'role')}, ${number(countField(population, 'people'), 'person', 'people')} and ${number(countField(population, 'policies'), 'policy', 'policies')}`
    }
    case 'sign-off': {
      const open = countField(data, 'open') ?? 0
      const reason = textField(data, 'reason')
      return `${reviewOf(data)}: “${textField(data, 'text')}”${open === 0 ? '' : `; ${number(open, 'proposal')} left open${reason === '' ? '' : `: ${reason}`}`}`
    }
    case 'restored':
      return `${textField(data, 'policyName') || 'What was removed'} is back in ${textField(data, 'file') || 'the roles'}${textField(data, 'reason') === '' ? '' : `. “${textField(data, 'reason')}”`}`
    case 'onboarding':
    case 'onboarded':
    case 'offboarding':
    case 'offboarded':
    case 'granted':
    case 'grant-ended':
    case 'key-rotation':
    case 'credential-review':
      return personSummary(kind, data)
    case 'recovered':
      return 'The log’s last line had been cut off by a crash; it was set aside'
    case 'baseline':
    case 'bootstrap':
    case 'cloudhsm':
    case 'mended':
      return accountSummary(kind, data)
    default:
      return fieldsInWords(data)
  }
}

/** What one call to AWS is about to do: `Put user ana in group Buyer`. */
export function callSummary(data: JsonValue): string {
  const operation = textField(data, 'operation').replace(/^iam:/, '')
  const subject = textField(data, 'subject')
  const word = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined
  return word === undefined ? `${operation || 'A call'}: ${subject}` : `${word} ${subject}`
}

/** What AWS answered to one call. */
export function outcomeSummary(data: JsonValue): { readonly text: string; readonly ok: boolean } {
  switch (textField(data, 'result')) {
    case 'done':
      return { text: 'done', ok: true }
    case 'already-done':
      return { text: 'was so already', ok: true }
    default:
      return { text: `refused: ${errorText(data)}`, ok: false }
  }
}

function accessChange(data: JsonValue): string {
  const access = listField(data, 'access')
  const counts = (['wider', 'narrower', 'different'] as const).map((relation) => ({
    relation,
    count: access.filter((one) => field(one, 'relation') === relation).length,
  }))
  const words = { wider: 'may do more', narrower: 'may do less', different: 'may do other things' }
  const parts = counts
    .filter(({ count }) => count > 0)
    .map(({ relation, count }) => `${number(count, 'group or person', 'groups or people')} ${words[relation]}`)
  return parts.length === 0 ? 'nobody’s access changes' : parts.join(', ')
}

/** What a decision is called; one without a word by its name. */
export function decisionWord(chosen: string): string {
  return (Object.hasOwn(DECISIONS, chosen) ? DECISIONS[chosen] : undefined) ?? (chosen || 'Decided')
}

function decision(data: JsonValue): string {
  const chosen = textField(data, 'decision')
  const arn = textField(data, 'policy')
  const policy = arn.slice(arn.lastIndexOf('/') + 1)
  const removed = listField(data, 'removed').length
  const unused = `${removed === 0 ? 'what is' : removed} unused${removed === 0 ? '' : removed === 1 ? ' permission' : ' services or actions'}`
  const what =
    chosen === 'keep'
      ? `${policy || 'the policy'} keeps ${unused}`
      : `take ${unused} away from ${policy || 'the policy'}`
  const until = textField(data, 'until').slice(0, 10)
  const reason = textField(data, 'reason')
  return `${decisionWord(chosen)}${until === '' ? '' : ` until ${until}`}: ${what}${reason === '' ? '' : `. “${reason}”`}`
}

function differences(data: JsonValue): string {
  const texts = [...new Set(listField(data, 'changes').map(difference))].filter((one) => one !== '')
  return texts.length === 0
    ? ''
    : `: ${texts.slice(0, 3).join('; ')}${texts.length > 3 ? `; and ${texts.length - 3} more` : ''}`
}

/** What a change of the plan is about, and why it is there. */
function difference(change: JsonValue): string {
  const of = field(change, 'after') ?? field(change, 'before')
  const arn = textField(of, 'policyArn')
  const parts = [
    textField(of, 'name') || textField(of, 'user') || arn.slice(arn.lastIndexOf('/') + 1),
    textField(of, 'group'),
  ]
  const subject = parts.filter((part) => part !== '').join(' in ')
  const reason = textField(change, 'reason')
  if (subject === '' || reason === '') return subject || reason
  return `${subject} (${reason})`
}

function window(data: JsonValue): string {
  const days = countField(data, 'windowDays')
  return days === undefined ? '' : `, from what was used in ${days} days`
}

function errorText(data: JsonValue): string {
  return textField(field(data, 'error'), 'message') || textField(data, 'error') || 'no reason recorded'
}

function number(count: number | undefined, one: string, many = `${one}s`): string {
  return count === undefined ? `some ${many}` : `${count} ${count === 1 ? one : many}`
}
