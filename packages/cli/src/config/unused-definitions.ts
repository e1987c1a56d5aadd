import { type Finding, type Model, RolewrightError } from '@rolewright/core'

/**
 * A finding for every policy, task, role, person and account that is defined in the source and that the model does not reach. What has a
 * computed name is not seen; a source that can't be parsed is not looked at, since loading it has said so already.
 */
export async function unusedDefinitions(model: Model, folder: string): Promise<readonly Finding[]> {
  const { sourceLocations } = await import('@rolewright/aws-sync')
  const reached = new Set([
    ...model.policies.map((policy) => `policy ${policy.name}`),
    ...model.tasks.map((task) => `task ${task.id}`),
    ...model.roles.map((role) => `role ${role.id}`),
    ...model.people.map((person) => `person ${person.id}`),
    ...model.accounts.map((account) => `account ${account.id}`),
  ])
  const places = await sourceLocations(folder).catch((error: unknown) => {
    if (error instanceof RolewrightError && error.code === 'source-not-parsed') return []
    throw error
  })
  return places
    .filter(({ kind, name }) => !reached.has(`${kind} ${name}`))
    .map(({ kind, name, file, line }) => ({
      code: 'RW-UNUSED-DEFINITION',
      severity: 'info',
      message: `the ${kind} \`${name}\` is defined and not used (${file}:${line})`,
      path: `${kind} ${name}`,
      hint: 'use it in the model, or delete it',
    }))
}
