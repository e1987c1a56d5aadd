import type { Rule } from './rule.ts'

export const unusedRole: Rule = {
  code: 'RW-UNUSED-ROLE',
  severity: 'info',
  title: 'a role that nobody holds, or that goes to no account',
  explanation: 'What nobody uses is read, reviewed and packed all the same, and is forgotten until it is misused.',
  mend: 'give it to somebody, or take it out of the model',
  find: ({ model }) => {
    const held = new Set(
      model.people.flatMap((person) => person.roles.map((one) => ('role' in one ? one.role.id : one.id))),
    )
    return model.roles.flatMap((role) => {
      const path = `role ${role.id}`
      const goes = model.accounts.some((account) => account.roles === undefined || account.roles.includes(role.id))
      if (!goes) return [{ message: `\`${role.id}\` goes to no account`, path }]
      if (role.breakGlass === true || held.has(role.id)) return []
      return [{ message: `nobody holds \`${role.id}\``, path }]
    })
  },
}
