import type { BaselineReport, BaselineResult, MendCall, MendPlan } from '@rolewright/core'
import type { Paint } from '../frame/io.ts'

const SHOWN = 5

/** A report as lines: what fails first, the gravest first, then what can't be seen, then what is well. */
export function baselineText({ results, score }: BaselineReport, paint: Paint): readonly string[] {
  const order = ['error', 'warning', 'info']
  const failed = results
    .filter(({ status }) => status === 'failed')
    .toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
  const unseen = results.filter(({ status }) => status === 'unseen')
  const passed = results.filter(({ status }) => status === 'passed')
  return [
    ...failed.flatMap((result) => [...failedLines(result, paint), '']),
    ...unseen.map(({ title, check, says }) => `${paint.cyan('unseen')} ${title} ${paint.dim(check)}\n  ${says}`),
    ...(unseen.length > 0 ? [''] : []),
    ...passed.map(
      ({ title, check, says }) => `${paint.green('passed')} ${title} ${paint.dim(check)}\n  ${paint.dim(says)}`,
    ),
    ...(passed.length > 0 ? [''] : []),
    score.percent === null
      ? 'Nothing can be seen that counts.'
      : `Score ${paint.bold(`${score.percent} of 100`)}: ${passed.length} passed, ${failed.length} failed, ${unseen.length} can’t be seen.`,
  ]
}

function failedLines(result: BaselineResult, paint: Paint): readonly string[] {
  const { severity, title, check, code, findings, unseen, source } = result
  const colour = severity === 'error' ? paint.red : severity === 'warning' ? paint.yellow : paint.cyan
  const more = findings.length - SHOWN
  return [
    `${colour(severity)} ${title} ${paint.dim(`${check} (${code})`)}`,
    ...findings.slice(0, SHOWN).map(({ message }) => `  - ${message}`),
    ...(more > 0 ? [`  - and ${more} more; \`--json\` has them all`] : []),
    `  ${paint.dim('source:')} ${source.section}`,
    ...(unseen === '' ? [] : [`  ${paint.dim('unseen:')} ${unseen}`]),
    `  ${paint.dim('mend:')}   ${findings[0]?.hint ?? ''}`,
  ]
}

/** What a mend would do, and what it leaves. */
export function mendText({ calls, left }: MendPlan, paint: Paint): readonly string[] {
  return [
    ...calls.map((call) => `  ${paint.green('+')} ${mendLine(call)}`),
    ...left.map(({ subject, why }) => `  ${paint.yellow('left')} ${subject}: ${why}`),
  ]
}

/** One call of a mend, for a person. */
export function mendLine(call: MendCall): string {
  switch (call.kind) {
    case 'create-alias':
      return `give the account the alias ${call.alias}`
    case 'set-password-policy': {
      const { after, before } = call
      const earlier = new Map<string, number | boolean>(before === null ? [] : Object.entries(before))
      const words = Object.entries(after).map(([name, value]) => {
        const was = earlier.get(name)
        return was === undefined || was === value ? `${name} ${value}` : `${name} ${value} (was ${was})`
      })
      return `${before === null ? 'set a password policy' : 'change the password policy'}: ${words.join(', ')}`
    }
    case 'create-group':
      return `make the group ${call.group}`
    case 'attach-policy':
      return `attach ${call.policyArn.slice(call.policyArn.lastIndexOf('/') + 1)} to the group ${call.group}`
    case 'create-policy':
      return `make the managed policy ${call.policy} of the same document`
    case 'delete-inline-policy':
      return `delete the policy ${call.policy} inside the group ${call.group}`
    default:
      return call satisfies never
  }
}
