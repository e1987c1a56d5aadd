import type { Rule } from './rule.ts'

export const breakGlassMember: Rule = {
  code: 'RW-BREAK-GLASS',
  severity: 'error',
  title: 'a break-glass role that somebody holds for good',
  explanation:
    'A break-glass role is had for hours, with a reason that the history keeps; a standing member defeats that.',
  mend: 'take it out of the person; `people grant` gives it for a time',
  find: ({ model }) =>
    model.people.flatMap((person) =>
      person.roles.flatMap((held, index) => {
        const role = 'role' in held ? held.role : held
        return role.breakGlass === true
          ? [
              {
                message: `${person.name} holds \`${role.id}\`, which is for emergencies`,
                path: `person ${person.id}.roles[${index}]`,
              },
            ]
          : []
      }),
    ),
}
