import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { check, type Finding } from '@rolewright/core'
import type { Command } from 'commander'
import { changedByAws } from '../account/changed-by-aws.ts'
import type { ExplainOptions } from '../account/state-to-explain.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { sourceFolder } from '../config/source-folder.ts'
import { compileOptions, openWorkspace } from '../config/workspace.ts'
import type { Context, Outcome, Start } from '../frame/context.ts'
import { withCommonOptions, withExplainedSource } from '../frame/options.ts'
import { printFinding } from '../frame/print-finding.ts'
import { definedPlaces } from '../config/defined-places.ts'
import { sarif } from '../text/sarif.ts'
import { count } from '../text/words.ts'
import { version } from '../frame/version.ts'

type CheckOptions = ExplainOptions & { readonly sarif?: string }

/** `rolewright check` */
export function addCheck(program: Command, start: Start): void {
  withExplainedSource(withCommonOptions(program.command('check')))
    .summary('look for mistakes in the roles, offline')
    .description(
      'Looks for mistakes in the roles: actions that AWS does not have, quotas, parameters that an account lacks, roles that nobody may hold together. Needs no account; where one is named it also tells which of AWS’s own policies AWS has changed. Exits 1 when a finding is an error.',
    )
    .option('--sarif <file>', 'also write the findings as SARIF 2.1.0, for code scanning')
    .action(async (options: CheckOptions) => start(options, (context) => runCheck(options, context)))
}

async function runCheck(options: CheckOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const { model } = workspace
  const account = options.account === undefined ? undefined : chooseAccount(model, options.account)
  const folder = sourceFolder(workspace, options.source, context.io.cwd)
  const places = await definedPlaces(folder)
  const findings = check(model, {
    ...compileOptions(workspace, new Date()),
    ...(account === undefined ? {} : { account: account.id }),
    defined: places,
    changedByAws: await changedByAws(workspace, options, context),
  })
  if (options.sarif !== undefined) {
    const log = sarif(findings, {
      folder: workspace.folder,
      configFile: workspace.configFile,
      places,
      sourceFolder: folder,
      version: version(),
    })
    await writeFile(resolve(context.io.cwd, options.sarif), `${JSON.stringify(log, undefined, 2)}\n`)
  }
  // Errors are why the command fails, so they go where failures are read.
  for (const finding of findings) {
    if (finding.severity === 'error') context.note(printFinding(finding, context.io.paint.err))
    else context.say(printFinding(finding, context.paint))
  }
  const counts = countBySeverity(findings)
  const { paint } = context
  if (findings.length > counts.errors) context.say()
  context.say(
    `${count(model.roles.length, 'role')}, ${count(model.people.length, 'person')} and ${count(account === undefined ? model.accounts.length : 1, 'account')} checked: ` +
      (counts.errors > 0 ? paint.red(count(counts.errors, 'error')) : paint.green('no errors')) +
      (counts.warnings > 0 ? `, ${paint.yellow(count(counts.warnings, 'warning'))}` : ''),
  )
  return { code: counts.errors > 0 ? 1 : 0, json: { model: model.id, ...counts, findings } }
}

function countBySeverity(findings: readonly Finding[]): { readonly errors: number; readonly warnings: number } {
  return {
    errors: findings.filter((finding) => finding.severity === 'error').length,
    warnings: findings.filter((finding) => finding.severity === 'warning').length,
  }
}
