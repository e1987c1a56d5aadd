import { BEST_PRACTICES, type BaselineCheck, type FoundFact, verdictOf } from '../baseline-check.ts'
import type { CredentialFacts } from '../account-facts.ts'
import { activeKeys } from '../credentials.ts'
import { trustedBy } from '../trusted.ts'

/** Names that programs have rather than people. */
const PROGRAM =
  /(?:^|[^a-z])(?:svc|service|app|application|api|bot|ci|cd|cicd|deploy(?:er|ment)?|build|jenkins|github|gitlab|terraform|lambda|ec2|instance|server|worker|batch|cron|backup|system|robot|automation)(?:[^a-z]|$)/i

export const instanceRoles: BaselineCheck = {
  id: 'instance-roles',
  code: 'RW-BASE-INSTANCE-KEYS',
  severity: 'warning',
  title: 'machines have roles, not access keys',
  explanation:
    'A key on an instance has to be stored, delivered and rotated. A role gives temporary credentials that nobody has to keep.',
  source: { document: BEST_PRACTICES, section: 'Use EC2 roles rather than access keys' },
  unseen:
    'IAM does not show where a key is kept. Told are active keys of users that look like programs: no password, or a name such as `deploy-ci`.',
  mend: {
    by: 'person',
    steps: [
      'Find out where the key is used: its last use (service and region) stands in `rolewright baseline --json`, its calls in CloudTrail.',
      'On EC2 make a role that trusts `ec2.amazonaws.com`, put it into an instance profile, and give the profile to the instance; elsewhere use the platform’s own roles, or federation by OIDC.',
      'Take the key out of the machine, deactivate it, and delete it when nothing fails.',
    ],
  },
  judge: ({ credentials, instanceProfiles, state }) => {
    const profiles = instanceProfiles.filter(({ roles }) => roles.length > 0).length
    const trusting = state.roles.filter((role) => trustedBy(role, 'Service').includes('ec2.amazonaws.com')).length
    return verdictOf(
      credentials.filter(looksLikeProgram).map((one): FoundFact => {
        const { user, password } = one
        const used = activeKeys(one).flatMap(({ lastUsed }) => lastUsed ?? [])[0]
        const last = used === undefined ? 'never used' : `last used for ${used.service} in ${used.region}`
        const why = password === null ? 'has no password' : 'is named like a program'
        return { message: `\`${user}\` ${why} and has an active access key (${last})`, path: `user ${user}` }
      }),
      `No active key is of a user that looks like a program; ${trusting} role${trusting === 1 ? '' : 's'} for EC2, ${profiles} instance profile${profiles === 1 ? '' : 's'}.`,
    )
  },
}

const looksLikeProgram = (one: CredentialFacts): boolean =>
  activeKeys(one).length > 0 && (one.password === null || PROGRAM.test(one.user))

export const longLivedKeys: BaselineCheck = {
  id: 'long-lived-keys',
  code: 'RW-BASE-LONG-LIVED-KEYS',
  severity: 'info',
  title: 'people work with temporary credentials',
  explanation: 'Temporary security tokens run out by themselves, and nothing has to be rotated.',
  source: { document: BEST_PRACTICES, section: 'Rotate credentials regularly' },
  unseen: 'Whether a tool of a person can do without a key.',
  mend: {
    by: 'person',
    steps: [
      'Use `aws sso login`, or a profile with `role_arn` and `mfa_serial`, in place of a key.',
      'Deactivate the key, and delete it when nothing fails.',
    ],
  },
  judge: ({ credentials }) =>
    verdictOf(
      credentials
        .filter((one) => activeKeys(one).length > 0 && !looksLikeProgram(one))
        .map(({ user }): FoundFact => ({
          message: `\`${user}\` signs in with a password and has an active access key too`,
          path: `user ${user}`,
        })),
      'Nobody with a password has an active access key.',
    ),
}
