import type { Command } from 'commander'
import { makePlan } from '../account/make-plan.ts'
import { type Connection, openSource, type Source, type SourceOptions } from '../account/open-source.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { openWorkspace } from '../config/workspace.ts'
import { withHistory } from '../account/with-history.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withCommonOptions, withReadableSource } from '../frame/options.ts'
import { driftText } from '../text/drift-text.ts'
import { notesText } from '../text/plan-text.ts'
import { count } from '../text/words.ts'

type DriftOptions = CommonOptions & SourceOptions

/** `rolewright drift` */
export function addDrift(program: Command, start: Start): void {
  withReadableSource(withCommonOptions(program.command('drift')))
    .summary('find what was changed in the account by hand')
    .description(
      'Compares the account with the model and shows what somebody changed there, told from the account’s side. Exits 2 when there is a difference, so that a scheduled run can raise an alarm. What it finds goes into the history.',
    )
    .addHelpText('after', '\nExample:\n  rolewright drift --account dev --sandbox account.json')
    .action(async (options: DriftOptions) => start(options, (context) => runDrift(options, context)))
}

async function runDrift(options: DriftOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const account = chooseAccount(workspace.model, options.account)
  const source = await openSource(account, options, context)
  const { plan } = await makePlan(workspace, source, {})
  const { paint } = context
  context.say(paint.bold(`Drift in ${account.id} (${account.accountId}), read from ${source.label}`))
  context.say()
  for (const change of plan.changes) context.say(driftText(change, paint))
  const notes = notesText(plan.notes, paint)
  if (notes !== '') context.say(`${plan.changes.length === 0 ? '' : '\n'}${notes}`)
  if (plan.changes.length > 0 || notes !== '') context.say()
  if (plan.changes.length === 0) context.say(paint.green('No drift: the account is as the model says.'))
  else
    context.say(
      `${count(plan.changes.length, 'difference')}; \`rolewright apply\` makes the account as the model says.`,
    )
  if (plan.changes.length > 0 && isConnection(source)) {
    await withHistory({ command: 'drift', workspace, connection: source, context }, async (history) => {
      await history.append('drift', { from: plan.from, changes: plan.changes })
    })
  }
  return {
    code: plan.changes.length > 0 ? 2 : 0,
    json: { account: { id: account.id, accountId: account.accountId }, changes: plan.changes, notes: plan.notes },
  }
}

function isConnection(source: Source | Connection): source is Connection {
  return 'clients' in source
}
