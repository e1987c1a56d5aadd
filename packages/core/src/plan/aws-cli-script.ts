import type { PolicyState } from '../account/account-state.ts'
import { defaultDocument } from '../account/documents.ts'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import { visibleText } from '../diagnostic/visible-text.ts'
import { subjectOf } from './order.ts'
import type { Change, Plan } from './plan.ts'
import { LOCK_SUBJECT } from './apply-lock.ts'
import { oldestSpare } from './planned-calls.ts'

/**
 * A plan as a shell script for bash and the AWS CLI: the same calls in the same order, each change under a comment. It stops at the first
 * call that fails, and before the first one when the credentials are of another account.
 *
 * Whatever the names hold, they are quoted: nothing in a plan is ever run.
 *
 * @example
 * ```ts
 * await writeFile('plan.sh', awsCliScript(plan))
 * ```
 */
export function awsCliScript(plan: Plan): string {
  const taken = plan.notes.find((note) => note.kind === 'name-taken')
  if (taken !== undefined) {
    throw new RolewrightError({
      code: 'name-taken',
      message: `a plan that can't be applied makes no script: ${taken.subject}: ${taken.message}`,
      hint: 'rename one of the two, or adopt what is there with `rolewright adopt`',
    })
  }
  const fresh = freshNames(plan.changes)
  const steps = plan.changes.map((change) => {
    const lines = commands(change).map((words) => (needsFresh(change, fresh) ? ['patiently', ...words] : words))
    return [comment(change), ...lines.map((words) => `${words.join(' ')} >/dev/null`)].join('\n')
  })
  return [head(plan), ...steps, ''].join('\n\n').replace(/\n+$/, '\n')
}

function head({ accountId, changes, calls, from }: Plan): string {
  return `#!/usr/bin/env bash
# What rolewright would do in the AWS account ${accountId}: changes: ${changes.length}, calls: ${calls.filter(({ subject }) => subject !== LOCK_SUBJECT).length}.
# Made from the account as it stood at fingerprint ${from}: if somebody has changed it since, make it anew.
# Unlike rolewright apply it takes no lock, looks at no guard, does not go on where it stopped, and writes no history.
set -euo pipefail
export AWS_PAGER=''
# Version 1 of the AWS CLI knows the region by this name only.
if [ -n "\${AWS_REGION:-}" ]; then export AWS_DEFAULT_REGION="$AWS_REGION"; fi

# The account that answers must be the one that is meant.
account=$(aws sts get-caller-identity --query Account --output text)
if [ "$account" != '${accountId}' ]; then
  echo "these credentials are of the account $account, this plan is for ${accountId}; nothing was changed" >&2
  exit 1
fi

# IAM may not know for some seconds what was just made: such a call is made again, for half a minute.
patiently() {
  local tries=0 said
  until said=$("$@" 2>&1); do
    tries=$((tries + 1))
    if [[ "$said" != *NoSuchEntity* ]] || [ "$tries" -ge 15 ]; then
      echo "$said" >&2
      return 1
    fi
    sleep 2
  done
}`
}

function comment(change: Change): string {
  const mark = change.before === null ? '+' : change.after === null ? '-' : '~'
  return visibleText(`# ${mark} ${subjectOf(change)}: ${change.reason}`)
}

function commands(change: Change): readonly (readonly string[])[] {
  switch (change.kind) {
    case 'create-policy': {
      const { name, path, description } = change.after
      return [
        call('create-policy', {
          'policy-name': name,
          path,
          'policy-document': documentOf(change.after),
          ...(description === undefined ? {} : { description }),
        }),
      ]
    }
    case 'update-policy': {
      const { arn } = change.before
      const spare = oldestSpare(change.before)
      return [
        ...(spare === undefined ? [] : [deleteVersion(arn, spare)]),
        [
          ...call('create-policy-version', { 'policy-arn': arn, 'policy-document': documentOf(change.after) }),
          '--set-as-default',
        ],
      ]
    }
    case 'set-default-version': {
      const { arn, defaultVersionId } = change.after
      return [call('set-default-policy-version', { 'policy-arn': arn, 'version-id': defaultVersionId })]
    }
    case 'delete-policy': {
      const { arn, versions, defaultVersionId } = change.before
      const others = versions.filter(({ versionId }) => versionId !== defaultVersionId)
      return [
        ...others.map(({ versionId }) => deleteVersion(arn, versionId)),
        call('delete-policy', { 'policy-arn': arn }),
      ]
    }
    case 'create-group':
      return [call('create-group', { 'group-name': change.after.name, path: change.after.path })]
    case 'move-group':
      return [call('update-group', { 'group-name': change.after.name, 'new-path': change.after.path })]
    case 'delete-group':
      return [call('delete-group', { 'group-name': change.before.name })]
    case 'create-user': {
      const { name, path, tags, permissionsBoundary } = change.after
      const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
      return [
        call('create-user', {
          'user-name': name,
          path,
          ...(permissionsBoundary === undefined ? {} : { 'permissions-boundary': permissionsBoundary }),
          ...(list.length === 0 ? {} : { tags: JSON.stringify(list) }),
        }),
      ]
    }
    case 'attach-policy': {
      const { group, policyArn } = change.after
      return [call('attach-group-policy', { 'group-name': group, 'policy-arn': policyArn })]
    }
    case 'detach-policy': {
      const { group, policyArn } = change.before
      return [call('detach-group-policy', { 'group-name': group, 'policy-arn': policyArn })]
    }
    case 'delete-inline-policy': {
      const { group, name } = change.before
      return [call('delete-group-policy', { 'group-name': group, 'policy-name': name })]
    }
    case 'add-member': {
      const { group, user } = change.after
      return [call('add-user-to-group', { 'group-name': group, 'user-name': user })]
    }
    case 'remove-member': {
      const { group, user } = change.before
      return [call('remove-user-from-group', { 'group-name': group, 'user-name': user })]
    }
    default:
      return change satisfies never
  }
}

function deleteVersion(arn: string, versionId: string): readonly string[] {
  return call('delete-policy-version', { 'policy-arn': arn, 'version-id': versionId })
}

/** The words of one call. Where a value would mean something to the AWS CLI itself, all of them go in as one JSON document. */
function call(operation: string, given: Readonly<Record<string, string>>): readonly string[] {
  const entries = Object.entries(given)
  if (entries.some(([, value]) => /^(file|fileb|https?):\/\//.test(value))) {
    const input = Object.fromEntries(entries.map(([name, value]) => [camel(name), value]))
    return ['aws', 'iam', operation, '--cli-input-json', quoted(JSON.stringify(input))]
  }
  return [
    'aws',
    'iam',
    operation,
    // A value that begins with a dash would be taken for an option.
    ...entries.flatMap(([name, value]) =>
      value.startsWith('-') ? [`--${name}=${quoted(value)}`] : [`--${name}`, quoted(value)],
    ),
  ]
}

function camel(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** One word to the shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

function documentOf(policy: PolicyState): string {
  const document = defaultDocument(policy)
  if (document !== undefined) return JSON.stringify(document)
  throw new RolewrightError({
    code: 'invalid-plan',
    message: `the plan has no document for policy \`${policy.name}\``,
    hint: 'make the plan again',
  })
}

function freshNames(changes: readonly Change[]): ReadonlySet<string> {
  return new Set(
    changes.flatMap((change) => {
      if (change.kind === 'create-policy') return [change.after.arn]
      return change.kind === 'create-group' || change.kind === 'create-user' ? [change.after.name] : []
    }),
  )
}

function needsFresh(change: Change, fresh: ReadonlySet<string>): boolean {
  if (change.kind === 'attach-policy') return fresh.has(change.after.group) || fresh.has(change.after.policyArn)
  return change.kind === 'add-member' && (fresh.has(change.after.group) || fresh.has(change.after.user))
}
