import { findService } from '../../catalog/catalog.ts'
import { BEST_PRACTICES, type BaselineCheck, type FoundFact, verdictOf } from '../baseline-check.ts'

const VERBS = /^(?:full|read|write|only|launch|create|delete|update|access|can|use|users?of)$/

export const groupNames: BaselineCheck = {
  id: 'group-names',
  code: 'RW-BASE-GROUP-NAME',
  severity: 'info',
  title: 'groups are named after jobs',
  explanation:
    'Grouped by job, a change of technology touches that job alone; a group such as LaunchRedshiftCluster touches strangers.',
  source: {
    document: BEST_PRACTICES,
    section: 'Create groups that reflect organizational roles, not technical commonality',
  },
  unseen: 'Whether a group stands for one job: only its name can be seen.',
  mend: {
    by: 'person',
    steps: [
      'Name the jobs of the people in the group, and write one role for each in the model.',
      'Apply it, take the people out of the old group, and delete that.',
    ],
  },
  judge: ({ state }) =>
    verdictOf(
      state.groups.flatMap(({ name }): FoundFact[] => {
        const word = technologyIn(name)
        return word === undefined
          ? []
          : [{ message: `the group \`${name}\` is named after \`${word}\`, not after a job`, path: `group ${name}` }]
      }),
      'No name begins with a verb or is that of a service.',
    ),
}

const JOB = /(?:er|or|ist|ant|ian|ect|yst|clerk|lead|chief|head|admins?|ops|team|staff|owner)s?$/i

/** The word of a group's name that no job is called by. */
function technologyIn(name: string): string | undefined {
  const words = name.match(/[A-Z]+\d*(?![a-z])|[A-Z]?[a-z]+\d*/g) ?? []
  const verb = words.find((word) => VERBS.test(word.toLowerCase()))
  if (verb !== undefined) return verb
  return JOB.test(words.at(-1) ?? '') ? undefined : words.find((word) => findService(word.toLowerCase()) !== undefined)
}
