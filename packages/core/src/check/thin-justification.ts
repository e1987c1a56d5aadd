import type { Rule } from './rule.ts'

export const thinJustification: Rule = {
  code: 'RW-JUSTIFICATION',
  severity: 'warning',
  title: 'a role whose owner or justification says nothing',
  explanation: 'A reviewer asks the owner whether the reason still holds. A word such as `todo` gives neither.',
  mend: 'name somebody who answers for the role, and say in a sentence why it exists',
  find: ({ model }) =>
    model.roles.flatMap((role) => {
      const path = `role ${role.id}`
      const empty = /^(?:todo|tbd|n\/?a|none|unknown|fixme|[-?.x]+)$/i
      return [
        ...(empty.test(role.owner.trim())
          ? [{ message: `the owner is \`${role.owner}\``, path: `${path}.owner` }]
          : []),
        ...(empty.test(role.justification.trim()) ||
        role.justification.trim().toLowerCase() === role.title.trim().toLowerCase()
          ? [{ message: `the justification is \`${role.justification}\``, path: `${path}.justification` }]
          : []),
      ]
    }),
}
