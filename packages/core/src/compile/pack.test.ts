import { describe, expect, it } from 'vitest'
import { quotas } from '../account/quotas.ts'
import { allow, awsManaged, defineRole, defineTask } from '../define/index.ts'
import type { PolicyDefinition, RoleDefinition, StatementDefinition } from '../define/definitions.ts'
import { definePolicy } from '../define/define-policy.ts'
import { pack } from './pack.ts'
import { packedSize } from './packed-policy.ts'

const filling = { parameters: {}, account: 'dev', findings: [] }

function buckets(from: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `arn:aws:s3:::bucket-${1000 + from + index}/*`)
}

function policy(name: string, statements: readonly StatementDefinition[]): PolicyDefinition {
  return definePolicy({ name, statements })
}

function role(id: string, policies: readonly PolicyDefinition[], extra: Partial<RoleDefinition> = {}): RoleDefinition {
  const task = defineTask({ id: `${id}-task`, title: id, policies })
  return defineRole({ id, title: id, owner: 'o', justification: 'j', tasks: [task], ...extra })
}

const read = (name: string, from: number, count: number): PolicyDefinition =>
  policy(name, [allow({ sid: 'Read', actions: ['s3:GetObject'], resources: buckets(from, count) })])

describe('pack', () => {
  it('leaves alone what fits, and shares what is shared', () => {
    const shared = read('Shared', 0, 3)
    const [clerk, lead] = [role('clerk', [shared]), role('lead', [shared, read('Own', 9, 1)])]
    const { policies, byRole } = pack([clerk, lead], filling)
    expect(policies.map((one) => one.name)).toEqual(['Shared', 'Own'])
    expect(byRole.get(clerk)?.[0]).toBe(byRole.get(lead)?.[0])
  })

  it('splits what is too long, and an addition touches one part', () => {
    const before = pack([role('clerk', [read('Long', 0, 700)])], filling).policies
    const after = pack([role('clerk', [read('Long', 0, 701)])], filling).policies
    expect(before.map((one) => one.name)).toEqual(['Long', 'Long-2', 'Long-3', 'Long-4', 'Long-5'])
    for (const one of before) expect(packedSize(one.statements)).toBeLessThanOrEqual(quotas.policyCharacters)
    const changed = before.filter((one, index) => JSON.stringify(one) !== JSON.stringify(after[index]))
    expect(changed).toHaveLength(1)
  })

  it('minimises before it splits', () => {
    const doubled = policy('Doubled', [
      allow({ actions: ['s3:GetObject'], resources: buckets(0, 150) }),
      allow({ actions: ['s3:GetObject'], resources: buckets(50, 150) }),
    ])
    const { policies } = pack([role('clerk', [doubled])], filling)
    expect(policies.map((one) => one.name)).toEqual(['Doubled'])
    expect(policies[0]?.statements[0]?.definitions).toEqual([
      { policy: 'Doubled', statement: 0 },
      { policy: 'Doubled', statement: 1 },
    ])
  })

  it('joins the fewest where a role has more than ten', () => {
    const many = Array.from({ length: 11 }, (_, index) => read(`P${String(index).padStart(2, '0')}`, index * 10, 2))
    const { policies } = pack([role('clerk', many)], filling)
    expect(policies).toHaveLength(10)
    expect(policies[0]?.name).toBe('ClerkTasks')
    expect(policies[0]?.statements.map(({ definitions }) => definitions[0]?.policy)).toEqual(['P00', 'P01'])
    expect(policies[0]?.statements.map(({ statement }) => statement.Sid)).toEqual(['Read', undefined])
  })

  it('counts the guard and what AWS manages', () => {
    const many = Array.from({ length: 9 }, (_, index) => read(`P${index}`, index * 10, 2))
    const task = defineTask({ id: 'look', title: 'Look', policies: [...many, awsManaged('ReadOnlyAccess')] })
    const clerk = role('clerk', [], { tasks: [task], requireMfa: true })
    const held = pack([clerk], filling).byRole.get(clerk) ?? []
    expect(held.length + 1).toBe(10)
    expect(held[0]?.name).toBe('ClerkRequireMfa')
  })

  it('does not join a shared policy', () => {
    const shared = Array.from({ length: 5 }, (_, index) => read(`S${index}`, index * 10, 2))
    const own = Array.from({ length: 7 }, (_, index) => read(`O${index}`, 100 + index * 10, 2))
    const [clerk, lead] = [role('clerk', [...shared, ...own]), role('lead', shared)]
    const { byRole } = pack([clerk, lead], filling)
    expect(byRole.get(clerk)).toHaveLength(10)
    expect(byRole.get(lead)?.map((one) => one.name)).toEqual(['S0', 'S1', 'S2', 'S3', 'S4'])
  })
})
