import type { Plan } from './plan.ts'

/** How many people may lose access by one plan: a number, or a share of those who have access by the model. */
export type MaxLoss = { readonly people: number } | { readonly percent: number }

/** What whoever applies lets pass. */
export interface GuardOptions {
  /** 10 % unless given; one person always may. */
  readonly maxLoss?: MaxLoss
  /** Roles marked sensitive may do more. */
  readonly allowWider?: boolean
}

/** Something that stops `apply`, and what would let it pass. */
export interface BrokenGuard {
  /** Also the code of the error that `apply` throws. */
  readonly code: 'name-taken' | 'max-loss' | 'wider-sensitive' | 'lock-out'
  readonly message: string
  readonly hint: string
  /** The option of the command that lets it pass; absent where nothing does. */
  readonly override?: string
}

/**
 * The guards that a plan breaks, as far as the plan alone tells; {@link lockOut} looks at the caller.
 *
 * @example
 * ```ts
 * brokenGuards(plan, { maxLoss: { percent: 25 } }).map((guard) => guard.message)
 * ```
 */
export function brokenGuards(plan: Plan, options: GuardOptions = {}): readonly BrokenGuard[] {
  return [...takenNames(plan), ...losses(plan, options.maxLoss), ...(options.allowWider === true ? [] : wider(plan))]
}

function takenNames(plan: Plan): readonly BrokenGuard[] {
  const [first, ...more] = plan.notes.filter((note) => note.kind === 'name-taken')
  if (first === undefined) return []
  return [
    {
      code: 'name-taken',
      message: `${first.subject} can't be made: ${first.message}${more.length === 0 ? '' : `; ${more.length} more like it`}`,
      hint: 'give it another name in the model (`group` of the role, `name` of the policy), have the owner of the other one rename or delete it, or adopt what is there with `rolewright adopt`',
    },
  ]
}

function losses(plan: Plan, given: MaxLoss = { percent: 10 }): readonly BrokenGuard[] {
  const { losing, total } = plan.people
  const most = 'people' in given ? given.people : Math.max(1, Math.floor((total * given.percent) / 100))
  if (losing.length <= most) return []
  const limit = 'people' in given ? `${given.people}` : `${given.percent} % of ${total}, so ${most}`
  return [
    {
      code: 'max-loss',
      message: `${losing.length} ${losing.length === 1 ? 'person loses' : 'people lose'} access by this plan, and at most ${limit} may`,
      hint: `look at who loses what; if it is meant, give \`--max-loss ${losing.length}\``,
      override: `--max-loss ${losing.length}`,
    },
  ]
}

function wider(plan: Plan): readonly BrokenGuard[] {
  if (plan.widened.length === 0) return []
  const groups = plan.widened.map((name) => `\`${name}\``).join(', ')
  return [
    {
      code: 'wider-sensitive',
      message: `${plan.widened.length === 1 ? 'the role' : 'the roles'} of ${groups} ${plan.widened.length === 1 ? 'is' : 'are'} marked sensitive and may do more by this plan`,
      hint: 'have somebody else look at it; if it is meant, give `--allow-wider`',
      override: '--allow-wider',
    },
  ]
}
