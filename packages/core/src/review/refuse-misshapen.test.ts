import { expect, it } from 'vitest'
import { definePolicy } from '../define/define-policy.ts'
import { allow } from '../define/statement.ts'
import { company, now, role, usageOf } from './company.testing.ts'
import { proposeNarrowing } from './review-state.ts'

const queues = definePolicy({ name: 'Queues', statements: [allow({ actions: ['sqs:*'], resources: ['*'] })] })
const clerk = role({ id: 'clerk', tasks: { queue: [queues] } })
const { state } = company([clerk], { mary: [clerk] })
const usage = usageOf(state, { Queues: { sqs: null } })
const good = { state, usage, options: { now, windowDays: 90 } }

it('proposes from what has the shape of its types', () => {
  expect(proposeNarrowing(good.state, good.usage, good.options)).toHaveLength(1)
})

it.each<[string, readonly (string | number)[], unknown]>([
  ['state', ['state'], null],
  ['state.groups', ['state', 'groups'], {}],
  ['state.users.0.groups', ['state', 'users', 0, 'groups'], 'Clerk'],
  ['state.policies.0.versions.0.document', ['state', 'policies', 0, 'versions', 0, 'document'], { Statement: [null] }],
  ['usage.entities', ['usage', 'entities'], undefined],
  ['usage.entities.0.services.0.namespace', ['usage', 'entities', 0, 'services', 0, 'namespace'], 5],
  ['options', ['options'], null],
])('refuses %s of another shape, and says where', (path, place, value) => {
  const broken: typeof good = JSON.parse(JSON.stringify(good))
  const last = place.at(-1)
  let holder: unknown = broken
  for (const key of place.slice(0, -1)) holder = Reflect.get(Object(holder), key)
  Reflect.set(Object(holder), last ?? '', value)
  expect(() => proposeNarrowing(broken.state, broken.usage, broken.options)).toThrow(
    expect.objectContaining({ name: 'RolewrightError', code: 'wrong-type', path }),
  )
})
