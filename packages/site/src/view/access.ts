import { type AccessLevel, findService, type PolicyDocument } from '@rolewright/core'
import { FREE, type Grants, grantsOf, LIMITED, numberedServices } from './grants.ts'
import { LEVEL_LETTERS, LEVELS } from './levels.ts'

/** What somebody may do in one service. */
export interface ServiceAccess {
  /** The prefix of its actions: `ec2`. */
  readonly service: string
  readonly name: string
  /** The highest level of access. */
  readonly level: AccessLevel
  /** Whether every action of that level is bound to named resources or to a condition. */
  readonly limited: boolean
  /** How many actions of each level, in the order of {@link LEVELS}. */
  readonly counts: readonly number[]
}

/**
 * What a set of policies allows in each service, sorted by the service's prefix. Only what the catalogue knows is counted.
 *
 * A denial takes an action away only if it holds always and everywhere, so what is shown is never less than what IAM allows.
 */
export function accessOf(documents: readonly PolicyDocument[]): readonly ServiceAccess[] {
  return accessOfGrants(grantsOf(documents))
}

/** The same of what was granted action by action. */
export function accessOfGrants(grants: Grants): readonly ServiceAccess[] {
  return numberedServices().flatMap(({ service, start, levels }) => {
    const counts = LEVELS.map(() => 0)
    const free = LEVELS.map(() => false)
    // All 22,000 actions are looked at for each role, task, policy and person: an iterator would take most of the time.
    for (let index = 0; index < levels.length; index++) {
      const grant = grants[start + index]
      if (grant !== LIMITED && grant !== FREE) continue
      const level = levels[index] ?? 0
      counts[level] = (counts[level] ?? 0) + 1
      if (grant === FREE) free[level] = true
    }
    const highest = counts.findLastIndex((count) => count > 0)
    if (highest < 0) return []
    return [
      {
        service,
        name: serviceName(service),
        level: LEVELS[highest] ?? 'List',
        limited: free[highest] !== true,
        counts,
      },
    ]
  })
}

const names = new Map<string, string>()

/** The name of a service without the vendor's: `Amazon EC2` is `EC2`. */
export function serviceName(prefix: string): string {
  const known = names.get(prefix)
  if (known !== undefined) return known
  const name = (findService(prefix)?.name ?? prefix).replace(/^(?:Amazon|AWS) /, '')
  names.set(prefix, name)
  return name
}

/**
 * What is allowed in each of some services, a character each: the level's letter, lower case where limited, `-` for nothing.
 *
 * @example
 * ```ts
 * accessCodes(accessOf([{ Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: '*' } }]), ['s3', 'sqs']) // '-P'
 * ```
 */
export function accessCodes(access: readonly ServiceAccess[], services: readonly string[]): string {
  const found = new Map(access.map((one) => [one.service, one]))
  return services
    .map((service) => {
      const one = found.get(service)
      if (one === undefined) return '-'
      const letter = LEVEL_LETTERS[one.level]
      return one.limited ? letter.toLowerCase() : letter
    })
    .join('')
}
