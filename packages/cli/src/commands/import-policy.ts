import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type AwsManagedDocuments, RolewrightError, visibleText } from '@rolewright/core'
import type { Command } from 'commander'
import type { SourceOptions } from '../account/open-source.ts'
import { findConfig } from '../config/find-config.ts'
import { fileChanges, mayOverwrite, writeFiles } from '../config/write-files.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'

type ImportPolicyOptions = CommonOptions & SourceOptions & { readonly as: string; readonly out?: string }

/** `rolewright import policy` */
export function addImportPolicy(group: Command, start: Start): void {
  withAccountSource(withCommonOptions(group.command('policy')))
    .argument('<name>', 'the name of AWS’s policy, such as PowerUserAccess or job-function/Billing')
    .requiredOption('--as <name>', 'the name of your own copy')
    .option('--out <folder>', 'the folder of the roles (default: roles beside the config)')
    .summary('write an own copy of an AWS managed policy')
    .description(
      'Reads one of AWS’s own policies as it stands now, and writes it as TypeScript under a name of yours, so that a review can narrow it and AWS does not change it any more. `--sandbox` takes the copy that comes with Rolewright, and needs no AWS.',
    )
    .addHelpText('after', '\nExample:\n  rolewright import policy PowerUserAccess --as PowerUserExampleCorp --sandbox')
    .action(async (name: string, options: ImportPolicyOptions) =>
      start(options, (context) => runImportPolicy(name, options, context)),
    )
}

async function runImportPolicy(name: string, options: ImportPolicyOptions, context: Context): Promise<Outcome> {
  const as = policyName(options.as)
  const { policyFile, sourceLocations } = await import('@rolewright/aws-sync')
  const folder = rolesFolder(options, context)
  const places = existsSync(folder) ? await sourceLocations(folder) : []
  const taken = places.find((place) => place.kind === 'policy' && place.name.toLowerCase() === as.toLowerCase())
  const { arn, versionId, document } = await readAwsPolicy(name, options, context)
  const written = policyFile({
    name: as,
    document,
    about: `An own copy of AWS's ${arn.slice(arn.indexOf('/') + 1)}, version ${versionId.slice(1)}, made so that a review can narrow it.`,
  })
  if ('problem' in written) {
    throw new RolewrightError({
      code: 'policy-not-writable',
      message: `the policy \`${name}\` can't be written as TypeScript: ${written.problem}`,
      hint: 'write it by hand',
    })
  }
  if (taken !== undefined && taken.file !== written.file) {
    throw new RolewrightError({
      code: 'name-taken',
      message: `there is a policy \`${taken.name}\` already`,
      path: `${join(folder, taken.file)}:${taken.line}`,
      hint: 'give the copy another name',
    })
  }
  const files = { [written.file]: written.text }
  const changes = await fileChanges(folder, files)
  if (!(await mayOverwrite(changes, options, context))) {
    context.note('Nothing was written.')
    return { code: 1, json: { written: false } }
  }
  await writeFiles(folder, files, changes)
  const file = join(folder, written.file)
  const overwritten = changes.some(({ change }) => change === 'changed')
  context.say(
    `${context.paint.green(`${overwritten ? 'Overwritten' : 'Written'}: ${file}`)}, a copy of ${arn} ${versionId}; it exports \`${written.identifier}\`: put it into a task.`,
  )
  for (const odd of written.odd) context.say(`  ${visibleText(odd)}`)
  return {
    code: 0,
    json: { file, policy: as, exports: written.identifier, from: { arn, versionId }, odd: written.odd },
  }
}

interface AwsPolicy {
  readonly arn: string
  readonly versionId: AwsManagedDocuments[string]['versionId']
  readonly document: AwsManagedDocuments[string]['document']
}

async function readAwsPolicy(name: string, options: SourceOptions, context: Context): Promise<AwsPolicy> {
  const { awsClients, awsManagedArn, openSandbox, readAwsManaged } = await import('@rolewright/aws-sync')
  const arn = awsManagedArn(name)
  if (arn === undefined) {
    throw new RolewrightError({
      code: 'invalid-argument',
      message: `\`${name}\` is no name of an AWS managed policy`,
      hint: 'give it as in its ARN, after `policy/`, such as `PowerUserAccess` or `job-function/Billing`',
    })
  }
  const file = typeof options.sandbox === 'string' ? { file: resolve(context.io.cwd, options.sandbox) } : {}
  const { iam } = options.sandbox === undefined ? awsClients() : (await openSandbox(file)).clients
  const pinned = (await readAwsManaged({ iam }, [arn]))[arn]
  if (pinned === undefined) throw new Error(`no document of ${arn} was read`)
  return { arn, ...pinned }
}

/** The folder of the roles: beside the config where there is one, else here. */
function rolesFolder(options: ImportPolicyOptions, context: Context): string {
  const { cwd } = context.io
  if (options.out !== undefined) return resolve(cwd, options.out)
  try {
    return join(dirname(findConfig(cwd, options.config)), 'roles')
  } catch (error) {
    if (options.config !== undefined || !(error instanceof RolewrightError)) throw error
    return join(cwd, 'roles')
  }
}

function policyName(name: string): string {
  if (/^[\w+=,.@-]{1,128}$/.test(name)) return name
  throw new RolewrightError({
    code: 'invalid-argument',
    message: `\`${name}\` is no name that IAM takes for a policy`,
    hint: 'give 1 to 128 letters, digits or _+=,.@-',
  })
}
