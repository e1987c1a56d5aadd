import { resolve } from 'node:path'
import { awsCliScript, RolewrightError } from '@rolewright/core'
import type { Command } from 'commander'
import { guardsOf } from '../account/guards.ts'
import { makePlan } from '../account/make-plan.ts'
import { openSource, type SourceOptions } from '../account/open-source.ts'
import { writePlanFile } from '../account/plan-file.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { openWorkspace } from '../config/workspace.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withCommonOptions, withReadableSource } from '../frame/options.ts'
import { planMarkdown } from '../text/plan-markdown.ts'
import { planText } from '../text/plan-text.ts'
import { planSummary, warningsLine } from '../text/plan-summary.ts'

interface PlanOptions extends CommonOptions, SourceOptions {
  readonly prune?: boolean
  readonly exitCode?: boolean
  readonly out?: string
  readonly as: string
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
    .option(
      '--as <form>',
      'text; markdown, for a pull request; or aws-cli, a shell script of the same calls, which takes no lock and writes no history',
      'text',
    )
    .addHelpText('after', '\nExample:\n  rolewright plan --account dev --sandbox account.json')
    .action(async (options: PlanOptions) => start(options, (context) => runPlan(options, context)))
}

const forms = ['text', 'markdown', 'aws-cli'] as const
type Form = (typeof forms)[number]

async function runPlan(options: PlanOptions, context: Context): Promise<Outcome> {
  const form = formOf(options)
  const workspace = await openWorkspace(options, context)
  const account = chooseAccount(workspace.model, options.account)
  const source = await openSource(account, options, context)
  const { plan, actual, foreign, findings } = await makePlan(workspace, source, options)
  const guards = await guardsOf(plan, actual, { source })
  const { paint } = context
  const stopped = plan.notes.some((note) => note.kind === 'name-taken')
  // A shell script or a comment is stdout and nothing else.
  const tell = form === 'text' ? context.say : context.note
  if (form === 'markdown') context.io.out(planMarkdown(plan, { account, foreign, guards }))
  if (form === 'aws-cli') {
    context.io.out(awsCliScript(plan))
    for (const { message } of guards) context.note(`warning: \`rolewright apply\` refuses this plan: ${message}`)
  }
  if (form === 'text') {
    context.say(paint.bold(`Plan for ${account.id} (${account.accountId}), read from ${source.label}`))
    context.say()
    const text = planText(plan, { foreign, guards, paint })
    if (text !== '') context.say(`${text}\n`)
    for (const line of warningsLine(findings)) context.say(line)
    context.say(planSummary(plan, paint))
  }
  if (options.out !== undefined) {
    await writePlanFile(resolve(context.io.cwd, options.out), plan)
    tell(`Written to ${options.out}; apply it with \`rolewright apply ${options.out}\`.`)
  }
  return {
    code: stopped ? 1 : options.exitCode === true && plan.changes.length > 0 ? 2 : 0,
    json: { account: { id: account.id, accountId: account.accountId }, plan, foreign, findings, guards },
  }
}

function formOf({ as, json }: PlanOptions): Form {
  const form = forms.find((one) => one === as)
  if (form === undefined) {
    throw new RolewrightError({
      code: 'invalid-argument',
      message: `a plan can't be printed as \`${as}\``,
      hint: 'give `--as text`, `--as markdown` or `--as aws-cli`; `--json` prints it as JSON',
    })
  }
  if (form !== 'text' && json === true) {
    throw new RolewrightError({
      code: 'invalid-argument',
      message: `\`--json\` can't go together with \`--as ${form}\``,
      hint: 'give one of them',
    })
  }
  return form
}
