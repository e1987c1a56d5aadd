import { holders } from './holders.ts'
import type { Rule } from './rule.ts'

export const mutuallyExclusiveRoles: Rule = {
  code: 'RW-MUTUALLY-EXCLUSIVE',
  severity: 'error',
  title: 'a person with two roles that a rule keeps apart',
  explanation: 'Separation of duty: one person who holds both could do, and hide, what two should have to agree on.',
  mend: 'take one of the roles away, or give it in another account only',
  find: (context) =>
    holders(context).flatMap(({ compiled, people }) =>
      people.flatMap(({ person, roles }) =>
        context.model.rules.flatMap((rule) => {
          if (rule.kind !== 'mutually-exclusive') return []
          const both = roles.filter((role) => rule.roles.some((one) => one.id === role.id))
          if (both.length < 2) return []
          const names = both.map((role) => `\`${role.id}\``).join(' and ')
          return [
            {
              message: `${person.name} holds ${names} in \`${compiled.account.id}\``,
              path: `person ${person.id}`,
              account: compiled.account.id,
            },
          ]
        }),
      ),
    ),
}
