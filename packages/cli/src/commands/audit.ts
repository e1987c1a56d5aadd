import { relative } from 'node:path'
import { type AuditEntry, RolewrightError } from '@rolewright/core'
import type { Command } from 'commander'
import { chooseAccount } from '../config/choose-account.ts'
import { openWorkspace, type Workspace } from '../config/workspace.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withCommonOptions } from '../frame/options.ts'
import { suggestSubcommand } from '../frame/suggest-subcommand.ts'
import { entryLine } from '../text/entry-text.ts'
import { count } from '../text/words.ts'

interface VerifyOptions extends CommonOptions {
  readonly head?: readonly string[]
}

interface LogOptions extends CommonOptions {
  readonly kind?: readonly string[]
  readonly calls?: boolean
}

/** `rolewright audit` and its parts. */
export function addAudit(program: Command, start: Start): void {
  const group = program
    .command('audit')
    .summary('the history: what was applied, reviewed and decided')
    .description('The history: what was applied, reviewed and decided. Without a command of its own: `audit log`.')
  withCommonOptions(group.command('verify'))
    .summary('check that nobody changed the history')
    .description(
      'Checks the chain of hashes: a changed, removed or reordered entry is found. A cut end or a history written anew is found with `--head` and a head that was kept elsewhere. Exits 1 when something is wrong.',
    )
    .option('--head <hash...>', 'a head that an earlier run printed and that was kept elsewhere')
    .action(async (options: VerifyOptions) => start(options, (context) => runVerify(options, context)))
  const log = withCommonOptions(group.command('log', { isDefault: true }))
    .summary('list the entries, oldest first')
    .description('Lists the entries of the history, oldest first.')
    .option('--calls', 'also the intent and the outcome of every single call')
    .option('--kind <kind...>', 'only entries of these kinds, such as applied, review, decision')
    .action(async (options: LogOptions) => start(options, (context) => runLog(options, context)))
  suggestSubcommand(group, log)
  withCommonOptions(group.command('show'))
    .argument('<id>', 'the id of an entry, or its beginning')
    .summary('show one entry whole')
    .description('Shows one entry of the history with all its data.')
    .action(async (id: string, options: CommonOptions) => start(options, (context) => runShow(id, options, context)))
}

async function runVerify(options: VerifyOptions, context: Context): Promise<Outcome> {
  requireHashes(options.head ?? [])
  const workspace = await openWorkspace(options, context)
  const { verifyHistoryOnDisk } = await import('@rolewright/aws-sync')
  const results = await verifyHistoryOnDisk(workspace.audit, {
    ...only(workspace, options),
    ...(options.head === undefined ? {} : { heads: options.head }),
  })
  const { paint } = context
  const folder = relative(context.io.cwd, workspace.audit)
  for (const result of results) {
    // A history that is gone as a whole is of nobody.
    const whose = result.accountId === '' ? folder : result.accountId
    const size = `${count(result.entries.length, 'entry')} in ${count(result.files, 'file')}`
    if (result.ok) context.say(`${paint.green('whole')}    ${whose}: ${size}`)
    else context.say(`${paint.red('damaged')}  ${whose}: ${count(result.problems.length, 'problem')}, ${size}`)
    for (const head of result.heads) context.say(`  head ${head}`)
  }
  if (results.length === 0) context.say(`There is no history in ${folder} yet.`)
  const damaged = results.filter((result) => !result.ok)
  for (const result of damaged) {
    for (const problem of result.problems) {
      context.note(`${context.io.paint.err.red(`error history-${problem.kind}:`)} ${problem.message}`)
      if (problem.file !== undefined) {
        const line = problem.line === undefined ? '' : `:${problem.line}`
        const holder = problem.file.startsWith('states/') ? '' : `${result.accountId}/`
        context.note(`  where: ${folder}/${holder}${problem.file}${line}`)
      }
    }
  }
  if (damaged.length > 0) {
    const interrupted = damaged.every(({ problems }) => problems.every(({ kind }) => kind === 'torn'))
    context.note(
      interrupted
        ? '  mend:  a run was interrupted there; the next one sets the line aside and records it'
        : '  mend:  restore the files from version control, and find out who changed them',
    )
  } else if (results.length > 0) {
    for (const line of headLines(options.head ?? [])) context.say(line)
  }
  return {
    code: damaged.length > 0 ? 1 : 0,
    json: {
      ok: damaged.length === 0,
      // What the files alone can't show was looked for only against these.
      against: options.head ?? [],
      accounts: results.map(({ accountId, ok, problems, heads, files, entries }) => ({
        accountId,
        ok,
        files,
        entries: entries.length,
        heads,
        problems,
      })),
    },
  }
}

/** What was looked for, and what can't be found without a head that was kept elsewhere. */
function headLines(heads: readonly string[]): readonly string[] {
  if (heads.length > 0)
    return [
      `Nothing is missing of what was there when ${heads.length === 1 ? 'that head was' : 'those heads were'} kept.`,
    ]
  return [
    'Not looked for: an end that was cut off, and a history that was written anew. The files alone can’t show either.',
    'Every run prints its head: keep it elsewhere (a ticket, a signed tag, a CI artifact), and give it with `--head <hash>`.',
  ]
}

function requireHashes(heads: readonly string[]): void {
  const wrong = heads.find((head) => !/^[0-9a-f]{64}$/.test(head))
  if (wrong === undefined) return
  throw new RolewrightError({
    code: 'invalid-argument',
    message: `\`${wrong}\` is not a head: it has 64 hexadecimal digits`,
    hint: 'give it as the run printed it after `history head`',
  })
}

async function runLog(options: LogOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const histories = await read(workspace, options)
  const wanted = (entry: AuditEntry): boolean =>
    options.kind === undefined
      ? options.calls === true || !/(?:^|-)(?:intent|outcome)$/.test(entry.kind)
      : options.kind.includes(entry.kind)
  for (const history of histories) {
    context.say(context.paint.bold(history.accountId))
    for (const entry of history.entries.filter(wanted)) context.say(`  ${entryLine(entry, context.paint)}`)
  }
  if (histories.length === 0) context.say('There is no history yet.')
  return {
    code: 0,
    json: histories.map(({ accountId, entries, heads }) => ({ accountId, heads, entries: entries.filter(wanted) })),
  }
}

async function runShow(id: string, options: CommonOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const entries = (await read(workspace, options)).flatMap((history) => history.entries)
  const found = entries.filter((entry) => entry.id.startsWith(id.toUpperCase()))
  const [entry] = found
  if (entry === undefined || found.length > 1) {
    throw new RolewrightError({
      code: 'entry-unknown',
      message: entry === undefined ? `the history has no entry \`${id}\`` : `\`${id}\` begins ${found.length} entries`,
      hint: 'see the ids with `rolewright audit log`',
      path: workspace.audit,
    })
  }
  context.say(JSON.stringify(entry, null, 2))
  return { code: 0, json: entry }
}

async function read(
  workspace: Workspace,
  options: CommonOptions,
): Promise<Awaited<ReturnType<typeof import('@rolewright/aws-sync').readHistory>>> {
  const { readHistory } = await import('@rolewright/aws-sync')
  return readHistory(workspace.audit, only(workspace, options))
}

function only(workspace: Workspace, options: CommonOptions): { readonly accountId?: string } {
  if (options.account === undefined) return {}
  return { accountId: chooseAccount(workspace.model, options.account).accountId }
}
