import { bootstrapPlan, type BootstrapStep, RolewrightError } from '@rolewright/core'
import type { Command } from 'commander'
import { openConnection, type SourceOptions } from '../account/open-source.ts'
import { tellingOnce, whereTold } from '../account/tell-once.ts'
import { withHistory } from '../account/with-history.ts'
import { requireStandardPartition } from '../account/require-partition.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { openWorkspace } from '../config/workspace.ts'
import { requireConfirmation } from '../frame/confirm.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import type { Paint } from '../frame/io.ts'
import { accountAlias, iamName, tagOf } from '../frame/name-options.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { count } from '../text/words.ts'

interface BootstrapOptions extends CommonOptions, SourceOptions {
  readonly alias?: string
  readonly user?: string
  readonly group?: string
  readonly policy?: string
  readonly tag?: Readonly<Record<string, string>>
  readonly secrets?: string
}

/** `rolewright bootstrap` */
export function addBootstrap(program: Command, start: Start): void {
  withAccountSource(withCommonOptions(program.command('bootstrap')))
    .summary('take a new account through AWS’s eight first steps')
    .description(
      'Takes a new account through the eight steps of “Before granting users the access they need”: root user, address, password policy, group of IAM administrators, administrator, password, MFA, first sign-in. Shows what is done and what it would do, asks, and goes on where it was stopped; what only a person can do it tells in steps.',
    )
    .option('--alias <name>', 'the name in the account’s sign-in address, unless it has one', accountAlias)
    .option('--user <name>', 'the administrator (default: one that is there, else Administrator)', iamName(64))
    .option(
      '--group <name>',
      'the group of administrators (default: one that holds the policy, else IAMAdministrators)',
      iamName(128),
    )
    .option('--policy <name>', 'the managed policy of AWS that the group holds (default: IAMFullAccess)')
    .option('--tag <key=value>', 'a tag for a user that is made; may be given again', tagOf)
    .option('--secrets <file>', 'write password and device secret into this new file, which only you can read')
    .addHelpText('after', '\nExample:\n  rolewright bootstrap --alias examplecorp --account dev')
    .action(async (options: BootstrapOptions) => start(options, (context) => runBootstrap(options, context)))
}

async function runBootstrap(options: BootstrapOptions, context: Context): Promise<Outcome> {
  const { paint, io } = context
  const workspace = await openWorkspace(options, context)
  const account = chooseAccount(workspace.model, options.account)
  requireStandardPartition(account, 'bootstrap')
  const { bootstrap, readAccountFacts, readAwsManaged, requireUsableHistory } = await import('@rolewright/aws-sync')
  await requireUsableHistory(workspace.audit, account.accountId)
  const connection = await openConnection(account, { ...options, create: true }, context)
  const { clients, now } = connection
  const policyArn = options.policy === undefined ? undefined : awsPolicy(options.policy)
  // One that AWS does not have would stop the work in its middle.
  if (policyArn !== undefined) await readAwsManaged(clients, [policyArn])
  const facts = await readAccountFacts(clients, { now })
  const plan = bootstrapPlan(facts, {
    ...(options.alias === undefined ? {} : { alias: options.alias }),
    ...(options.user === undefined ? {} : { user: options.user }),
    ...(options.group === undefined ? {} : { group: options.group }),
    ...(policyArn === undefined ? {} : { policyArn }),
    ...(options.tag === undefined ? {} : { tags: options.tag }),
  })
  context.say(paint.bold(`Bootstrap of ${account.id} (${account.accountId}), ${connection.label}`))
  for (const step of plan) for (const line of stepLines(step, paint)) context.say(line)
  const { ask } = io
  const todo = plan.filter((step) => step.status === 'todo' && (ask !== undefined || !asksForCodes(step)))
  if (todo.length === 0) {
    context.say(
      plan.every(({ status }) => status === 'done')
        ? paint.green('All eight steps are done.')
        : 'What is left only a person can do.',
    )
    return { code: 0, json: { account: account.id, steps: plan, done: [], left: leftOf(plan) } }
  }
  if (!(await requireConfirmation(`Do ${count(todo.length, 'step')}?`, options, context))) {
    context.note('Nothing was changed.')
    return { code: 1, json: { account: account.id, steps: plan, done: null } }
  }
  const told = await tellingOnce(context, options.secrets, now())
  const result = await withHistory({ command: 'bootstrap', workspace, connection, context }, (history) =>
    bootstrap(plan, {
      facts,
      clients,
      run: {
        history,
        tell: (secret) =>
          told.tell(
            secret.kind === 'password'
              ? [`user:     ${secret.user}`, `password: ${secret.password}`]
              : [`MFA device of ${secret.user}`, `secret: ${secret.seed}`, secret.uri],
          ),
        ...(ask === undefined
          ? {}
          : {
              codes: async () => [
                await ask.write('First code of the device', codeProblem),
                await ask.write('The code after that', codeProblem),
              ],
            }),
      },
    }),
  )
  whereTold(told, context)
  const steps = bootstrapPlan(
    await readAccountFacts(clients, { now }),
    options.user === undefined ? {} : { user: options.user },
  )
  context.say(paint.green(`Steps ${result.done.join(', ')} are done.`))
  if (result.left.length > 0) context.say(`Left for a person: ${result.left.join(', ')}.`)
  return {
    code: 0,
    json: { account: account.id, steps, done: result.done, left: result.left, secrets: told.file ?? null },
  }
}

const asksForCodes = ({ calls }: BootstrapStep): boolean => calls.some(({ kind }) => kind === 'enable-mfa')

const leftOf = (plan: readonly BootstrapStep[]): readonly number[] =>
  plan.filter(({ status }) => status !== 'done').map(({ number }) => number)

const codeProblem = (text: string): string | undefined => (/^\d{6}$/.test(text) ? undefined : 'a code has six digits')

function awsPolicy(name: string): string {
  if (/^[\w+=,.@-]{1,128}(?:\/[\w+=,.@-]{1,128})*$/.test(name)) return `arn:aws:iam::aws:policy/${name}`
  throw new RolewrightError({
    code: 'invalid-argument',
    message: `\`${name}\` is not the name of a managed policy of AWS`,
    hint: 'give a name such as `IAMFullAccess` or `AdministratorAccess`',
  })
}

function stepLines({ number, title, status, says, steps }: BootstrapStep, paint: Paint): readonly string[] {
  const word =
    status === 'done' ? paint.green('done  ') : status === 'todo' ? paint.yellow('to do ') : paint.cyan('person')
  return [
    `${number}. ${word} ${title}`,
    `     ${says}`,
    ...(status === 'person' ? steps.map((step) => `     - ${step}`) : []),
  ]
}
