import { decider, requestNotes } from '@rolewright/core'
import type { Command } from 'commander'
import { type ExplainOptions, namedPrincipal, stateToExplain } from '../account/state-to-explain.ts'
import type { Context, Outcome, Start } from '../frame/context.ts'
import { withCommonOptions, withExplainedSource } from '../frame/options.ts'
import { type ContextOptions, requestOf, withRequestContext } from '../frame/request.ts'
import { decisionText } from '../text/decision-text.ts'

type CanOptions = ExplainOptions & ContextOptions

/** `rolewright can` */
export function addCan(program: Command, start: Start): void {
  withRequestContext(withExplainedSource(withCommonOptions(program.command('can'))))
    .argument('<who>', 'a role or person by id, or a group or user by name')
    .argument('<action>', 'for example s3:GetObject')
    .argument('[resource]', 'an ARN', '*')
    .summary('say whether somebody may do something, and why')
    .description(
      'Decides one request as IAM would, by identity policies and permissions boundaries, and says which statement decided, or what came closest and under which conditions it would be allowed. With --exit-code it exits 2 for no.',
    )
    .option('--exit-code', 'exit 2 when the answer is no')
    .addHelpText(
      'after',
      '\nExample:\n  rolewright can data-scientist s3:PutBucketPolicy arn:aws:s3:::examplecorp-dev-input --account dev',
    )
    .action(
      async (who: string, action: string, resource: string, options: CanOptions & { readonly exitCode?: boolean }) =>
        start(options, (context) => runCan({ who, action, resource }, options, context)),
    )
}

async function runCan(
  asked: { readonly who: string; readonly action: string; readonly resource: string },
  options: CanOptions & { readonly exitCode?: boolean },
  context: Context,
): Promise<Outcome> {
  const request = requestOf(asked, options)
  const notes = requestNotes(request)
  const explained = await stateToExplain(options, context)
  const who = namedPrincipal(explained, asked.who)
  const ask = decider(explained.state, explained.sources)
  const answer = ask.can(who, request)
  if (answer === undefined) throw new Error(`${who.kind} ${who.name} has gone`)
  const { decision, because } = answer
  const otherwise = decision.effect === 'allow' ? undefined : ask.could(who, asked)
  for (const note of notes) context.note(`note: ${note}`)
  context.say(decisionText(answer, { request, places: explained.places, otherwise }, context.paint))
  return {
    code: options.exitCode === true && decision.effect !== 'allow' ? 2 : 0,
    json: {
      who,
      request,
      notes,
      effect: decision.effect,
      because,
      closest: decision.closest ?? [],
      otherwise: otherwise?.examples ?? [],
    },
  }
}
