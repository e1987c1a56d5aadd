import {
  type AccountState,
  brokenGuards,
  type BrokenGuard,
  type MaxLoss,
  type Plan,
  RolewrightError,
} from '@rolewright/core'
import type { Connection, Source } from './open-source.ts'

/** The options that let a guard pass, as `apply` takes them. */
export interface GuardOptions {
  readonly maxLoss?: string
  readonly allowWider?: boolean
  readonly allowLockOut?: boolean
}

/** Every guard that a plan breaks; whether the caller keeps a way back in is known of a connection only. */
export async function guardsOf(
  plan: Plan,
  actual: AccountState,
  given: { readonly source: Source | Connection; readonly options?: GuardOptions },
): Promise<readonly BrokenGuard[]> {
  const { source, options = {} } = given
  const { maxLoss, allowWider = false, allowLockOut = false } = options
  const broken = brokenGuards(plan, {
    allowWider,
    ...(maxLoss === undefined ? {} : { maxLoss: maxLossOf(maxLoss) }),
  })
  if (!('clients' in source) || allowLockOut || plan.changes.length === 0) return broken
  const { callerLockOut } = await import('@rolewright/aws-sync')
  const { caller, clients } = source
  const lockedOut = await callerLockOut({ plan, actual, caller, clients, now: source.now() })
  return lockedOut === undefined ? broken : [...broken, lockedOut]
}

/** Refuses a plan that breaks a guard, and names them all. */
export function requireUnbroken(guards: readonly BrokenGuard[]): void {
  const [first, ...more] = guards
  if (first === undefined) return
  throw new RolewrightError({
    code: first.code,
    message: [first, ...more].map(({ message }) => message).join('; and '),
    hint: [...new Set(guards.map(({ hint }) => hint))].join('; '),
  })
}

/** `5` people, or `25%` of those who have access. */
function maxLossOf(text: string): MaxLoss {
  const [, number, percent] = /^(\d{1,6})\s*(%?)$/.exec(text.trim()) ?? []
  if (number === undefined || (percent === '%' && Number(number) > 100)) {
    throw new RolewrightError({
      code: 'invalid-argument',
      message: `\`${text}\` is not a number of people`,
      hint: 'give a number, such as `--max-loss 5`, or a share of those who have access, such as `--max-loss 25%`',
    })
  }
  return percent === '%' ? { percent: Number(number) } : { people: Number(number) }
}
