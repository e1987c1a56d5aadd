import { findService } from '../catalog/catalog.ts'
import type { Rule } from './rule.ts'

const words = /^(?:full-?access|read-?only|read-?write|launch|create|delete|update|access|users?-of|can)$/

export const technologyName: Rule = {
  code: 'RW-ROLE-NAME',
  severity: 'warning',
  title: 'a role named after a service or an action',
  explanation:
    'Two people with the same technical needs may have different jobs. Grouped by job, a change of technology touches the job alone; grouped by technology, it touches strangers.',
  mend: 'name the role after the job: who does this, and what are they called?',
  find: ({ model }) =>
    model.roles.flatMap((role) => {
      const parts = role.id.split('-')
      const job = /(?:er|or|ist|ant|ian|ect|yst|clerk|lead|chief|head|admins?|ops|team|staff|owner|auditors?|users?)s?$/
      const service = parts.find((part) => findService(part) !== undefined)
      const verb = parts.find((part) => words.test(part))
      const last = parts.at(-1) ?? ''
      if ((service === undefined && verb === undefined) || (job.test(last) && verb === undefined)) return []
      return [
        {
          message: `\`${role.id}\` is named after ${verb === undefined ? 'a service' : 'an action'}, not after a job`,
          path: `role ${role.id}`,
        },
      ]
    }),
}
