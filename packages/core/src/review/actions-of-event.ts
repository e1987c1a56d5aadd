import { findAction, findService } from '../catalog/catalog.ts'
import { eventsText, sourcesText } from './trail-actions.generated.ts'
import type { TrailEvent } from './trail-event.ts'

/** What a CloudTrail event says of IAM's actions. */
export interface EventMeaning {
  /** Prefix of the service that was called; null for what IAM has no actions of. */
  readonly service: string | null
  /** `service:Action`, sorted: what the caller was allowed or denied. Null when no known action stands for the event. */
  readonly actions: readonly string[] | null
}

/** Calls that need no permission: nobody's policy is used by them. */
const withoutPermission: ReadonlySet<string> = new Set(['sts:GetCallerIdentity', 'sts:GetSessionToken'])

/** Lambda and CloudFront write the version of their API behind the name: `ListFunctions20150331`, `CreateDistribution2020_05_31`. */
const apiVersion = /_?\d{4}_?\d{2}_?\d{2}(?:v\d+)?$/

/**
 * The actions that an event stands for. Most events bear the action's name; where they don't, the map of iann0036/iam-dataset is
 * followed (S3's `ListBuckets` is `s3:ListAllMyBuckets`). What an operation may need of another service is left out: where it is used, it
 * leaves an event of its own.
 *
 * @example
 * ```ts
 * actionsOfEvent({ source: 'lambda.amazonaws.com', name: 'ListFunctions20150331' }).actions // ['lambda:ListFunctions']
 * ```
 */
export function actionsOfEvent({ source, name }: Pick<TrailEvent, 'source' | 'name'>): EventMeaning {
  const service = serviceOfSource(source)
  if (service === null) return { service, actions: null }
  for (const spelling of new Set([name, name.replace(apiVersion, '')])) {
    if (withoutPermission.has(`${service}:${spelling}`)) return { service, actions: [] }
    const mapped = tables().events.get(`${service}:${spelling}`)
    if (mapped !== undefined) return { service, actions: mapped }
    const own = findAction(`${service}:${spelling}`)
    if (own !== undefined) return { service, actions: [own.action] }
  }
  // Signing in to the console, switching roles there: nobody's policy allows or refuses it.
  return { service, actions: service === 'signin' ? [] : null }
}

/** `monitoring.amazonaws.com` is `cloudwatch`; null for a source that no service of IAM's has. */
export function serviceOfSource(source: string): string | null {
  const label = source.toLowerCase().replace(/\.amazonaws\.com(?:\.cn)?$|\.aws$/, '')
  const named = tables().sources.get(label) ?? label
  return findService(named)?.prefix ?? findService(label.split('.').at(-1) ?? '')?.prefix ?? null
}

interface Tables {
  readonly sources: ReadonlyMap<string, string>
  readonly events: ReadonlyMap<string, readonly string[]>
}

let decoded: Tables | undefined

function tables(): Tables {
  decoded ??= {
    sources: new Map(
      sourcesText.split('\n').map((line) => {
        const [label = '', prefix = ''] = line.split(' ')
        return [label, prefix]
      }),
    ),
    events: new Map(
      eventsText.split('\n').flatMap((line) => {
        const [prefix = '', ...events] = line.split(' ')
        return events.map((event): [string, readonly string[]] => {
          const [name = '', actions = ''] = event.split('=')
          const whole = actions.split(',').map((action) => (action.includes(':') ? action : `${prefix}:${action}`))
          return [`${prefix}:${name}`, whole.toSorted()]
        })
      }),
    ),
  }
  return decoded
}
