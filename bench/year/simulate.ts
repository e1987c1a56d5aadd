import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { random } from '../model/random.ts'
import { type Attempt, openYearAccount, type ReviewRun, type YearAccount } from './account-of-year.ts'
import { drift, simulatedCompany, sourceOf, weekOfUse } from './company.ts'

/** A moment of the year. */
export interface YearPoint {
  /** Weeks since the first apply. */
  readonly week: number
  /** Actions that people may use, summed over all of them. */
  readonly permissions: number
}

/** One of the year's reviews, and what people may use before and after it. */
export interface YearReview extends Omit<ReviewRun, 'missed'> {
  readonly week: number
  readonly before: number
  readonly after: number
  /** What the grace watch named two weeks later, and its command put back. */
  readonly missed: number
}

/** A simulated year, from its first apply. */
export interface Year {
  readonly roles: number
  readonly people: number
  readonly attempts: number
  readonly points: readonly YearPoint[]
  readonly reviews: readonly YearReview[]
  /** Attempts that were denied because a review had taken the permission away. */
  readonly denied: number
  /** Of what was denied, different people and actions that still are at the end. */
  readonly unresolved: number
  /** The source as it stands at the end. */
  readonly source: string
}

const accountId = '111122223333'
const WEEKS = 52
const QUARTER = 13
const GRACE = 2

/**
 * Plays a year in the sandbox: people use a drifting part of what they were granted; every quarter a review runs on AWS's evidence, what it
 * proposes to take away is accepted, written into the TypeScript and applied. Two weeks later the grace watch names what was missed, and its
 * command puts it back; who is denied something later asks, and has it put back in the same week.
 */
export async function simulateYear(given: {
  readonly roles: number
  readonly seed: number
  /** A folder below which `@rolewright/core` is found. */
  readonly folder: string
  readonly onWeek?: (week: number) => void
}): Promise<Year> {
  const roles = simulatedCompany(given.roles, given.seed)
  const dice = random(given.seed + 1)
  const dir = await mkdtemp(join(given.folder, '.year-'))
  try {
    await mkdir(join(dir, 'roles'))
    await writeFile(join(dir, 'roles/model.ts'), sourceOf(roles, accountId))
    const account = await openYearAccount(dir, accountId)
    const points: YearPoint[] = [{ week: 0, permissions: account.permissions() }]
    const reviews: YearReview[] = []
    const refused = new Map<string, Attempt>()
    let attempts = 0
    let denied = 0
    for (let week = 1; week <= WEEKS; week++) {
      given.onWeek?.(week)
      const uses = weekOfUse(roles, dice)
      const now = await useFor(account, uses)
      attempts += uses.length
      denied += now.length
      for (const one of now) refused.set(`${one.user} ${one.action}`, one)
      const since = week - (reviews.at(-1)?.week ?? week)
      if (since > GRACE) await putBack(account, now)
      else if (since === GRACE) {
        const { missed } = await account.review({ decide: false })
        let restored = 0
        for (const ids of different(missed)) if (await account.restore(ids)) restored++
        if (restored > 0) await account.applyModel()
        const last = reviews.pop()
        if (last !== undefined) reviews.push({ ...last, missed: restored })
      }
      if (week % QUARTER === 0) {
        const before = account.permissions()
        const { missed: _, ...ran } = await account.review({ decide: true })
        await account.applyModel()
        reviews.push({ week, ...ran, before, after: account.permissions(), missed: 0 })
        drift(roles, dice)
      }
      points.push({ week, permissions: account.permissions() })
    }
    return {
      roles: roles.length,
      people: roles.reduce((sum, { people }) => sum + people.length, 0),
      attempts,
      points,
      reviews,
      denied,
      unresolved: [...refused.values()].filter((attempt) => !account.may(attempt)).length,
      source: await account.source(),
    }
  } finally {
    await rm(dir, { recursive: true })
  }
}

/** A week of use; gives what was denied. */
async function useFor(account: YearAccount, uses: readonly Attempt[]): Promise<readonly Attempt[]> {
  await account.sandbox.advance({ days: 6 })
  const denied = uses.filter((use) => !account.may(use))
  await account.sandbox.use(
    uses.map((use) => ({ user: use.user, action: use.action, ...(denied.includes(use) ? { denied: true } : {}) })),
  )
  await account.sandbox.advance({ days: 1 })
  return denied
}

/** Puts back what people ask for, by the proposal that took it away. */
async function putBack(account: YearAccount, denied: readonly Attempt[]): Promise<void> {
  let restored = false
  for (const attempt of denied) {
    // Empty too for what was put back for somebody else just before.
    const ids = await account.tookAway(attempt)
    if (ids.length > 0) restored = (await account.restore(ids)) || restored
  }
  if (restored) await account.applyModel()
}

/** Commands that share no proposal: of what one has put back, another needs nothing. */
function different(commands: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const known = new Set<string>()
  return commands.flatMap((ids) => {
    const fresh = ids.filter((id) => !known.has(id))
    for (const id of fresh) known.add(id)
    return fresh.length === 0 ? [] : [fresh]
  })
}
