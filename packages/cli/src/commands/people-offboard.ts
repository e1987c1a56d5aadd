import { offboardStepText } from '@rolewright/core'
import type { Offboarding } from '@rolewright/aws-sync'
import type { Command } from 'commander'
import { evidenceWriter } from '../account/evidence-file.ts'
import { openConnection, type SourceOptions } from '../account/open-source.ts'
import { userNamed } from '../account/person-named.ts'
import { withHistory } from '../account/with-history.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { openWorkspace } from '../config/workspace.ts'
import { requireConfirmation } from '../frame/confirm.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { revokingLines, sessionLines } from '../text/session-text.ts'
import { count } from '../text/words.ts'

interface OffboardOptions extends CommonOptions, SourceOptions {
  readonly dryRun?: boolean
  readonly keepUser?: boolean
  readonly evidence?: string
}

/** `rolewright people offboard` */
export function addOffboard(group: Command, start: Start): void {
  withAccountSource(withCommonOptions(group.command('offboard')))
    .argument('<person>', 'a person of the model by id, or an IAM user by name')
    .summary('take all access away from somebody who leaves')
    .description(
      'Denies the user everything first, then takes away keys, password, MFA devices, certificates, groups and policies, and deletes the user in the end. Stopped anywhere, it goes on when it is run again. What was there is kept in the history and in an evidence file, without any secret. Refuses whoever runs it, and the last who can administer access.',
    )
    .option('--dry-run', 'show every step in order, and change nothing')
    .option('--keep-user', 'keep the user as a shell that is denied everything')
    .option('--evidence <file>', 'where the evidence goes (default: evidence/ beside the config)')
    .addHelpText('after', '\nExample:\n  rolewright people offboard mary-major --account dev --dry-run')
    .action(async (person: string, options: OffboardOptions) =>
      start(options, (context) => runOffboard(person, options, context)),
    )
}

async function runOffboard(word: string, options: OffboardOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const { model } = workspace
  const account = chooseAccount(model, options.account)
  const connection = await openConnection(account, options, context)
  const { offboard, planOffboarding, readHistory } = await import('@rolewright/aws-sync')
  const { clients, now } = connection
  const [past] = await readHistory(workspace.audit, { accountId: account.accountId })
  const [keepUser, dryRun] = [options.keepUser === true, options.dryRun === true]
  const planned = await planOffboarding(clients, {
    user: userNamed(model, word),
    keepUser,
    history: { earlier: past?.entries ?? [] },
    now,
  })
  const { user } = planned
  showPlan(planned, { context, dryRun, title: `${user} in ${account.id} (${account.accountId}), ${connection.label}` })
  for (const warning of planned.warnings) context.note(`Look first: ${warning}.`)
  const stays = model.people.find(({ userName }) => userName === user)
  if (stays !== undefined) {
    context.note(
      `\`${stays.id}\` is still in the model: take the person out, or the next \`apply\` makes the user anew.`,
    )
  }
  if (dryRun) return { code: 0, json: { account: account.id, dryRun: true, ...planned } }
  if (!(await requireConfirmation(`Offboard ${user}, in ${count(planned.steps.length, 'step')}?`, options, context))) {
    context.note('Nothing was changed.')
    return { code: 1, json: { account: account.id, offboarded: null } }
  }
  const write = await evidenceWriter(planned, { workspace, context, named: options.evidence })
  return withHistory({ command: 'people offboard', workspace, connection, context }, async (history) => {
    let file = ''
    const evidence = await context.io.stoppable((signal) =>
      offboard(clients, planned, {
        history,
        now,
        signal,
        keep: async (kept) => {
          file = await write(kept)
        },
        onStep: (step) => context.say(`${context.paint.green('done')}  ${offboardStepText(step)}`),
      }),
    )
    for (const line of revokingLines(evidence.sessions)) context.say(line)
    context.say(`\n${user} ${keepUser ? 'is kept, and denied everything' : 'is gone'}. The evidence is in ${file}.`)
    return { code: 0, json: { account: account.id, offboarded: evidence, evidence: file } }
  })
}

function showPlan(
  { accountId, steps, sessions, trail, resumed }: Offboarding,
  { context, title, dryRun }: { readonly context: Context; readonly title: string; readonly dryRun: boolean },
): void {
  context.say(context.paint.bold(`Offboard ${title}`))
  if (resumed) context.say('An earlier run was stopped: this is what is left.')
  for (const [index, step] of steps.entries())
    context.say(`  ${String(index + 1).padStart(2)}  ${offboardStepText(step)}`)
  if (steps.length === 0) context.say('  nothing is left to do')
  for (const line of sessionLines({ accountId, sessions, trail })) context.say(line)
  for (const line of dryRun ? revokingLines(sessions) : []) context.say(line)
}
