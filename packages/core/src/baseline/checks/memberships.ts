import { BEST_PRACTICES, type BaselineCheck, type FoundFact, verdictOf } from '../baseline-check.ts'

export const usersInGroups: BaselineCheck = {
  id: 'users-in-groups',
  code: 'RW-BASE-NO-GROUP',
  severity: 'warning',
  title: 'whoever signs in has a business role',
  explanation:
    'A person is put into the groups of their business roles. A user with credentials and no group was left over, or has rights of its own.',
  source: { document: BEST_PRACTICES, section: 'With new administrator credentials configured, step 4' },
  unseen: 'Whether the groups fit what the person does.',
  mend: {
    by: 'person',
    steps: ['Give the person a business role in the model and run `rolewright apply`, or offboard the user.'],
  },
  judge: ({ credentials, state }) => {
    const without = new Set(state.users.filter(({ groups }) => groups.length === 0).map(({ name }) => name))
    return verdictOf(
      credentials
        .filter(({ user, password }) => password !== null && without.has(user))
        .map(({ user }): FoundFact => ({
          message: `\`${user}\` can sign in and is in no group`,
          path: `user ${user}`,
        })),
      'Every user with a password is in a group.',
    )
  },
}
