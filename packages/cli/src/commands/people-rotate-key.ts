import type { RotationStep } from '@rolewright/core'
import type { Command } from 'commander'
import { openConnection, type SourceOptions } from '../account/open-source.ts'
import { userNamed } from '../account/person-named.ts'
import { tellingOnce, whereTold } from '../account/tell-once.ts'
import { withHistory } from '../account/with-history.ts'
import { chooseAccount } from '../config/choose-account.ts'
import { openWorkspace } from '../config/workspace.ts'
import { requireConfirmation } from '../frame/confirm.ts'
import type { CommonOptions, Context, Outcome, Start } from '../frame/context.ts'
import { withAccountSource, withCommonOptions } from '../frame/options.ts'

interface RotateOptions extends CommonOptions, SourceOptions {
  readonly secrets?: string
}

type Step = Exclude<RotationStep, { kind: 'nothing' }>

/** `rolewright people rotate-key` */
export function addRotateKey(group: Command, start: Start): void {
  withAccountSource(withCommonOptions(group.command('rotate-key')))
    .argument('<person>', 'a person of the model by id, or an IAM user by name')
    .summary('replace an access key, a step a run')
    .description(
      'Replaces an access key in three steps, one a run: makes a new key; puts the old one out of force once the new one is used and the old one is not any more; deletes the old one. Until it can go on it says what it waits for.',
    )
    .option('--secrets <file>', 'write the new key into this new file, which only you can read')
    .addHelpText('after', '\nExample:\n  rolewright people rotate-key nightly-export --account dev')
    .action(async (person: string, options: RotateOptions) =>
      start(options, (context) => runRotate(person, options, context)),
    )
}

async function runRotate(word: string, options: RotateOptions, context: Context): Promise<Outcome> {
  const workspace = await openWorkspace(options, context)
  const account = chooseAccount(workspace.model, options.account)
  const user = userNamed(workspace.model, word)
  const connection = await openConnection(account, options, context)
  const { planRotation, rotateKey } = await import('@rolewright/aws-sync')
  const { clients, now } = connection
  const step = await planRotation(clients, user)
  for (const line of stepLines(step, user)) context.say(line)
  const json = {
    account: account.id,
    user,
    step: step.kind,
    old: step.old.id,
    next: 'next' in step ? step.next.id : null,
  }
  if (step.kind === 'wait') return { code: 0, json }
  if (!(await requireConfirmation('Do this step?', options, context))) {
    context.note('Nothing was changed.')
    return { code: 1, json: { ...json, step: null } }
  }
  let made: string | null = null
  const told = step.kind === 'create' ? await tellingOnce(context, options.secrets, now()) : undefined
  await withHistory({ command: 'people rotate-key', workspace, connection, context }, (history) =>
    rotateKey(
      clients,
      { user, step },
      {
        history,
        now,
        tell: async (key) => {
          made = key.id
          await told?.tell([`user:      ${key.user}`, `key id:    ${key.id}`, `secret:    ${key.secret}`])
        },
      },
    ),
  )
  if (told !== undefined) whereTold(told, context)
  context.say(context.paint.green('Done.'))
  return { code: 0, json: { ...json, next: made ?? json.next, secrets: told?.file ?? null } }
}

function stepLines(step: Step, user: string): readonly string[] {
  switch (step.kind) {
    case 'create':
      return [`Step 1 of 3: a new access key for ${user}, beside ${step.old.id}.`]
    case 'wait':
      return step.for === 'new-to-be-used'
        ? [
            `Waiting: the new key ${step.next.id} of ${user} was not used yet. Put it where ${step.old.id} is used.`,
            `If it got lost: aws iam delete-access-key --user-name ${user} --access-key-id ${step.next.id}`,
          ]
        : [
            `Waiting: the old key ${step.old.id} of ${user} was used on ${step.old.lastUsed?.at ?? ''} (${step.old.lastUsed?.service ?? ''}), after the new one. Something still has it.`,
          ]
    case 'switch':
      return [`Step 2 of 3: ${step.old.id} of ${user} out of force, since ${step.next.id} is used in its place.`]
    case 'remove':
      return [`Step 3 of 3: delete ${step.old.id} of ${user}, which is out of force.`]
    default:
      return step satisfies never
  }
}
