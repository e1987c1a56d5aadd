import { resolve } from 'node:path'
import { RolewrightError, subjectOf } from '@rolewright/core'
import type { Command } from 'commander'
import { type GuardOptions, guardsOf, requireUnbroken } from '../account/guards.ts'
import { makePlan } from '../account/make-plan.ts'
import { makeRollback, type MadeRollback } from '../account/make-rollback.ts'
import { type Connection, openConnection, type SourceOptions } from '../account/open-source.ts'
import { requireSamePlan } from '../account/plan-file.ts'
import { showProgress } from '../account/show-progress.ts'
import { withHistory } from '../account/with-history.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { openWorkspace, type Workspace } from '../config/workspace.ts'
import { requireConfirmation } from '../frame/confirm.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { planSummary, warningsLine } from '../text/plan-summary.ts'
import { stoppedLines } from '../text/stopped-text.ts'
import { planText } from '../text/plan-text.ts'
import { count } from '../text/words.ts'

interface ApplyOptions extends CommonOptions, SourceOptions, GuardOptions {
  readonly prune?: boolean
  readonly rollback?: string
}

/** `rolewright apply` */
export function addApply(program: Command, start: Start): void {
  withAccountSource(withCommonOptions(program.command('apply')))
    .argument('[plan]', 'a plan that `rolewright plan --out` wrote: applied only if it is still the plan')
    .summary('make the account as the roles say')
    .description(
      'Plans, shows the plan, asks, and carries it out. What is not of this model is never changed. Running it again after an interruption goes on where it stopped. Every call goes into the history.',
    )
    .option('--prune', 'also delete owned groups and policies that the model does not have any more')
    .option('--rollback <entry>', 'set back what an apply changed, by the id of an entry of its run in the history')
    .option(
      '--max-loss <people>',
      'how many people may lose access: a number, or a share such as 25% (default: 10%, and always one)',
    )
    .option('--allow-wider', 'let roles that are marked sensitive do more than before')
    .option('--allow-lock-out', 'apply even if you could not go on managing the account afterwards')
    .addHelpText('after', '\nExample:\n  rolewright apply --account dev --sandbox account.json --yes')
    .action(async (file: string | undefined, options: ApplyOptions) =>
      start(options, (context) => runApply(file, options, context)),
    )
}

async function runApply(file: string | undefined, options: ApplyOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const account = chooseAccount(workspace.model, options.account)
  // Before anything else: a sandbox file that is missing is made by opening it.
  const { apply, endedGrants, isUnfinished, recordGrantUse, requireUsableHistory } =
    await import('@rolewright/aws-sync')
  const earlier = await requireUsableHistory(workspace.audit, account.accountId)
  const connection = await openConnection(account, { ...options, create: true }, context)
  const rollback = await rollbackOf(file, options, { workspace, connection })
  const { plan, actual, foreign, findings } = rollback ?? (await makePlan(workspace, connection, options))
  if (file !== undefined) await requireSamePlan(resolve(context.io.cwd, file), plan, actual)
  requireUnbroken(await guardsOf(plan, actual, { source: connection, options }))
  const about = { id: account.id, accountId: account.accountId }
  const { paint } = context
  context.say(
    paint.bold(
      `${rollback === undefined ? 'Apply to' : `Set back ${rollback.entry} in`} ${account.id} (${account.accountId}), ${connection.label}`,
    ),
  )
  context.say()
  const text = planText(plan, { foreign, guards: [], paint })
  // Somebody who gives a plan file has looked at it.
  if (text !== '' && file === undefined) context.say(`${text}\n`)
  for (const line of warningsLine(findings)) context.say(line)
  context.say(
    rollback !== undefined && plan.changes.length === 0
      ? 'Nothing to set back: what that apply changed is as it was before.'
      : planSummary(plan, paint),
  )
  const nothing = plan.changes.length === 0
  if (nothing && (rollback !== undefined || !isUnfinished(earlier))) {
    return { code: 0, json: { account: about, plan, applied: null } }
  }
  const question = `${rollback === undefined ? 'Apply' : 'Set back by'} ${count(plan.changes.length, 'change')} to ${account.id} (${account.accountId})?`
  // After an apply that was killed at its last call, or that failed before the model was set back, there is nothing left to do but to say so in the history.
  if (!nothing && !(await requireConfirmation(question, options, context))) {
    context.note('Nothing was changed.')
    return { code: 1, json: { account: about, plan, applied: null } }
  }
  const progress = showProgress(context.io, 'change')
  const { result, head } = await withHistory(
    { command: rollback === undefined ? 'apply' : 'apply --rollback', workspace, connection, context },
    (history) =>
      context.io
        .stoppable(async (signal) => {
          const allowLockOut = options.allowLockOut === true
          await recordGrantUse(connection.clients, endedGrants(plan, actual, history.earlier), history)
          const applied = await apply(plan, connection.clients, {
            history,
            signal,
            onProgress: ({ done, total, change }) => progress.onProgress({ done, total, subject: subjectOf(change) }),
            allowLockOut,
            ...(rollback === undefined ? {} : { rollbackOf: rollback.entry }),
          })
          return { result: applied, head: history.head() }
        })
        .finally(progress.end),
  ).catch((error: unknown) => {
    for (const line of stoppedLines(error)) context.note(line)
    throw error
  })
  context.say(
    nothing
      ? 'The apply before did not come to its end. The account is as the model says now, and so does the history.'
      : paint.green(`Applied ${count(result.changes.length, 'change')} in ${count(result.calls.length, 'call')}.`),
  )
  if (rollback !== undefined)
    context.say('The model still says what that apply did: change it too, or the next apply does it again.')
  return {
    code: 0,
    json: {
      account: about,
      plan,
      applied: { changes: result.changes.length, calls: result.calls.length, state: result.stateHash ?? null, head },
    },
  }
}

async function rollbackOf(
  file: string | undefined,
  { rollback, prune }: ApplyOptions,
  from: { readonly workspace: Workspace; readonly connection: Connection },
): Promise<MadeRollback | undefined> {
  if (rollback === undefined) return undefined
  if (file !== undefined || prune === true) {
    throw new RolewrightError({
      code: 'invalid-argument',
      message: `\`--rollback\` can't go together with ${file === undefined ? '`--prune`' : 'a plan file'}`,
      hint: 'what a rollback does is said by the entry alone',
    })
  }
  return makeRollback(from.workspace, from.connection, rollback)
}
