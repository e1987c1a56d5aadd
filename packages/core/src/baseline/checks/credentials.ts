import { BEST_PRACTICES, type BaselineCheck, type FoundFact, verdictOf } from '../baseline-check.ts'
import { activeKeys, canSignIn } from '../credentials.ts'
import { daysSince, ROTATION_DAYS } from '../days-since.ts'
import { privilegedUsers } from '../privileged.ts'

const section = (name: string): BaselineCheck['source'] => ({ document: BEST_PRACTICES, section: name })

export const privilegedMfa: BaselineCheck = {
  id: 'privileged-mfa',
  code: 'RW-BASE-PRIVILEGED-MFA',
  severity: 'error',
  title: 'whoever may administer has an MFA device',
  explanation:
    'Privileged is whoever may change users and permissions, or could come to it by a known way to escalate, whatever the group is called.',
  source: section('Enable MFA for privileged users'),
  unseen: 'MFA of people who come by federation: their directory asks for it.',
  mend: {
    by: 'person',
    steps: [
      'Each person named signs in, opens Security credentials, and assigns an MFA device: nobody else should hold the secret of it.',
      'Mark the roles `requireMfa: true` in the model: then they give nothing until the person has signed in with MFA.',
      'A key of a program can’t carry MFA: let the program assume a role instead, and delete the key.',
    ],
  },
  judge: (facts) => {
    const byName = new Map(facts.credentials.map((one) => [one.user, one]))
    const found = privilegedUsers(facts).flatMap(({ user, by }): FoundFact[] => {
      const credentials = byName.get(user.name)
      if (credentials === undefined || credentials.mfa || !canSignIn(credentials)) return []
      const path = `user ${user.name}`
      return [{ message: `\`${user.name}\` ${by}, and has no MFA device`, path }]
    })
    return verdictOf(found, 'Every user who may administer and can sign in has one.')
  },
}

export const keyRotation: BaselineCheck = {
  id: 'key-rotation',
  code: 'RW-BASE-KEY-AGE',
  severity: 'warning',
  title: `no access key is older than ${ROTATION_DAYS} days`,
  explanation: 'The longer a secret exists, the more likely it is known to others.',
  source: section('Rotate credentials regularly'),
  unseen: 'Secrets outside of IAM, such as SSH keys on machines and passwords of databases.',
  mend: {
    by: 'command',
    command: 'rolewright people review',
    does: 'plans the rotation of each key in three steps and waits until the new one is used',
  },
  judge: ({ credentials, at }) =>
    verdictOf(
      credentials.flatMap((one) =>
        activeKeys(one).flatMap(({ createdAt }): FoundFact[] => {
          const days = daysSince(createdAt, at)
          if (days <= ROTATION_DAYS) return []
          return [{ message: `an active access key of \`${one.user}\` is ${days} days old`, path: `user ${one.user}` }]
        }),
      ),
      'All active keys are younger.',
    ),
}

export const passwordAge: BaselineCheck = {
  id: 'password-age',
  code: 'RW-BASE-PASSWORD-AGE',
  severity: 'warning',
  title: `no password is older than ${ROTATION_DAYS} days`,
  explanation: 'The longer a secret exists, the more likely it is known to others.',
  source: section('Rotate credentials regularly'),
  unseen: '',
  mend: {
    by: 'person',
    steps: [
      'Set a password policy with an age: `rolewright baseline --mend password-policy`. People are then asked for a new one when they sign in.',
      'Offboard who has left: `rolewright people offboard`.',
    ],
  },
  judge: ({ credentials, at }) =>
    verdictOf(
      credentials.flatMap(({ user, password }): FoundFact[] => {
        const changed = password?.changedAt ?? null
        const days = changed === null ? 0 : daysSince(changed, at)
        return days <= ROTATION_DAYS
          ? []
          : [{ message: `the password of \`${user}\` is ${days} days old`, path: `user ${user}` }]
      }),
      'All passwords are younger.',
    ),
}

export const unusedCredentials: BaselineCheck = {
  id: 'unused-credentials',
  code: 'RW-BASE-UNUSED',
  severity: 'warning',
  title: 'users and credentials that nobody needs are removed',
  explanation:
    'Who has left and what is not used any more is found by nobody but an attacker. The document asks for a written process, best as a program.',
  source: section('Have a documented process for removing unnecessary users and credentials'),
  unseen: 'Whether somebody has left the company, and whether the process is followed.',
  mend: {
    by: 'command',
    command: 'rolewright people offboard <user>',
    does: 'is that process as a program: it closes the doors first, then removes credentials and user',
  },
  judge: ({ credentials, at }) => {
    const unusedFor = (used: string | null, since: string): number => daysSince(used ?? since, at)
    return verdictOf(
      credentials.flatMap((one): FoundFact[] => {
        const path = `user ${one.user}`
        const { password } = one
        const signedIn = password === null ? 0 : unusedFor(password.lastUsed, password.changedAt ?? at)
        const told: FoundFact[] =
          signedIn > ROTATION_DAYS ? [{ message: `\`${one.user}\` has not signed in for ${signedIn} days`, path }] : []
        for (const { createdAt, lastUsed } of activeKeys(one)) {
          const days = unusedFor(lastUsed?.at ?? null, createdAt)
          if (days <= ROTATION_DAYS) continue
          const since = lastUsed === null ? 'was never used since it was made' : 'was last used'
          told.push({ message: `an active access key of \`${one.user}\` ${since}, ${days} days ago`, path })
        }
        return told
      }),
      `Every password and active key was used within ${ROTATION_DAYS} days, or is younger.`,
    )
  },
}
