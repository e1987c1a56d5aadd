import { privilegedUsers } from '../baseline/privileged.ts'
import { type CredentialRule, daysAgo, placeOfUser } from './credential-context.ts'

export const unusedPassword: CredentialRule = {
  code: 'RW-PASSWORD-UNUSED',
  severity: 'warning',
  title: 'a console password that nobody uses: not for 90 days, or never since it was given',
  explanation:
    'Somebody who has not signed in for a quarter has no need of it, or has left. A first password that nobody changes is known to whoever has sent it.',
  mend: 'ask, then delete the password, or offboard whoever has left',
  find: (context) =>
    context.credentials.users.flatMap(({ user, password }) => {
      if (password === null) return []
      const { lastUsed, lastChanged } = password
      const since = lastUsed ?? lastChanged
      const days = since === null ? undefined : daysAgo(since, context.now)
      const path = `${placeOfUser(user, context)} > password`
      const hint = `ask, then run \`aws iam delete-login-profile --user-name ${user}\`, or \`rolewright people offboard ${user}\``
      if (lastUsed !== null) {
        if (days === undefined || days <= context.days) return []
        return [{ message: `the password of \`${user}\` was last used ${days} days ago`, path, hint }]
      }
      const isNew = days !== undefined && days <= context.days
      return [
        {
          message: `the password of \`${user}\` was never used${days === undefined ? '' : `, and is ${days} days old`}`,
          path,
          hint,
          ...(isNew ? { severity: 'info' as const } : {}),
        },
      ]
    }),
}

export const privilegedWithoutMfa: CredentialRule = {
  code: 'RW-NO-MFA',
  severity: 'error',
  title: 'somebody who may administer the account and signs in without MFA',
  explanation:
    'The best-practices document wants MFA for privileged users: a password alone is lost in one message that somebody believes.',
  mend: 'enrol a device; `requireMfa` in the role keeps it so',
  find: (context) => {
    const { accountId } = context.state
    const privileged = new Map(
      privilegedUsers({ state: context.state, accountId }).map(({ user, by }) => [user.name, by]),
    )
    return context.credentials.users.flatMap(({ user, mfa, password, accessKeys }) => {
      const by = privileged.get(user)
      const canSignIn = password !== null || accessKeys.some(({ active }) => active)
      if (by === undefined || mfa || !canSignIn) return []
      return [
        {
          message: `\`${user}\` ${by} and has no MFA device`,
          path: placeOfUser(user, context),
          hint: 'let them enrol one under “Security credentials” in the console, and set `requireMfa` in their role',
        },
      ]
    })
  },
}

export const rootUse: CredentialRule = {
  code: 'RW-ROOT-USE',
  severity: 'warning',
  title: 'the root user, used in the last 90 days',
  explanation:
    'The root user can’t be limited by any policy. The best-practices document locks it away until there is something that only it can do.',
  mend: 'find out who it was and why; do daily work as a person of the model',
  find: ({ credentials: { root }, now, days }) => {
    const used = [
      { what: 'password', at: root.passwordLastUsed },
      ...root.accessKeys.map(({ lastUsed }) => ({ what: 'access key', at: lastUsed })),
    ]
    return used.flatMap(({ what, at }) => {
      if (at === null || daysAgo(at, now) > days) return []
      return [
        {
          message: `the ${what} of the root user was used on ${at.slice(0, 10)}`,
          path: 'root user',
          hint: 'see who it was in CloudTrail: `aws cloudtrail lookup-events --lookup-attributes AttributeKey=Username,AttributeValue=root`',
        },
      ]
    })
  },
}
