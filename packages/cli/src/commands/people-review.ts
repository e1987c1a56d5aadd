import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { reviewCredentials, RolewrightError } from '@rolewright/core'
import type { Command } from 'commander'
import { openConnection, type SourceOptions } from '../account/open-source.ts'
import { withHistory } from '../account/with-history.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { sourceFolder } from '../config/source-folder.ts'
import { openWorkspace } from '../config/workspace.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'
import { printFinding } from '../frame/print-finding.ts'
import { version } from '../frame/version.ts'
import { sarif } from '../text/sarif.ts'
import { count } from '../text/words.ts'

interface ReviewOptions extends CommonOptions, SourceOptions {
  readonly days: string
  readonly sarif?: string
  readonly source?: string
}

/** `rolewright people review` */
export function addCredentialReview(group: Command, start: Start): void {
  withAccountSource(withCommonOptions(group.command('review')))
    .summary('look at everybody’s credentials')
    .description(
      'Reads the credential report and when keys were last used, and tells what is wrong: old, unused and doubled keys, unused passwords, administrators without MFA, use of the root user, users who are nobody of the model and the reverse. Each finding says what mends it. Changes nothing. Exits 1 when a finding is an error.',
    )
    .option('--days <number>', 'days after which a credential is old or idle', '90')
    .option('--sarif <file>', 'also write the findings as SARIF 2.1.0, for code scanning')
    .option('--source <folder>', 'where the roles are written, for SARIF (default: roles beside the config)')
    .addHelpText('after', '\nExample:\n  rolewright people review --account dev')
    .action(async (options: ReviewOptions) => start(options, (context) => runReview(options, context)))
}

async function runReview(options: ReviewOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const { model } = workspace
  const account = chooseAccount(model, options.account)
  const days = daysOf(options.days)
  const connection = await openConnection(account, options, context)
  const { readCredentials, sourceLocations } = await import('@rolewright/aws-sync')
  const state = await connection.read()
  const credentials = await readCredentials(connection.clients, state)
  const people = model.people
    .filter((person) => person.accounts === undefined || person.accounts.includes(account.id))
    .map(({ id, userName }) => ({ id, user: userName }))
  const findings = reviewCredentials({ state, credentials, people, now: connection.now(), days })
  if (options.sarif !== undefined) {
    const folder = sourceFolder(workspace, options.source, context.io.cwd)
    const log = sarif(findings, {
      folder: workspace.folder,
      configFile: workspace.configFile,
      places: await sourceLocations(folder),
      sourceFolder: folder,
      version: version(),
    })
    await writeFile(resolve(context.io.cwd, options.sarif), `${JSON.stringify(log, undefined, 2)}\n`)
  }
  await withHistory({ command: 'people review', workspace, connection, context }, (history) =>
    history.append('credential-review', {
      reportedAt: credentials.reportedAt,
      users: credentials.users.length,
      findings: findings.map(({ code, severity, path = '' }) => ({ code, severity, path })),
    }),
  )
  for (const finding of findings) {
    if (finding.severity === 'error') context.note(printFinding(finding, context.io.paint.err))
    else context.say(printFinding(finding, context.paint))
  }
  const errors = findings.filter(({ severity }) => severity === 'error').length
  if (findings.length > errors) context.say()
  context.say(
    `The credentials of ${count(credentials.users.length, 'user')} of ${account.id}, as AWS reported them at ${credentials.reportedAt.slice(0, 16).replace('T', ' ')}: ${count(findings.length, 'finding')}.`,
  )
  return {
    code: errors > 0 ? 1 : 0,
    json: { account: account.id, reportedAt: credentials.reportedAt, users: credentials.users.length, findings },
  }
}

function daysOf(text: string): number {
  const days = Number(text)
  if (/^\d{1,4}$/.test(text) && days >= 1) return days
  throw new RolewrightError({
    code: 'invalid-argument',
    message: `\`${text}\` is not a number of days`,
    hint: 'give a whole number, such as `--days 90`',
  })
}
