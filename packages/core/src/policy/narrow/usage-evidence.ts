import { RolewrightError } from '../../diagnostic/rolewright-error.ts'
import { parseDate } from '../evaluate/parse-date.ts'

/**
 * What was used, and when last, as ISO dates; null is never within what AWS remembers (400 days).
 *
 * What is not named here is not observable, which is not the same as unused, and is never taken away.
 */
export interface UsageEvidence {
  /** Service namespaces (`ec2`), as in a last-accessed report of any granularity. */
  readonly services: Readonly<Record<string, string | null>>
  /** Tracked actions (`iam:GetUser`), as in a report of `ACTION_LEVEL`. */
  readonly actions?: Readonly<Record<string, string | null>>
}

/** Against which day usage is held. */
export interface NarrowOptions {
  /** ISO date of the review; the library reads no clock. */
  readonly now: string
  /** Days back from `now`: what was used at or after that moment counts as used. */
  readonly windowDays: number
  /**
   * Whether a statement without a Sid whose NotAction becomes whole services is given the Sid `FullAccessToSomeServices`, with a number
   * behind it where that is taken. True unless said otherwise; no other statement ever gets a new Sid.
   */
  readonly sids?: boolean
}

/** One row of evidence: the date, and whether it lies within the window. */
export interface UsageRow {
  readonly name: string
  readonly lastUsed: string | null
  readonly used: boolean
}

/** Evidence held against a window; names in lower case. */
export interface UsageWindow {
  readonly services: ReadonlyMap<string, UsageRow>
  readonly actions: ReadonlyMap<string, UsageRow>
  /** The same actions by service. */
  readonly actionsOfService: ReadonlyMap<string, readonly UsageRow[]>
}

const millisecondsADay = 86_400_000

/** Decides what counts as used. A service counts as used when one of its actions does, whatever its own row says. */
export function usageWindow(usage: UsageEvidence, options: NarrowOptions): UsageWindow {
  const windowDays: unknown = options?.windowDays
  if (typeof windowDays !== 'number' || !Number.isFinite(windowDays) || windowDays < 0) {
    throw new RolewrightError({
      code: 'invalid-window',
      message: `the window of \`${String(windowDays)}\` days is not a number of days`,
      hint: 'give 0 or more, for instance 90',
    })
  }
  for (const part of [usage, usage?.services, usage?.actions ?? {}]) {
    if (typeof part === 'object' && part !== null) continue
    throw new RolewrightError({
      code: 'wrong-type',
      message: 'usage is not an object with `services`, and perhaps `actions`',
      hint: 'write `{ services: { s3: "2026-11-22", sqs: null } }`',
    })
  }
  const from = instant(options.now, 'now') - windowDays * millisecondsADay
  const actions = rows(usage.actions ?? {}, 'actions', from)
  const actionsOfService = new Map<string, UsageRow[]>()
  for (const [name, row] of actions) {
    const service = name.slice(0, Math.max(0, name.indexOf(':')))
    const list = actionsOfService.get(service)
    if (list === undefined) actionsOfService.set(service, [row])
    else list.push(row)
  }
  const services = new Map<string, UsageRow>()
  for (const [name, row] of rows(usage.services, 'services', from)) {
    const later = (actionsOfService.get(name) ?? []).reduce(
      (latest, action) => (isLater(action.lastUsed, latest.lastUsed) ? action : latest),
      row,
    )
    services.set(name, { ...row, used: later.used, lastUsed: later.lastUsed })
  }
  return { services, actions, actionsOfService }
}

function rows(evidence: Readonly<Record<string, string | null>>, place: string, from: number): Map<string, UsageRow> {
  const found = new Map<string, UsageRow>()
  for (const [name, lastUsed] of Object.entries(evidence).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const used = lastUsed !== null && instant(lastUsed, `${place}.${name}`) >= from
    const before = found.get(name.toLowerCase())
    if (before === undefined || isLater(lastUsed, before.lastUsed))
      found.set(name.toLowerCase(), { name, lastUsed, used })
  }
  return found
}

function isLater(date: string | null, than: string | null): boolean {
  return date !== null && (than === null || (parseDate(date) ?? 0) > (parseDate(than) ?? 0))
}

/** A date without an offset is of UTC, wherever it is read. */
function instant(date: unknown, path: string): number {
  const time = typeof date === 'string' && /^\d{4}-\d{2}-\d{2}/.test(date) ? parseDate(date) : undefined
  if (time !== undefined) return time
  throw new RolewrightError({
    code: 'invalid-date',
    message: `\`${String(date)}\` is not an ISO date`,
    path,
    hint: 'write it like `2026-11-22` or `2026-11-22T09:30:00Z`',
  })
}
