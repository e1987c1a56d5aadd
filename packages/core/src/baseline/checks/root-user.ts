import { BEST_PRACTICES, type BaselineCheck, verdictOf } from '../baseline-check.ts'
import { daysSince, ROTATION_DAYS } from '../days-since.ts'

const step1 = { document: BEST_PRACTICES, section: 'Before granting users the access they need, step 1' }

export const rootMfa: BaselineCheck = {
  id: 'root-mfa',
  code: 'RW-BASE-ROOT-MFA',
  severity: 'error',
  title: 'the root user signs in with MFA',
  explanation: 'The root user can do everything, and no policy of IAM holds it. Its password alone must not be enough.',
  source: step1,
  unseen: 'Whether the device is hardware, and where it is kept.',
  mend: {
    by: 'person',
    steps: [
      'Sign in to https://console.aws.amazon.com/ as the root user, with the e-mail address of the account.',
      'Open the account menu at the top right, then Security credentials.',
      'Under Multi-factor authentication (MFA) choose Assign MFA device, and register a passkey, a hardware key or an authenticator app.',
      'Register a second device, so that a lost one does not lock the account out.',
      'Lock password and device away in two places, and sign out.',
    ],
  },
  judge: ({ root }) =>
    verdictOf(
      root.mfa ? [] : [{ message: 'the root user signs in without MFA', path: 'root user' }],
      'An MFA device is assigned.',
    ),
}

export const rootKeys: BaselineCheck = {
  id: 'root-keys',
  code: 'RW-BASE-ROOT-KEYS',
  severity: 'error',
  title: 'the root user has no access keys',
  explanation: 'Whoever finds a key of the root user owns the account. Nothing needs one.',
  source: step1,
  unseen: '',
  mend: {
    by: 'person',
    steps: [
      'Find out what uses the key: `rolewright baseline --json` says when it was used last, CloudTrail says for what.',
      'Give that an IAM role instead.',
      'Sign in as the root user, open Security credentials, and under Access keys choose Deactivate.',
      'When nothing has failed for some days, choose Delete.',
    ],
  },
  judge: ({ root }) =>
    verdictOf(
      root.accessKeys ? [{ message: 'the root user has an access key', path: 'root user' }] : [],
      'There is none.',
    ),
}

export const rootUse: BaselineCheck = {
  id: 'root-use',
  code: 'RW-BASE-ROOT-USE',
  severity: 'warning',
  title: 'the root user is locked away',
  explanation:
    'The root user is for the few account-level actions that need it. What is done with it every week is done without limits and in nobody’s name.',
  source: { document: BEST_PRACTICES, section: 'Lock away the root account credentials until needed' },
  unseen: 'Who used it, and for what: CloudTrail tells that.',
  mend: {
    by: 'person',
    steps: [
      'Look up in CloudTrail what the root user was used for (event field userIdentity.type = Root).',
      'Have an IAM administrator do it instead, unless it is one of the tasks that need the root user.',
      'Lock password and MFA device away again.',
    ],
  },
  judge: ({ root, at }) => {
    const days = root.lastUsed === null ? undefined : daysSince(root.lastUsed, at)
    if (days === undefined) return { kind: 'passed', says: 'It was never used since IAM keeps record.' }
    return verdictOf(
      days > ROTATION_DAYS
        ? []
        : [
            {
              message: `the root user was used ${days === 0 ? 'within the last day' : `${days} day${days === 1 ? '' : 's'} ago`}`,
              path: 'root user',
            },
          ],
      `It was not used for ${days} days.`,
    )
  },
}
