import { decider, type PrincipalDecision, type PrincipalPossibility, requestNotes, visibleText } from '@rolewright/core'
import type { Command } from 'commander'
import { type ExplainOptions, stateToExplain } from '../account/state-to-explain.ts'
import type { Context, Outcome, Start } from '../frame/context.ts'
import { withCommonOptions, withExplainedSource } from '../frame/options.ts'
import { type ContextOptions, requestOf, withRequestContext } from '../frame/request.ts'
import { possibilityText, reasonText } from '../text/decision-text.ts'

type WhoCanOptions = ExplainOptions & ContextOptions

/** `rolewright who-can` */
export function addWhoCan(program: Command, start: Start): void {
  withRequestContext(withExplainedSource(withCommonOptions(program.command('who-can'))))
    .argument('<action>', 'for example s3:GetObject')
    .argument('[resource]', 'an ARN', '*')
    .summary('list the roles and people who may do something')
    .description(
      'Lists every group and user that may, by identity policies and permissions boundaries, each with the statement that allows it; then those who may on some resources or under some conditions only, with a request that shows it. A resource may hold wildcards.',
    )
    .addHelpText('after', '\nExample:\n  rolewright who-can iam:CreateUser --account dev')
    .action(async (action: string, resource: string, options: WhoCanOptions) =>
      start(options, (context) => runWhoCan({ action, resource }, options, context)),
    )
}

async function runWhoCan(
  asked: { readonly action: string; readonly resource: string },
  options: WhoCanOptions,
  context: Context,
): Promise<Outcome> {
  const request = requestOf(asked, options)
  const notes = requestNotes(request)
  const explained = await stateToExplain(options, context)
  const ask = decider(explained.state, explained.sources)
  const answers = ask.whoCan(request)
  const allowed = new Set(answers.map(({ principal }) => principal))
  const possible = ask.whoCould(asked).filter(({ principal }) => !allowed.has(principal))
  const { paint } = context
  for (const note of notes) context.note(`note: ${note}`)
  context.say(paint.bold(`Who may ${request.action} on ${request.resource} in ${explained.label}`))
  if (answers.length + possible.length === 0) context.say('\n  nobody')
  for (const [kind, title] of [
    ['group', 'Roles'],
    ['user', 'People'],
  ] as const) {
    sayList(title, answers.filter(isOf(kind)), (answer) => reasonText(answer, explained.places), context)
  }
  for (const [kind, title] of [
    ['group', 'Roles, on some resources or under conditions'],
    ['user', 'People, on some resources or under conditions'],
  ] as const) {
    sayList(title, possible.filter(isOf(kind)), (answer) => possibilityText(answer, explained.places), context)
  }
  return {
    code: 0,
    json: {
      request,
      notes,
      allowed: answers.map(({ principal, because }) => ({
        who: { kind: principal.kind, name: principal.name },
        because,
      })),
      possible: possible.map(({ principal, examples }) => ({
        who: { kind: principal.kind, name: principal.name },
        examples,
      })),
    },
  }
}

type Answer = PrincipalDecision | PrincipalPossibility

function isOf(kind: Answer['principal']['kind']): (answer: Answer) => boolean {
  return ({ principal }) => principal.kind === kind
}

function sayList<One extends Answer>(
  title: string,
  answers: readonly One[],
  text: (answer: One) => string,
  { say, paint }: Context,
): void {
  if (answers.length === 0) return
  say(`\n${title}`)
  for (const answer of answers) say(`  ${visibleText(answer.principal.name)}  ${paint.dim(text(answer))}`)
}
