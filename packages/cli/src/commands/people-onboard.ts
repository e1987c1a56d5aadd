import { compile, RolewrightError } from '@rolewright/core'
import type { Onboarding, TellOnce } from '@rolewright/aws-sync'
import type { Command } from 'commander'
import { openConnection, type SourceOptions } from '../account/open-source.ts'
import { personNamed } from '../account/person-named.ts'
import { tellingOnce, whereTold } from '../account/tell-once.ts'
import { withHistory } from '../account/with-history.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { compileOptions, openWorkspace } from '../config/workspace.ts'
import { requireConfirmation } from '../frame/confirm.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { tagOf } from '../frame/name-options.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { count } from '../text/words.ts'

interface OnboardOptions extends CommonOptions, SourceOptions {
  readonly accessKey?: string
  readonly tag?: Readonly<Record<string, string>>
  readonly secrets?: string
}

/** `rolewright people onboard` */
export function addOnboard(group: Command, start: Start): void {
  withAccountSource(withCommonOptions(group.command('onboard')))
    .argument('<person...>', 'people of the model, by id')
    .summary('give people a user, a first password and their groups')
    .description(
      'Makes the IAM user of each person with a generated password that has to be changed at the first sign-in, and puts them into the groups of their roles. Roles with `activation: after first sign-in` follow with the next `apply` after that; until then the person may only set a password and enrol an MFA device. Running it again goes on where it was stopped.',
    )
    .option('--access-key <reason>', 'also make an access key, for this reason; it goes into the history')
    .option('--tag <key=value>', 'a tag for the users; may be given again', tagOf)
    .option('--secrets <file>', 'write passwords and keys into this new file, which only you can read')
    .addHelpText('after', '\nExample:\n  rolewright people onboard mary-major diego-ramirez --account dev')
    .action(async (people: readonly string[], options: OnboardOptions) =>
      start(options, (context) => runOnboard(people, options, context)),
    )
}

async function runOnboard(words: readonly string[], options: OnboardOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const { model } = workspace
  const account = chooseAccount(model, options.account)
  const people = [...new Set(words.map((word) => personNamed(model, word)))]
  const reason = options.accessKey
  if (reason !== undefined && reason.trim().length < 10) throw noReason()
  const connection = await openConnection(account, options, context)
  const { onboard, planOnboarding } = await import('@rolewright/aws-sync')
  const { state: desired } = compile(model, account, compileOptions(workspace, connection.now()))
  const newcomers = people.map(({ id, userName }) => ({
    person: id,
    user: userName,
    ...(reason === undefined ? {} : { accessKeyReason: reason.trim() }),
    ...(options.tag === undefined ? {} : { tags: options.tag }),
  }))
  return withHistory({ command: 'people onboard', workspace, connection, context }, async (history) => {
    const { clients, now } = connection
    const plans = await planOnboarding(clients, { newcomers, model: model.id, desired, history, now })
    context.say(context.paint.bold(`Onboard into ${account.id} (${account.accountId}), ${connection.label}`))
    for (const plan of plans) for (const line of planLines(plan)) context.say(line)
    if (!(await requireConfirmation(`Onboard ${count(plans.length, 'person')}?`, options, context))) {
      context.note('Nothing was changed.')
      return { code: 1, json: { account: account.id, onboarded: null } }
    }
    const told = await tellingOnce(context, options.secrets, now())
    const onboarded = await context.io.stoppable((signal) =>
      onboard(clients, plans, { history, now, signal, tell: (secret) => told.tell(secretLines(secret)) }),
    )
    for (const one of onboarded) {
      context.say(`${context.paint.green('onboarded')} ${one.person} (${one.user}), who signs in at ${one.address}`)
      if (one.waiting.length > 0) {
        context.say(`  ${one.waiting.join(', ')}: with the first \`rolewright apply\` after the first sign-in`)
      }
    }
    whereTold(told, context)
    return { code: 0, json: { account: account.id, onboarded, secrets: told.file ?? null } }
  })
}

function planLines({ newcomer, groups, waiting, resumed }: Onboarding): readonly string[] {
  return [
    `  ${newcomer.person} (${newcomer.user})${resumed ? ', where an earlier run was stopped' : ''}`,
    `    now:    ${groups.length === 0 ? 'no group' : groups.join(', ')}`,
    ...(waiting.length === 0 ? [] : [`    later:  ${waiting.join(', ')}, after the first sign-in`]),
    ...(newcomer.accessKeyReason === undefined ? [] : [`    access key: ${newcomer.accessKeyReason}`]),
  ]
}

function secretLines({ user, password, accessKey, address }: TellOnce): readonly string[] {
  return [
    `user:      ${user}`,
    `sign in:   ${address}`,
    `password:  ${password}   (to be changed at the first sign-in)`,
    ...(accessKey === undefined ? [] : [`key id:    ${accessKey.id}`, `secret:    ${accessKey.secret}`]),
  ]
}

function noReason(): RolewrightError {
  return new RolewrightError({
    code: 'reason-missing',
    message: 'an access key needs a reason of ten characters at least',
    hint: 'say what it is for with `--access-key "…"`, or leave it away: most people need none',
  })
}
