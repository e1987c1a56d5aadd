import type { Random } from './random.ts'
import { type ResourceKind, resourceKinds } from './services.ts'
import { allow, type StatementDefinition } from '@rolewright/core'

const words = ['orders', 'billing', 'claims', 'reports', 'stock', 'fleet', 'leads', 'wages', 'audit', 'archive']

/** A statement as people write them: a few actions on a few resources of one service, now and then under a condition. */
export function randomStatement(draw: Random, service: string): StatementDefinition {
  const kind = draw.pick(resourceKinds(service))
  const actions = draw.some(kind.actions, 1 + draw.number(7))
  const resources =
    kind.arn === null || draw.chance(0.2) ? ['*'] : randomResources({ draw, kind, count: 1 + draw.number(4) })
  if (!draw.chance(0.1)) return allow({ actions, resources })
  return allow({ actions, resources, conditions: { StringEquals: { 'aws:RequestedRegion': '{{region}}' } } })
}

/** A statement with one very long list, in the way that lists grow over years. */
export function longStatement(draw: Random, service: string): StatementDefinition {
  const kind = draw.pick(resourceKinds(service).filter(({ arn }) => arn !== null))
  const actions = draw.some(kind.actions, 1 + draw.number(4))
  return allow({ actions, resources: randomResources({ draw, kind, count: 90 + draw.number(150) }) })
}

/** So many different ARNs of one type, with parameters where a company has them. */
export function randomResources(given: {
  readonly draw: Random
  readonly kind: ResourceKind
  readonly count: number
}): readonly string[] {
  const { draw, kind, count } = given
  const arns = new Set<string>()
  while (arns.size < count) arns.add(randomResource(draw, kind.arn ?? '*'))
  return [...arns]
}

/** One ARN of a type. */
export function randomResource(draw: Random, arn: string): string {
  return arn.replaceAll(/\$\{(\w+)\}/g, (_, variable: string) => {
    if (variable === 'Partition') return 'aws'
    if (variable === 'Region') return '{{region}}'
    if (variable === 'Account') return '{{accountId}}'
    const name = `${draw.pick(words)}-${draw.number(10_000)}`
    if (draw.chance(0.2)) return `${name}-{{stage}}`
    return draw.chance(0.3) ? `${name}-*` : name
  })
}
