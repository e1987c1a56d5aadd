import { decider } from '@rolewright/core'
import type { Command } from 'commander'
import { type ExplainOptions, stateToExplain } from '../account/state-to-explain.ts'
import type { Context, Outcome, Start } from '../frame/context.ts'
import { withCommonOptions, withExplainedSource } from '../frame/options.ts'
import { type ContextOptions, requestOf, withRequestContext } from '../frame/request.ts'
import { reasonText } from '../text/decision-text.ts'

type WhoCanOptions = ExplainOptions & ContextOptions

/** `rolewright who-can` */
export function addWhoCan(program: Command, start: Start): void {
  withRequestContext(withExplainedSource(withCommonOptions(program.command('who-can'))))
    .argument('<action>', 'for example s3:GetObject')
    .argument('[resource]', 'an ARN', '*')
    .summary('list the roles and people who may do something')
    .description(
      'Lists every group and user that may, by identity policies and permissions boundaries, each with the statement that allows it.',
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
  const explained = await stateToExplain(options, context)
  const answers = decider(explained.state, explained.sources).whoCan(request)
  const { paint } = context
  context.say(paint.bold(`Who may ${request.action} on ${request.resource} in ${explained.label}`))
  if (answers.length === 0) context.say('\n  nobody')
  for (const kind of ['group', 'user'] as const) {
    const of = answers.filter(({ principal }) => principal.kind === kind)
    if (of.length === 0) continue
    context.say(`\n${kind === 'group' ? 'Roles' : 'People'}`)
    for (const answer of of)
      context.say(`  ${answer.principal.name}  ${paint.dim(reasonText(answer, explained.places))}`)
  }
  return {
    code: 0,
    json: {
      request,
      allowed: answers.map(({ principal, because }) => ({
        who: { kind: principal.kind, name: principal.name },
        because,
      })),
    },
  }
}
