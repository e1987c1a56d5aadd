import type { GroupState, UserState } from '../../account/account-state.ts'
import { BEST_PRACTICES, type BaselineCheck, verdictOf } from '../baseline-check.ts'
import type { AccountFacts, CredentialFacts } from '../account-facts.ts'

/** The managed policy that the document gives to the IAM Administrators. */
export const IAM_FULL_ACCESS = 'arn:aws:iam::aws:policy/IAMFullAccess'

/** The group that is made where none holds it. */
export const ADMINISTRATORS_GROUP = 'IAMAdministrators'

const step = (number: number): BaselineCheck['source'] => ({
  document: BEST_PRACTICES,
  section: `Before granting users the access they need, step ${number}`,
})

/** Groups that hold IAMFullAccess. */
export function administratorGroups({ state }: AccountFacts): readonly GroupState[] {
  return state.groups.filter(({ attachedPolicies }) => attachedPolicies.includes(IAM_FULL_ACCESS))
}

/** The members of those groups, with how they can sign in. */
function administrators(facts: AccountFacts): readonly { user: UserState; credentials: CredentialFacts | undefined }[] {
  const groups = new Set(administratorGroups(facts).map(({ name }) => name))
  const byName = new Map(facts.credentials.map((one) => [one.user, one]))
  return facts.state.users
    .filter((user) => user.groups.some((group) => groups.has(group)))
    .map((user) => ({ user, credentials: byName.get(user.name) }))
}

const bootstrap = (does: string): BaselineCheck['mend'] => ({ by: 'command', command: 'rolewright bootstrap', does })

export const administratorsGroup: BaselineCheck = {
  id: 'administrators-group',
  code: 'RW-BASE-ADMINISTRATORS',
  severity: 'error',
  title: 'a group of IAM administrators holds IAMFullAccess',
  explanation: 'Who administers IAM does so in a group with the managed policy for it, and in nobody else’s name.',
  source: step(4),
  unseen: '',
  mend: {
    by: 'baseline',
    does: `makes the group \`${ADMINISTRATORS_GROUP}\` and attaches IAMFullAccess to it; nobody is put into it`,
  },
  judge: (facts) => {
    const names = administratorGroups(facts).map(({ name }) => name)
    return verdictOf(
      names.length === 0
        ? [{ message: 'no group holds the managed policy IAMFullAccess', path: `account ${facts.accountId}` }]
        : [],
      `${names.join(', ')} holds it.`,
    )
  },
}

export const administratorUser: BaselineCheck = {
  id: 'administrator-user',
  code: 'RW-BASE-ADMINISTRATOR',
  severity: 'error',
  title: 'an IAM administrator is in that group',
  explanation: 'Without one, everything would go on being done as the root user.',
  source: step(5),
  unseen: 'Whether the user is one person, or shared.',
  mend: bootstrap('makes the user and puts it into the group'),
  judge: (facts) => {
    const names = administrators(facts).map(({ user }) => user.name)
    return verdictOf(
      names.length === 0
        ? [{ message: 'nobody is in a group that holds IAMFullAccess', path: `account ${facts.accountId}` }]
        : [],
      `${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}.`,
    )
  },
}

export const administratorPassword: BaselineCheck = {
  id: 'administrator-password',
  code: 'RW-BASE-ADMINISTRATOR-PASSWORD',
  severity: 'error',
  title: 'an IAM administrator has a password',
  explanation: 'An administrator who can’t sign in to the console leaves the root user as the only way in.',
  source: step(6),
  unseen: 'Administrators who come by federation sign in without one.',
  mend: bootstrap('makes a password that has to be changed at the first sign-in'),
  judge: (facts) => {
    const all = administrators(facts)
    if (all.length === 0) return { kind: 'unseen', says: 'There is no IAM administrator yet.' }
    return verdictOf(
      all.some(({ credentials }) => credentials?.password)
        ? []
        : [{ message: 'no IAM administrator has a password', path: `account ${facts.accountId}` }],
      'At least one can sign in to the console.',
    )
  },
}

export const administratorMfa: BaselineCheck = {
  id: 'administrator-mfa',
  code: 'RW-BASE-ADMINISTRATOR-MFA',
  severity: 'error',
  title: 'every IAM administrator has an MFA device',
  explanation: 'MFA adds something one has to something one knows: a stolen password alone opens nothing.',
  source: step(7),
  unseen: '',
  mend: {
    by: 'person',
    steps: [
      'The administrator signs in at the account’s own address with the user name and password.',
      'At the top right, under the user name, choose Security credentials, then Assign MFA device.',
      'Choose Authenticator app, scan the code, and type two codes that follow each other.',
      '`rolewright bootstrap` does the same from the terminal for the first administrator.',
    ],
  },
  judge: (facts) => {
    const all = administrators(facts)
    if (all.length === 0) return { kind: 'unseen', says: 'There is no IAM administrator yet.' }
    return verdictOf(
      all
        .filter(({ credentials }) => credentials?.mfa !== true)
        .map(({ user }) => ({
          message: `the IAM administrator \`${user.name}\` has no MFA device`,
          path: `user ${user.name}`,
        })),
      'All have one.',
    )
  },
}

export const administratorSignedIn: BaselineCheck = {
  id: 'administrator-signed-in',
  code: 'RW-BASE-ADMINISTRATOR-SIGN-IN',
  severity: 'warning',
  title: 'an IAM administrator has signed in, and takes the root user’s place',
  explanation: 'Only a sign-in shows that password, MFA and address work, so that the root user can be locked away.',
  source: step(8),
  unseen: 'Administrators who come by federation; and whether all new users are made by them.',
  mend: {
    by: 'person',
    steps: [
      'Sign out of the account.',
      'Sign in at the account’s own address as the IAM administrator, with MFA.',
      'Make all new users from there, or with `rolewright apply`.',
    ],
  },
  judge: (facts) => {
    const all = administrators(facts)
    if (all.length === 0) return { kind: 'unseen', says: 'There is no IAM administrator yet.' }
    return verdictOf(
      all.some(({ credentials }) => credentials?.password?.lastUsed)
        ? []
        : [{ message: 'no IAM administrator has ever signed in to the console', path: `account ${facts.accountId}` }],
      'At least one has.',
    )
  },
}
