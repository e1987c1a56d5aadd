import { driftOf, type Drifted } from '@rolewright/core'
import type { Command } from 'commander'
import { makePlan } from '../account/make-plan.ts'
import { type Connection, openSource, type Source, type SourceOptions } from '../account/open-source.ts'
import { whoDrifted } from '../account/who-drifted.ts'
import { withHistory } from '../account/with-history.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { openWorkspace } from '../config/workspace.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withCommonOptions, withReadableSource } from '../frame/options.ts'
import { driftSentence, driftText } from '../text/drift-text.ts'
import { notesText } from '../text/plan-text.ts'
import { count } from '../text/words.ts'

type DriftOptions = CommonOptions & SourceOptions

/** `rolewright drift` */
export function addDrift(program: Command, start: Start): void {
  withReadableSource(withCommonOptions(program.command('drift')))
    .summary('find what was changed in the account by hand')
    .description(
      'Compares the account with the model and shows what somebody changed there, told from the account’s side, with who did it where CloudTrail may be read. Exits 2 when there is a difference, so that a scheduled run can raise an alarm; foreign members of owned groups and foreign users of owned policies are differences too. What it finds goes into the history.',
    )
    .addHelpText('after', '\nExample:\n  rolewright drift --account dev --sandbox account.json')
    .action(async (options: DriftOptions) => start(options, (context) => runDrift(options, context)))
}

async function runDrift(options: DriftOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const account = chooseAccount(workspace.model, options.account)
  const source = await openSource(account, options, context)
  const { plan, actual } = await makePlan(workspace, source, {})
  const drifted = driftOf(plan, actual)
  const deeds = await whoDrifted(drifted, { source, workspace })
  const { paint } = context
  context.say(paint.bold(`Drift in ${account.id} (${account.accountId}), read from ${source.label}`))
  context.say()
  for (const one of drifted) context.say(driftText(one, deeds.of(one), paint))
  const others = plan.notes.filter((note) => !drifted.some((one) => one.note === note))
  const notes = notesText(others, paint)
  if (notes !== '') context.say(`${drifted.length === 0 ? '' : '\n'}${notes}`)
  if (drifted.length > 0 || notes !== '') context.say()
  for (const line of summary(drifted)) context.say(drifted.length === 0 ? paint.green(line) : line)
  if (deeds.missing !== undefined) context.note(`note: who did it is not known: ${deeds.missing}`)
  const found = drifted.map((one) => ({
    subject: one.subject,
    message: driftSentence(one),
    setBack: one.change !== undefined,
    who: deeds.of(one),
  }))
  if (drifted.length > 0 && isConnection(source)) {
    await withHistory({ command: 'drift', workspace, connection: source, context }, async (history) => {
      await history.append('drift', { from: plan.from, changes: plan.changes, drift: found })
    })
  }
  return {
    code: drifted.length > 0 ? 2 : 0,
    json: {
      account: { id: account.id, accountId: account.accountId },
      drift: found,
      changes: plan.changes,
      notes: plan.notes,
    },
  }
}

function summary(drifted: readonly Drifted[]): readonly string[] {
  const [all, setBack] = [drifted.length, drifted.filter((one) => one.change !== undefined).length]
  if (all === 0) return ['No drift: the account is as the model says.']
  const left = all - setBack
  if (left === 0) return [`${count(all, 'difference')}; \`rolewright apply\` makes the account as the model says.`]
  const rest = left === 1 ? 'one is' : `${left} are`
  return [
    setBack === 0
      ? `${count(all, 'difference')}, which \`rolewright apply\` leaves as ${all === 1 ? 'it is: its line says' : 'they are: each line says'} what to do.`
      : `${count(all, 'difference')}; \`rolewright apply\` sets back ${setBack}, and ${rest} left as the line says.`,
  ]
}

function isConnection(source: Source | Connection): source is Connection {
  return 'clients' in source
}
