import { random, type Random } from '../model/random.ts'
import { randomStatement } from '../model/random-statement.ts'
import { services } from '../model/services.ts'

export const accountId = '111122223333'
export const path = '/rolewright/bench/'

/** How much an account holds: about the most that IAM gives one. */
export interface AccountSize {
  readonly users: number
  readonly groups: number
  readonly policies: number
}

const createdAt = '2026-01-01T00:00:00.000Z'

/** The file of a sandbox account of this size, the same for the same seed: ten policies a group, two groups a user. */
export function largeAccount({ users, groups, policies }: AccountSize, seed: number): string {
  const draw = random(seed)
  const [policyNames, groupNames] = [named('Policy', policies), named('Group', groups)]
  const arn = (index: number): string => `arn:aws:iam::${accountId}:policy${path}${policyNames[index % policies]}`
  const holder = { createdAt, inlinePolicies: [] }
  return JSON.stringify({
    format: 'rolewright-sandbox',
    version: 1,
    settings: { accountId, createdAt, clockOffset: 0 },
    users: named('user', users).map((name, index) => {
      const held = [groupNames[index % groups] ?? '', groupNames[(index * 7 + 1) % groups] ?? '']
      return {
        ...holder,
        name,
        path: '/',
        id: id('AIDA', index),
        groups: [...new Set(held)].toSorted((a, b) => (a < b ? -1 : 1)),
        attachedPolicies: [],
      }
    }),
    groups: groupNames.map((name, index) => {
      const attachedPolicies = Array.from({ length: 10 }, (_, nth) => arn(index * 10 + nth)).toSorted()
      return { ...holder, name, path, id: id('AGPA', index), attachedPolicies }
    }),
    roles: [],
    policies: policyNames.map((name, index) => ({
      name,
      path,
      id: id('ANPA', index),
      createdAt,
      updatedAt: createdAt,
      defaultVersion: 'v1',
      lastVersion: 1,
      versions: [{ id: 'v1', createdAt, document: randomDocument(draw) }],
    })),
  })
}

const named = (kind: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${kind}${String(index).padStart(4, '0')}`)

const id = (prefix: string, index: number): string => `${prefix}${String(index).padStart(17, 'A')}`

function randomDocument(draw: Random): object {
  const some = draw.some(services, 3)
  return {
    Version: '2012-10-17',
    Statement: some.map((service) => {
      const { actions, resources, conditions } = randomStatement(draw, service)
      const statement = { Effect: 'Allow', Action: actions, Resource: resources, Condition: conditions }
      return JSON.parse(
        JSON.stringify(statement)
          .replaceAll('{{region}}', 'eu-west-1')
          .replaceAll(/\{\{\w+\}\}/g, accountId),
      )
    }),
  }
}
