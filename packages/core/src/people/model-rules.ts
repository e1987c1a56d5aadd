import type { CredentialRule } from './credential-context.ts'

export const notInModel: CredentialRule = {
  code: 'RW-USER-UNKNOWN',
  severity: 'warning',
  title: 'a user of the account who is nobody of the model',
  explanation: 'Whoever the model does not name is in no review and leaves with no process.',
  mend: 'write a `definePerson`, or offboard the user',
  find: ({ state, people }) => {
    const known = new Set(people.map(({ user }) => user.toLowerCase()))
    return state.users
      .filter(({ name }) => !known.has(name.toLowerCase()))
      .map(({ name }) => ({
        message: `\`${name}\` has a user in the account, and is not a person of the model there`,
        path: `user ${name}`,
        hint: `write a \`definePerson\` with \`userName: '${name}'\`, or run \`rolewright people offboard ${name}\``,
      }))
  },
}

export const notInAccount: CredentialRule = {
  code: 'RW-USER-MISSING',
  severity: 'info',
  title: 'a person of the model who has no user in the account',
  explanation: 'Somebody waits for access, or has left and is still in the model.',
  mend: 'onboard the person, or take them out of the model',
  find: ({ state, people }) => {
    const there = new Set(state.users.map(({ name }) => name.toLowerCase()))
    return people
      .filter(({ user }) => !there.has(user.toLowerCase()))
      .map(({ id, user }) => ({
        message: `\`${id}\` is in the model, and the account has no user \`${user}\``,
        path: `person ${id}`,
        hint: `run \`rolewright people onboard ${id}\`, or take the person out of the model`,
      }))
  },
}
