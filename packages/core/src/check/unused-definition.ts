import type { Rule } from './rule.ts'

export const unusedDefinition: Rule = {
  code: 'RW-UNUSED-DEFINITION',
  severity: 'info',
  title: 'a policy, task, role, person or account that is written down and not part of the model',
  explanation:
    'It looks as if it were in force. Definitions are found in the TypeScript without running it, so that one whose name is computed is not seen.',
  mend: 'use it in the model, or delete it',
  find: ({ model, defined }) => {
    const reached = new Set([
      ...model.policies.map((policy) => `policy ${policy.name}`),
      ...model.tasks.map((task) => `task ${task.id}`),
      ...model.roles.map((role) => `role ${role.id}`),
      ...model.people.map((person) => `person ${person.id}`),
      ...model.accounts.map((account) => `account ${account.id}`),
    ])
    return defined
      .filter(({ kind, name }) => !reached.has(`${kind} ${name}`))
      .map(({ kind, name, file, line }) => ({
        message: `the ${kind} \`${name}\` is defined and not used (${file}:${line})`,
        path: `${kind} ${name}`,
      }))
  },
}
