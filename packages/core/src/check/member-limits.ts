import { holders } from './holders.ts'
import type { Rule } from './rule.ts'

export const memberLimits: Rule = {
  code: 'RW-MEMBERS',
  severity: 'error',
  title: 'more people in a role than a rule takes, or a role without the one that it requires',
  explanation:
    'Powerful roles are safe while few hold them and everybody knows who; some make sense only beside another.',
  mend: 'take the role from somebody, or change the rule where it is the rule that is wrong',
  find: (context) =>
    holders(context).flatMap(({ compiled, people }) =>
      context.model.rules.flatMap((rule) => {
        const place = compiled.account.id
        if (rule.kind === 'at-most') {
          const members = people.filter(({ roles }) => roles.some((role) => role.id === rule.role.id))
          if (members.length <= rule.members) return []
          const message = `\`${rule.role.id}\` is held by ${members.length} people in \`${place}\`, at most ${rule.members} may`
          return [{ message, path: `role ${rule.role.id}`, account: place }]
        }
        if (rule.kind !== 'requires') return []
        return people
          .filter(
            ({ roles }) =>
              roles.some((role) => role.id === rule.role.id) && !roles.some((role) => role.id === rule.required.id),
          )
          .map(({ person }) => ({
            message: `${person.name} holds \`${rule.role.id}\` in \`${place}\` without \`${rule.required.id}\``,
            path: `person ${person.id}`,
            account: place,
            hint: `give \`${rule.required.id}\` too, or take \`${rule.role.id}\` away`,
          }))
      }),
    ),
}
