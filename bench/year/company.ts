import { expandActions } from '@rolewright/core'
import { type Random, random } from '../model/random.ts'

/** A role of the simulated company: what it may use, and what it does use. */
export interface SimulatedRole {
  readonly id: string
  readonly group: string
  readonly people: readonly string[]
  /** Services whose every action the role may use. */
  readonly granted: readonly string[]
  /** Services that its people use now; it drifts. */
  readonly used: Set<string>
}

/** Services that last-accessed reports track as a whole, with actions enough to grant too many. */
const SERVICES = [
  'athena',
  'autoscaling',
  'batch',
  'cloudformation',
  'cloudwatch',
  'codebuild',
  'dynamodb',
  'ec2',
  'ecr',
  'ecs',
  'eks',
  'elasticache',
  'elasticfilesystem',
  'elasticloadbalancing',
  'elasticmapreduce',
  'events',
  'firehose',
  'glue',
  'kinesis',
  'kms',
  'lambda',
  'logs',
  'rds',
  'redshift',
  'route53',
  's3',
  'sagemaker',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'states',
  'wafv2',
  'xray',
]

/** What is tried of each service: its first listing or reading actions that are no data events. */
const actionsOf = new Map(
  SERVICES.map((service) => [service, expandActions([`${service}:List*`, `${service}:Describe*`]).slice(0, 6)]),
)

/** A company of so many roles, two to four people each, that granted about twice what it uses. */
export function simulatedCompany(roles: number, seed: number): readonly SimulatedRole[] {
  const dice = random(seed)
  return Array.from({ length: roles }, (_, index) => {
    const granted = dice.some(SERVICES, 6 + dice.number(8))
    return {
      id: `role-${index + 1}`,
      group: `Role${index + 1}`,
      people: Array.from({ length: 2 + dice.number(3) }, (__, person) => `user-${index + 1}-${person + 1}`),
      granted,
      used: new Set(dice.some(granted, Math.ceil(granted.length / 2))),
    }
  })
}

/** A quarter later: some roles stop to use a service, and some begin to use one that they were granted all along. */
export function drift(roles: readonly SimulatedRole[], dice: Random): void {
  for (const { granted, used } of roles) {
    if (used.size > 2 && dice.chance(0.35)) used.delete(dice.pick([...used]))
    const fresh = granted.filter((service) => !used.has(service))
    if (fresh.length > 0 && dice.chance(0.12)) used.add(dice.pick(fresh))
  }
}

/** What people try in a week: each two or three of their services. */
export function weekOfUse(
  roles: readonly SimulatedRole[],
  dice: Random,
): readonly { readonly user: string; readonly group: string; readonly action: string }[] {
  return roles.flatMap(({ people, group, used }) =>
    people.flatMap((user) =>
      dice.some([...used], 2 + dice.number(2)).map((service) => ({
        user,
        group,
        action: dice.pick(actionsOf.get(service) ?? [`${service}:*`]),
      })),
    ),
  )
}

/** The company as its administrator wrote it: a policy of whole services for each half of what a role was granted. */
export function sourceOf(roles: readonly SimulatedRole[], accountId: string): string {
  const parts = roles.map(({ id, group, granted, people }) => {
    const half = Math.ceil(granted.length / 2)
    const name = id.replaceAll('-', '')
    const policy = (part: string, services: readonly string[]): string =>
      `const ${name}${part} = definePolicy({
  name: '${group}${part}',
  statements: [
    // Whole services, since nobody knew better.
    allow({ actions: [${services.map((service) => `'${service}:*'`).join(', ')}], resources: ['*'] }),
  ],
})
`
    return `${policy('Build', granted.slice(0, half))}${policy('Run', granted.slice(half))}
const ${name} = defineRole({
  id: '${id}',
  title: '${group}',
  group: '${group}',
  owner: 'owner-${Number(id.slice(5)) % 8}@example.com',
  justification: 'Works',
  tasks: [
    defineTask({ id: '${id}-build', title: 'Build', policies: [${name}Build] }),
    defineTask({ id: '${id}-run', title: 'Run', policies: [${name}Run] }),
  ],
})
${people.map((user) => `const ${user.replaceAll('-', '_')} = definePerson({ id: '${user}', userName: '${user}', name: '${user}', roles: [${name}] })\n`).join('')}`
  })
  const names = roles.map(({ id }) => id.replaceAll('-', ''))
  const people = roles.flatMap((role) => role.people.map((user) => user.replaceAll('-', '_')))
  return `import { allow, defineAccount, defineModel, definePerson, definePolicy, defineRole, defineTask } from '@rolewright/core'

${parts.join('\n')}
const account = defineAccount({ id: 'dev', accountId: '${accountId}' })

export default defineModel({
  id: 'year',
  roles: [${names.join(', ')}],
  people: [${people.join(', ')}],
  accounts: [account],
})
`
}
