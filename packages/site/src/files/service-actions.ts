import { serviceName } from '../view/access.ts'
import type { ViewContext } from '../view/context.ts'
import { FREE, type Grants, grantsAnywhere, LIMITED, numberedServices, type NumberedService } from '../view/grants.ts'
import { LEVEL_LETTERS, LEVELS } from '../view/levels.ts'

/** What each role may do of one service, action by action. */
export interface ServiceActions {
  readonly service: string
  readonly name: string
  /** Without the service's prefix. */
  readonly actions: readonly string[]
  /** One character for each action: the letter of its level, lower case where limited, `-` where not granted. */
  readonly patterns: readonly string[]
  /** Of each role, in the matrix's order: the number of its pattern in any account together. */
  readonly all: readonly number[]
  /** The same in each account. */
  readonly accounts: readonly (readonly number[])[]
}

/** All services of which some role may do something. */
export function serviceActions({ input, roleGrants }: ViewContext): readonly ServiceActions[] {
  const grants = input.model.roles.map((role) => roleGrants.get(role.id) ?? [])
  const together = grants.map(grantsAnywhere)
  return numberedServices().flatMap((service) => {
    const patterns = new Map<string, number>()
    const numberOf = (one: Grants | undefined): number => {
      const pattern = patternOf(one, service)
      const number = patterns.get(pattern) ?? patterns.size
      patterns.set(pattern, number)
      return number
    }
    const all = together.map(numberOf)
    if ([...patterns.keys()].every((pattern) => /^-*$/.test(pattern))) return []
    const accounts = input.states.map((_, account) => grants.map((one) => numberOf(one[account])))
    return [
      {
        service: service.service,
        name: serviceName(service.service),
        actions: service.actions.map((action) => action.slice(service.service.length + 1)),
        patterns: [...patterns.keys()],
        all,
        accounts,
      },
    ]
  })
}

function patternOf(grants: Grants | undefined, { start, levels }: NumberedService): string {
  return levels
    .map((level, index) => {
      const grant = grants?.[start + index]
      const letter = LEVEL_LETTERS[LEVELS[level] ?? 'Write']
      return grant === FREE ? letter : grant === LIMITED ? letter.toLowerCase() : '-'
    })
    .join('')
}

/**
 * Of each role, in the matrix's order, the numbers of its patterns in each of the services, between spaces: where two differ, so do
 * the actions, though the highest level may be the same.
 */
export interface PatternNumbers {
  readonly all: readonly string[]
  /** The same in each account. */
  readonly accounts: readonly (readonly string[])[]
}

/** The pattern numbers of all roles. */
export function patternNumbers(
  services: readonly ServiceActions[],
  { roles, accounts }: { readonly roles: number; readonly accounts: number },
): PatternNumbers {
  const of = (numbers: (service: ServiceActions) => readonly number[] | undefined): readonly string[] =>
    Array.from({ length: roles }, (_, role) => services.map((service) => numbers(service)?.[role] ?? 0).join(' '))
  return {
    all: of((service) => service.all),
    accounts: Array.from({ length: accounts }, (_, account) => of((service) => service.accounts[account])),
  }
}
