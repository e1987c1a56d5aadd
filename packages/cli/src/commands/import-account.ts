import { basename, resolve } from 'node:path'
import type { Oddity } from '@rolewright/aws-sync'
import { type Model, RolewrightError, visibleText } from '@rolewright/core'
import type { Command } from 'commander'
import type { SourceOptions } from '../account/open-source.ts'
import { readAnyAccount } from '../account/read-any-account.ts'
import { fileChanges, mayOverwrite, writeFiles } from '../config/write-files.ts'
import { lockText } from '../config/write-lock.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withCommonOptions, withReadableSource } from '../frame/options.ts'
import { repositoryName } from '../init/repository-name.ts'
import { count } from '../text/words.ts'

type ImportAccountOptions = CommonOptions & SourceOptions & { readonly out?: string }

const SHOWN = 10
const REPORT = 'imported.md'

/** `rolewright import account` */
export function addImportAccount(group: Command, start: Start): void {
  withReadableSource(withCommonOptions(group.command('account')))
    .summary('write an account that exists as roles, tasks, policies and people')
    .description(
      `Reads an account and writes it as TypeScript: groups become roles, their policies tasks, users people. A plan is empty right away, and nothing in the account is touched until \`rolewright adopt\` takes something over. What could not be written as it is stands in \`${REPORT}\`. Needs no config; \`--account\` is what the account is to be called in the model (default: main).`,
    )
    .option('--out <folder>', 'where to write (default: this folder)')
    .addHelpText('after', '\nExample:\n  rolewright import account --from-file account.json --out company')
    .action(async (options: ImportAccountOptions) => start(options, (context) => runImportAccount(options, context)))
}

async function runImportAccount(options: ImportAccountOptions, context: Context): Promise<Outcome> {
  const { importFiles, importModel, odditiesPage } = await import('@rolewright/aws-sync')
  const folder = resolve(context.io.cwd, options.out ?? '.')
  const { state, label, now } = await readAnyAccount(options, context)
  const { model, awsManaged, oddities } = importModel(state, {
    modelId: repositoryName(basename(folder)),
    accountName: accountName(options.account),
    now,
  })
  const files = {
    ...importFiles(model, { now }),
    'aws-managed.lock.json': lockText(awsManaged),
    [REPORT]: odditiesPage(oddities, { accountId: state.accountId, now }),
  }
  const changes = await fileChanges(folder, files)
  if (!(await mayOverwrite(changes, options, context))) {
    context.note('Nothing was written.')
    return { code: 1, json: { written: false } }
  }
  await writeFiles(folder, files, changes)
  const { paint } = context
  context.say(paint.bold(`Imported the account ${state.accountId}, read from ${label}`))
  context.say()
  for (const line of oddityLines(oddities)) context.say(line)
  context.say(
    paint.green(
      `${summary(model)}, in ${count(changes.length, 'file')} ${options.out === undefined ? 'here' : `under ${options.out}`}.`,
    ),
  )
  const overwritten = changes.filter(({ change }) => change === 'changed').map(({ file }) => file)
  if (overwritten.length > 0) context.say(`Overwritten: ${overwritten.join(', ')}`)
  context.say('A plan is empty now; `rolewright adopt` takes over one group or policy after the other.')
  return {
    code: 0,
    json: {
      accountId: state.accountId,
      model: model.id,
      roles: model.roles.length,
      tasks: model.tasks.length,
      policies: model.policies.length,
      people: model.people.length,
      files: changes,
      oddities,
    },
  }
}

function summary({ roles, tasks, policies, people }: Model): string {
  const own = policies.filter(({ kind }) => kind === 'policy').length
  return `${count(roles.length, 'role')}, ${count(tasks.length, 'task')}, ${count(own, 'policy')} of your own, ${count(people.length, 'person')}`
}

const TITLES: readonly (readonly [kind: Oddity['kind'], title: string])[] = [
  ['left-out', 'Not in the model, and still in the account'],
  ['changes', 'Written, and otherwise once it is adopted'],
  ['told', 'Good to know'],
]

function oddityLines(oddities: readonly Oddity[]): readonly string[] {
  return TITLES.flatMap(([kind, title]) => {
    const all = oddities.filter((oddity) => oddity.kind === kind)
    if (all.length === 0) return []
    const shown = all.slice(0, all.length > SHOWN + 1 ? SHOWN : all.length)
    return [
      title,
      ...shown.map(({ subject, message }) => `  ${visibleText(`${subject}: ${message}`)}`),
      ...(shown.length < all.length
        ? [`  and ${(all.length - shown.length).toLocaleString('en-US')} more, in ${REPORT}`]
        : []),
      '',
    ]
  })
}

function accountName(named = 'main'): string {
  if (/^[a-z\d]+(-[a-z\d]+)*$/.test(named)) return named
  throw new RolewrightError({
    code: 'invalid-argument',
    message: `\`${named}\` is no id for an account`,
    hint: 'give the account a name in lower-case-with-hyphens, such as `--account production`',
  })
}
