import { resolve } from 'node:path'
import type { Command } from 'commander'
import { guardsOf } from '../account/guards.ts'
import { makePlan } from '../account/make-plan.ts'
import { openSource, type SourceOptions } from '../account/open-source.ts'
import { writePlanFile } from '../account/plan-file.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { openWorkspace } from '../config/workspace.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withCommonOptions, withReadableSource } from '../frame/options.ts'
import { planText } from '../text/plan-text.ts'
import { planSummary, warningsLine } from '../text/plan-summary.ts'

interface PlanOptions extends CommonOptions, SourceOptions {
  readonly prune?: boolean
  readonly exitCode?: boolean
  readonly out?: string
}

/** `rolewright plan` */
export function addPlan(program: Command, start: Start): void {
  withReadableSource(withCommonOptions(program.command('plan')))
    .summary('show what apply would change, and change nothing')
    .description(
      'Checks the roles, reads the account and shows every change that apply would make, what each person gains and loses by it, and what stays untouched because it is not of this model. Changes nothing.',
    )
    .option('--prune', 'also delete owned groups and policies that the model does not have any more')
    .option('--exit-code', 'exit 2 when there are changes')
    .option('--out <file>', 'write the plan to a file, for `rolewright apply <file>`')
    .addHelpText('after', '\nExample:\n  rolewright plan --account dev --sandbox account.json')
    .action(async (options: PlanOptions) => start(options, (context) => runPlan(options, context)))
}

async function runPlan(options: PlanOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const account = chooseAccount(workspace.model, options.account)
  const source = await openSource(account, options, context)
  const made = await makePlan(workspace, source, options)
  const { plan, actual, foreign, findings } = made
  context.say(context.paint.bold(`Plan for ${account.id} (${account.accountId}), read from ${source.label}`))
  context.say()
  const guards = await guardsOf(plan, actual, { source })
  const text = planText(plan, { foreign, guards, paint: context.paint })
  if (text !== '') context.say(`${text}\n`)
  for (const line of warningsLine(findings)) context.say(line)
  context.say(planSummary(plan, context.paint))
  if (options.out !== undefined) {
    await writePlanFile(resolve(context.io.cwd, options.out), plan)
    context.say(`Written to ${options.out}; apply it with \`rolewright apply ${options.out}\`.`)
  }
  const stopped = plan.notes.some((note) => note.kind === 'name-taken')
  return {
    code: stopped ? 1 : options.exitCode === true && plan.changes.length > 0 ? 2 : 0,
    json: { account: { id: account.id, accountId: account.accountId }, plan, foreign, findings, guards },
  }
}
