import type { TrailEvent } from '../review/trail-event.ts'

/** A role that somebody really took, as CloudTrail has it. */
export interface AssumedRole {
  readonly arn: string
  /** When it was last taken: ISO date. */
  readonly last: string
  readonly times: number
  /** Names of the sessions, sorted. */
  readonly sessions: readonly string[]
}

/**
 * The roles that a user took in events of that user, the last taken first: with `sts:AssumeRole`, or in the console by switching to the role, where
 * the session is named after the user. Refused attempts do not count.
 *
 * See "Logging IAM and AWS STS API calls with AWS CloudTrail" in the IAM User Guide.
 *
 * @example
 * ```ts
 * assumedRoles(events).map(({ arn, last }) => `${arn} ${last}`)
 * ```
 */
export function assumedRoles(events: readonly TrailEvent[]): readonly AssumedRole[] {
  const found = new Map<string, AssumedRole>()
  for (const event of events) {
    const taken = event.error === undefined ? takenRole(event) : undefined
    if (taken === undefined) continue
    const known = found.get(taken.arn)
    const sessions = new Set([...(known?.sessions ?? []), ...(taken.session === undefined ? [] : [taken.session])])
    found.set(taken.arn, {
      arn: taken.arn,
      last: known !== undefined && known.last > event.at ? known.last : event.at,
      times: (known?.times ?? 0) + 1,
      sessions: [...sessions].toSorted(),
    })
  }
  return [...found.values()].toSorted((a, b) => compare(b.last, a.last) || compare(a.arn, b.arn))
}

/** Whether two ARNs are of one role, though one of them leaves out the path, as that of a session does. */
export function isSameRole(a: string, b: string): boolean {
  return accountAndName(a) === accountAndName(b)
}

const accountAndName = (arn: string): string => `${arn.split(':')[4]}/${arn.slice(arn.lastIndexOf('/') + 1)}`

function takenRole(event: TrailEvent): { readonly arn: string; readonly session: string | undefined } | undefined {
  const { source, name, actor, resources, session } = event
  if (source === 'sts.amazonaws.com' && name === 'AssumeRole') {
    const arn = resources.find((each) => /^arn:[^:]+:iam::\d{12}:role\//.test(each))
    return arn === undefined ? undefined : { arn, session }
  }
  if (source !== 'signin.amazonaws.com' || name !== 'SwitchRole') return undefined
  const [, partition = '', account = '', role = '', switched] =
    /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/.exec(actor.arn) ?? []
  return role === '' ? undefined : { arn: `arn:${partition}:iam::${account}:role/${role}`, session: switched }
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
