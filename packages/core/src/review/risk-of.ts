import type { NeededAction, PersonLoss, Removal, Risk } from './evidence.ts'

const DAY_MS = 86_400_000

/**
 * How much may go wrong. High: something that stays depends on what goes, what goes was used not long before the window, or another account has the same
 * definition, of whose use nothing is known here. Medium: it
 * was used at some time, so that work of once a year may need it, or somebody outside the model's groups holds the policy too. Low:
 * nobody ever used it.
 */
export function riskOf(given: {
  readonly removed: readonly Removal[]
  readonly needed: readonly NeededAction[]
  readonly losses: readonly PersonLoss[]
  /** Names of IAM users and roles that hold a changed policy otherwise than by a group. */
  readonly otherHolders: readonly string[]
  /** Ids of other accounts that have the same definition. */
  readonly alsoIn: readonly string[]
  readonly now: string
  readonly windowDays: number
}): Risk {
  const { removed, needed, losses, otherHolders, alsoIn, now, windowDays } = given
  const found: { readonly level: Risk['level']; readonly reason: string }[] = []
  const [first] = needed
  if (first !== undefined) {
    const more = needed.length === 1 ? '' : `, and ${needed.length - 1} more like it`
    found.push({
      level: 'high',
      reason: `\`${first.neededBy[0] ?? ''}\` stays and may need \`${first.action}\`${more}`,
    })
  }
  const last = removed
    .filter((one) => one.lastUsed !== null)
    .toSorted((a, b) => Date.parse(b.lastUsed ?? '') - Date.parse(a.lastUsed ?? ''))[0]
  if (last?.lastUsed !== undefined && last.lastUsed !== null) {
    const days = Math.floor((Date.parse(now) - Date.parse(last.lastUsed)) / DAY_MS)
    const level = days < windowDays * 1.5 ? 'high' : 'medium'
    found.push({ level, reason: `\`${last.what}\` was used ${days} days ago` })
  }
  if (alsoIn.length > 0) {
    found.push({
      level: 'high',
      reason: `${alsoIn.map((id) => `\`${id}\``).join(', ')} ${alsoIn.length === 1 ? 'has' : 'have'} the same definition, and nothing here says what is used there`,
    })
  }
  if (otherHolders.length > 0) {
    found.push({ level: 'medium', reason: `outside its groups, ${otherHolders.join(', ')} also hold the policy` })
  }
  if (found.length === 0) {
    found.push({ level: 'low', reason: harmless(removed, losses) })
  }
  const levels = ['high', 'medium', 'low'] as const
  const level = levels.find((each) => found.some((one) => one.level === each)) ?? 'low'
  const reasons = levels.flatMap((each) => found.filter((one) => one.level === each).map(({ reason }) => reason))
  return { level, reasons }
}

/** A trail knows of its own time only, reports of 400 days. */
function harmless(removed: readonly Removal[], losses: readonly PersonLoss[]): string {
  if (losses.length === 0) return 'nobody loses anything by it'
  if (removed.some(({ origin }) => origin === 'cloudtrail'))
    return 'nobody used it in the time that CloudTrail was read for'
  return 'nobody used it as far as AWS looks back'
}
