import { heldRoles } from '../compile/memberships.ts'
import type { Rule } from './rule.ts'

/** RW-MUTUALLY-EXCLUSIVE: a person who holds, in one account, two roles that a rule keeps apart. */
export const mutuallyExclusiveRoles: Rule = (model, { now }) =>
  model.rules.flatMap((rule) =>
    model.people.flatMap((person) =>
      model.accounts.flatMap((account) => {
        const held = heldRoles(person, { account, now }).filter((role) => rule.roles.includes(role))
        if (held.length < 2) return []
        return [
          {
            code: 'RW-MUTUALLY-EXCLUSIVE',
            severity: 'error' as const,
            message: `${person.name} holds ${held.map((role) => `\`${role.id}\``).join(' and ')} in \`${account.id}\`, which a rule keeps apart`,
            path: `person ${person.id}`,
            hint: 'take one of the roles away, or give it in another account only',
          },
        ]
      }),
    ),
  )
