import { type CredentialContext, type CredentialRule, daysAgo, placeOfUser } from './credential-context.ts'
import type { HeldAccessKey } from './holdings.ts'

interface OwnedKey {
  readonly user: string
  readonly key: HeldAccessKey
  readonly path: string
}

function activeKeys(context: CredentialContext): readonly OwnedKey[] {
  return context.credentials.users.flatMap(({ user, accessKeys }) =>
    accessKeys
      .filter(({ active }) => active)
      .map((key) => ({ user, key, path: `${placeOfUser(user, context)} > access key ${key.id}` })),
  )
}

const deleting = (user: string, id: string): string =>
  `aws iam delete-access-key --user-name ${user} --access-key-id ${id}`

export const oldKey: CredentialRule = {
  code: 'RW-KEY-OLD',
  severity: 'warning',
  title: 'an access key that is older than 90 days',
  explanation:
    'A key is a secret, and the longer it exists the more places it has been in: machines, backups, logs, somebody’s memory. The best-practices document wants credentials rotated regularly.',
  mend: 'rotate it with `rolewright people rotate-key`, or use a role in its place',
  find: (context) =>
    activeKeys(context)
      .filter(({ key }) => daysAgo(key.createdAt, context.now) > context.days)
      .map(({ user, key, path }) => ({
        message: `the access key \`${key.id}\` of \`${user}\` is ${daysAgo(key.createdAt, context.now)} days old`,
        path,
        hint: `run \`rolewright people rotate-key ${user}\``,
      })),
}

export const unusedKey: CredentialRule = {
  code: 'RW-KEY-UNUSED',
  severity: 'warning',
  title: 'an access key that nobody uses: never, or not for 90 days',
  explanation: 'A key that nobody uses can only be stolen; nobody would notice that it is gone.',
  mend: 'delete it; put it out of force first where you are not sure',
  find: (context) =>
    activeKeys(context).flatMap(({ user, key, path }) => {
      const { lastUsed } = key
      if (lastUsed !== null && daysAgo(lastUsed.at, context.now) <= context.days) return []
      const since = lastUsed === null ? 'was never used' : `was last used ${daysAgo(lastUsed.at, context.now)} days ago`
      return [
        {
          message: `the access key \`${key.id}\` of \`${user}\` ${since}`,
          path,
          hint: `run \`${deleting(user, key.id)}\``,
        },
      ]
    }),
}

export const twoKeys: CredentialRule = {
  code: 'RW-TWO-KEYS',
  severity: 'warning',
  title: 'a user with two active access keys',
  explanation:
    'The second key is there for the days of a rotation. Two for good are twice the risk, and leave no room for the next rotation.',
  mend: 'end the rotation: delete the older one as soon as the newer is used',
  find: (context) =>
    context.credentials.users.flatMap(({ user, accessKeys }) => {
      const active = accessKeys.filter((key) => key.active).toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
      if (active.length < 2) return []
      return [
        {
          message: `\`${user}\` has two active access keys`,
          path: placeOfUser(user, context),
          hint: `run \`rolewright people rotate-key ${user}\`, which goes on once the newer one is used`,
        },
      ]
    }),
}
