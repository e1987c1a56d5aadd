import { compile, nearest, type RoleDefinition, RolewrightError } from '@rolewright/core'
import type { Command } from 'commander'
import { openConnection, type SourceOptions } from '../account/open-source.ts'
import { personNamed } from '../account/person-named.ts'
import { withHistory } from '../account/with-history.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { compileOptions, openWorkspace } from '../config/workspace.ts'
import { requireConfirmation } from '../frame/confirm.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { count } from '../text/words.ts'

interface GrantOptions extends CommonOptions, SourceOptions {
  readonly for: string
  readonly reason: string
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }
const MOST_DAYS = 31

/** `rolewright people grant` */
export function addGrant(group: Command, start: Start): void {
  withAccountSource(withCommonOptions(group.command('grant')))
    .argument('<person>', 'a person of the model, by id')
    .argument('<role>', 'a role of the model, by id; break-glass roles are had only this way')
    .summary('give somebody a role for a time')
    .description(
      'Makes a group of its own whose policies are copies that end by themselves, whether anything runs or not, and puts the person into it. The next `apply` after the end takes it away. Who, what, until when and why go into the history, and in the end what was done under it, where CloudTrail may be read.',
    )
    .requiredOption('--for <time>', 'how long: 30m, 4h, 2d')
    .requiredOption('--reason <text>', 'why, for whoever reads the history later')
    .addHelpText(
      'after',
      '\nExample:\n  rolewright people grant mary-major rescuer --for 4h --reason "the billing queue hangs since noon"',
    )
    .action(async (person: string, role: string, options: GrantOptions) =>
      start(options, (context) => runGrant({ person, role }, options, context)),
    )
}

async function runGrant(
  words: { readonly person: string; readonly role: string },
  options: GrantOptions,
  context: Context,
): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const { model } = workspace
  const account = chooseAccount(model, options.account)
  const person = personNamed(model, words.person)
  const role = roleNamed(model.roles, words.role)
  const milliseconds = timeOf(options.for)
  const connection = await openConnection(account, options, context)
  const { grantAccess, planGrant } = await import('@rolewright/aws-sync')
  const { clients, now } = connection
  const { state: desired } = compile(model, account, compileOptions(workspace, now()))
  const grant = await planGrant(clients, { model, desired, person, role, milliseconds, reason: options.reason, now })
  context.say(
    `${person.id} (${grant.user}) gets ${role.id} in ${account.id} (${account.accountId}) until ${grant.until}, by ${count(grant.documents.length, 'policy')} of group ${grant.group.name}.`,
  )
  if (!(await requireConfirmation('Give it?', options, context))) {
    context.note('Nothing was changed.')
    return { code: 1, json: { account: account.id, granted: null } }
  }
  await withHistory({ command: 'people grant', workspace, connection, context }, (history) =>
    context.io.stoppable((signal) => grantAccess(clients, grant, { history, now, signal })),
  )
  context.say(
    context.paint.green(`Given until ${grant.until}. It ends by itself; the next \`apply\` after that cleans up.`),
  )
  const { documents: _, path: __, group, ...told } = grant
  return { code: 0, json: { account: account.id, granted: { ...told, group: group.name } } }
}

function roleNamed(roles: readonly RoleDefinition[], word: string): RoleDefinition {
  const found = roles.find(({ id }) => id === word)
  if (found !== undefined) return found
  const near = nearest(
    word,
    roles.map(({ id }) => id),
  )
  throw new RolewrightError({
    code: 'role-unknown',
    message: `the model has no role \`${word}\``,
    hint:
      near === undefined
        ? `its roles are ${roles.map(({ id }) => `\`${id}\``).join(', ')}`
        : `did you mean \`${near}\`?`,
  })
}

function timeOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,5})([mhd])$/.exec(text.trim()) ?? []
  const milliseconds = Number(number) * (UNITS[unit] ?? 0)
  if (milliseconds > 0 && milliseconds <= MOST_DAYS * 86_400_000) return milliseconds
  throw new RolewrightError({
    code: 'invalid-argument',
    message: `\`${text}\` is not a time that access can be given for`,
    hint: `give minutes, hours or days, up to ${MOST_DAYS} days: \`30m\`, \`4h\`, \`2d\``,
  })
}
