import { explain, principalsOf } from '@rolewright/core'
import type { Command } from 'commander'
import { type ExplainOptions, namedPrincipal, stateToExplain } from '../account/state-to-explain.ts'
import type { Context, Outcome, Start } from '../frame/context.ts'
import { withCommonOptions, withExplainedSource } from '../frame/options.ts'
import { explanationText } from '../text/explanation-text.ts'

/** `rolewright explain` */
export function addExplain(program: Command, start: Start): void {
  withExplainedSource(withCommonOptions(program.command('explain')))
    .argument('<who>', 'a role or person by id, or a group or user by name')
    .summary('say what a role or person may do, and why')
    .description(
      'Says what a role or person may do, service by service in plain words, with the policy and the place in the model behind it. Without a source it explains the model and needs no account.',
    )
    .addHelpText('after', '\nExample:\n  rolewright explain data-scientist --account dev')
    .action(async (who: string, options: ExplainOptions) =>
      start(options, (context) => runExplain(who, options, context)),
    )
}

async function runExplain(who: string, options: ExplainOptions, context: Context): Promise<Outcome> {
  const explained = await stateToExplain(options, context)
  const { kind, name } = namedPrincipal(explained, who)
  const principal = principalsOf(explained.state).find((one) => one.kind === kind && one.name === name)
  if (principal === undefined) throw new Error(`${kind} ${name} has gone`)
  const explanation = explain(principal, explained.sources)
  context.say(explanationText(explanation, explained, context.paint))
  const { services, guards, notSeen } = explanation
  return { code: 0, json: { who: { kind, name }, services, guards, notSeen } }
}
