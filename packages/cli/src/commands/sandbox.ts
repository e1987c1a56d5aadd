import { resolve } from 'node:path'
import { RolewrightError } from '@rolewright/core'
import type { Command } from 'commander'
import { chooseAccount } from '../config/choose-account.ts'
import { openWorkspace } from '../config/workspace.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withCommonOptions } from '../frame/options.ts'
import { portOf } from '../frame/port.ts'

interface SandboxCommandOptions extends CommonOptions {
  readonly port: string
  readonly sandbox?: string
}

/** `rolewright sandbox` */
export function addSandbox(program: Command, start: Start): void {
  withCommonOptions(program.command('sandbox'))
    .summary('serve an embedded AWS account on a port')
    .description(
      'Serves an embedded AWS account (IAM and STS) on a port of this machine, for `aws --endpoint-url` and any SDK. Its number is that of --account, else of the config’s first account. Runs until Ctrl-C.',
    )
    .option('--port <number>', 'the port; 0 takes any free one', '4600')
    .option('--sandbox <file>', 'where the account is kept; made when it is missing (default: in memory only)')
    .addHelpText(
      'after',
      '\nExample:\n  rolewright sandbox --port 4600 --sandbox account.json\n  aws --endpoint-url http://127.0.0.1:4600 iam list-groups',
    )
    .action(async (options: SandboxCommandOptions) => start(options, (context) => runSandbox(options, context)))
}

async function runSandbox(options: SandboxCommandOptions, context: Context): Promise<Outcome> {
  const port = portOf(options.port)
  const accountId = await accountNumber(options, context)
  const { openSandbox } = await import('@rolewright/aws-sync')
  const sandbox = await openSandbox({
    ...(accountId === undefined ? {} : { accountId }),
    ...(options.sandbox === undefined ? {} : { file: resolve(context.io.cwd, options.sandbox) }),
  })
  // The file keeps its number. The config's first is only for a new one; a number that somebody names is meant.
  if (options.account !== undefined && accountId !== undefined && accountId !== sandbox.accountId) {
    throw new RolewrightError({
      code: 'wrong-account',
      message: `the account in the file is \`${sandbox.accountId}\`, meant is \`${accountId}\``,
      hint: 'leave `--account` away, or name another file',
      ...(options.sandbox === undefined ? {} : { path: resolve(context.io.cwd, options.sandbox) }),
    })
  }
  const server = await sandbox.listen(port)
  const about = { url: server.url, port: server.port, accountId: sandbox.accountId }
  // Whoever starts it needs the address now, not at the end.
  if (context.json) context.io.out(`${JSON.stringify(about)}\n`)
  context.say(`The account ${sandbox.accountId} answers at ${server.url}`)
  context.say()
  context.say('In another terminal:')
  context.say(`  export AWS_ENDPOINT_URL=${server.url} AWS_REGION=us-east-1`)
  context.say('  export AWS_ACCESS_KEY_ID=administrator AWS_SECRET_ACCESS_KEY=not-checked')
  context.say('  aws iam list-groups')
  context.say()
  context.say('Ctrl-C stops it.')
  await context.io.interrupted()
  await server.close()
  return { code: 0, json: undefined }
}

/** Twelve digits stand for themselves; anything else is looked up in the config. Without a config, any number will do. */
async function accountNumber(options: CommonOptions, context: Context): Promise<string | undefined> {
  if (options.account !== undefined && /^\d{12}$/.test(options.account)) return options.account
  try {
    const { model } = await openWorkspace(options, context)
    return options.account === undefined
      ? model.accounts[0]?.accountId
      : chooseAccount(model, options.account).accountId
  } catch (error) {
    const missing = error instanceof RolewrightError && error.code === 'config-missing'
    if (missing && options.account === undefined && options.config === undefined) return undefined
    throw error
  }
}
