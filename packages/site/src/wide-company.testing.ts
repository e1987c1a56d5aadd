import {
  allow,
  compile,
  defineAccount,
  defineModel,
  definePerson,
  definePolicy,
  defineRole,
  defineTask,
  expandActions,
  servicePrefixes,
} from '@rolewright/core'
import { sampleNow } from './sample-company.testing.ts'
import type { SiteInput } from './site-input.ts'

const ROLES = 300
const SERVICES = 450
const SERVICES_OF_ROLE = 36

/** A company as wide as a matrix may become: 300 roles that reach 450 services, in one account. */
export function wideCompany(): SiteInput {
  const services = servicePrefixes()
    .filter((service) => expandActions([`${service}:*`]).length > 0)
    .slice(0, SERVICES)
  const roles = Array.from({ length: ROLES }, (_, index) => {
    const number = String(index + 1).padStart(3, '0')
    // Each role reaches services of its own, and neighbours share some: all columns have cells, and few cells are the same.
    const reached = Array.from(
      { length: SERVICES_OF_ROLE },
      (_one, step) => services[(index * 7 + step * step) % services.length] ?? 's3',
    )
    const actions = [...new Set(reached)].map((service, place) =>
      place % 5 === 0 ? `${service}:*` : readingOf(service),
    )
    const policy = definePolicy({ name: `Work${number}`, statements: [allow({ actions, resources: ['*'] })] })
    return defineRole({
      id: `role-${number}`,
      title: `Role ${number}`,
      owner: `owner-${index % 12}@example.com`,
      department: `Department ${index % 20}`,
      justification: 'Somebody has to do this work',
      tasks: [defineTask({ id: `task-${number}`, title: `Task ${number}`, policies: [policy] })],
    })
  })
  const model = defineModel({
    id: 'wide',
    title: 'Wide Company',
    roles,
    people: roles
      .slice(0, 20)
      .map((role, index) =>
        definePerson({ id: `p${index}`, userName: `p${index}`, name: `Person ${index}`, roles: [role] }),
      ),
    accounts: [defineAccount({ id: 'main', accountId: '111122223333' })],
  })
  const [account] = model.accounts
  if (account === undefined) throw new Error('the model has no account')
  const { state, sources } = compile(model, account, { now: sampleNow, awsManaged: {} })
  return { model, states: [{ account, state, sources }], now: sampleNow }
}

/** A pattern that a service's first action fits. */
function readingOf(service: string): string {
  const [first = `${service}:*`] = expandActions([`${service}:*`])
  return first
}
