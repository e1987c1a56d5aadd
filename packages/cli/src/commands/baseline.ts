import {
  baselineChecks,
  baselineEntry,
  baselineReport,
  mendPlan,
  nearest,
  RolewrightError,
  type BaselineCheck,
} from '@rolewright/core'
import type { Command } from 'commander'
import { type Connection, openConnection, type SourceOptions } from '../account/open-source.ts'
import { withHistory } from '../account/with-history.ts'
import { requireStandardPartition } from '../account/require-partition.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { openWorkspace, ownedPath, type Workspace } from '../config/workspace.ts'
import { requireConfirmation } from '../frame/confirm.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { accountAlias } from '../frame/name-options.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { baselineText, mendText } from '../text/baseline-text.ts'
import { count } from '../text/words.ts'

interface BaselineOptions extends CommonOptions, SourceOptions {
  readonly mend?: string
  readonly alias?: string
}

/** `rolewright baseline` */
export function addBaseline(program: Command, start: Start): void {
  withAccountSource(withCommonOptions(program.command('baseline')))
    .summary('hold the account against AWS’s best practices')
    .description(
      'Holds the account’s settings, credentials and permissions against each line of AWS’s best-practices document, with a score that goes into the history. With --mend it shows what it would do about one check, asks, and does what is safe by API; what only a person can do it tells in steps. Exits 1 when a check of severity error fails.',
    )
    .option('--mend <check>', 'mend this check, by its id')
    .option('--alias <name>', 'with `--mend account-alias`: the alias to give', accountAlias)
    .addHelpText('after', '\nExample:\n  rolewright baseline --mend password-policy --account dev')
    .action(async (options: BaselineOptions) => start(options, (context) => runBaseline(options, context)))
}

async function runBaseline(options: BaselineOptions, context: Context): Promise<Outcome> {
  const check = options.mend === undefined ? undefined : checkNamed(options.mend)
  const workspace = await openWorkspace(options, context)
  const account = chooseAccount(workspace.model, options.account)
  requireStandardPartition(account, 'baseline')
  const { requireUsableHistory } = await import('@rolewright/aws-sync')
  await requireUsableHistory(workspace.audit, account.accountId)
  const connection = await openConnection(account, options, context)
  return check === undefined
    ? runChecks(workspace, connection, context)
    : runMend(check, { workspace, connection, options, context })
}

function checkNamed(id: string): BaselineCheck {
  const check = baselineChecks.find((one) => one.id === id)
  if (check !== undefined) return check
  const ids = baselineChecks.map((one) => one.id)
  const spelling = nearest(id, ids)
  throw new RolewrightError({
    code: 'invalid-argument',
    message: `the baseline has no check \`${id}\``,
    hint:
      spelling === undefined
        ? `its checks are ${ids.map((one) => `\`${one}\``).join(', ')}`
        : `did you mean \`${spelling}\`?`,
  })
}

const factsOf = async (workspace: Workspace, { clients, now }: Connection) => {
  const { readAccountFacts } = await import('@rolewright/aws-sync')
  return readAccountFacts(clients, { now, ownAccounts: workspace.model.accounts.map(({ accountId }) => accountId) })
}

async function runChecks(workspace: Workspace, connection: Connection, context: Context): Promise<Outcome> {
  const { account, label } = connection
  const report = baselineReport(await factsOf(workspace, connection))
  context.say(context.paint.bold(`Baseline of ${account.id} (${account.accountId}), ${label}`))
  context.say()
  for (const line of baselineText(report, context.paint)) context.say(line)
  await withHistory({ command: 'baseline', workspace, connection, context }, async (history) => {
    await history.append('baseline', baselineEntry(report))
  })
  const failed = report.results.some(({ status, severity }) => status === 'failed' && severity === 'error')
  return { code: failed ? 1 : 0, json: report }
}

async function runMend(
  check: BaselineCheck,
  given: { workspace: Workspace; connection: Connection; options: BaselineOptions; context: Context },
): Promise<Outcome> {
  const { workspace, connection, options, context } = given
  const { paint } = context
  const { account, label } = connection
  const about = { account: account.id, check: check.id }
  context.say(paint.bold(`${check.title} (${check.id}), in ${account.id} (${account.accountId}), ${label}`))
  const { mend } = check
  if (mend.by !== 'baseline') {
    const steps = mend.by === 'person' ? mend.steps : [`Run \`${mend.command}\`, which ${mend.does}.`]
    context.say(mend.by === 'person' ? 'Only a person can do this:' : 'Another command does this:')
    for (const [index, step] of steps.entries()) context.say(`  ${index + 1}. ${step}`)
    return { code: 0, json: { ...about, steps, calls: [], left: [], mended: null } }
  }
  const facts = await factsOf(workspace, connection)
  const plan = mendPlan(check.id, facts, {
    owned: { path: ownedPath(workspace), ...(account.adopted === undefined ? {} : { adopted: account.adopted }) },
    ...(options.alias === undefined ? {} : { alias: options.alias }),
  })
  for (const line of mendText(plan, paint)) context.say(line)
  if (plan.calls.length === 0) {
    context.say(plan.left.length === 0 ? paint.green('Nothing is to be mended.') : 'Nothing that calls could do.')
    return { code: plan.left.length === 0 ? 0 : 1, json: { ...about, calls: [], left: plan.left, mended: null } }
  }
  if (!(await requireConfirmation(`Make ${count(plan.calls.length, 'call')}?`, options, context))) {
    context.note('Nothing was changed.')
    return { code: 1, json: { ...about, calls: plan.calls, left: plan.left, mended: null } }
  }
  const { mend: carryOut } = await import('@rolewright/aws-sync')
  const mended = await withHistory(
    { command: `baseline --mend ${check.id}`, workspace, connection, context },
    (history) => carryOut(plan, connection.clients, { history }),
  )
  context.say(paint.green(`Mended in ${count(mended.calls.length, 'call')}.`))
  return { code: 0, json: { ...about, calls: plan.calls, left: plan.left, mended: mended.calls } }
}
