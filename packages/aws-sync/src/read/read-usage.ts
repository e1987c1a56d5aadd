import { setTimeout as wait } from 'node:timers/promises'
import { type AccountState, type EntityUsage, reviewedPolicies, type Usage } from '@rolewright/core'
import { inParallel } from './in-parallel.ts'
import type { AwsClients } from './aws-clients.ts'
import { requireAccount } from './caller.ts'
import { pollReport } from './poll-report.ts'

/** Whose use is read, and how. */
export interface UsageOptions {
  /** Only policies and groups under this path; all customer managed policies on a group, and all groups, unless given. */
  readonly ownedPath?: string
  /** Reports of the groups too; true unless said otherwise. */
  readonly groups?: boolean
  /** Also who used each service, one more call a used service; false unless said otherwise. */
  readonly entities?: boolean
  /** Reports under way at a time, 5 unless given. */
  readonly concurrency?: number
  readonly now?: () => Date
  readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly arn: string }) => void
  /** Waits between two looks at a report; for an account whose clock is not the real one. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>
}

/**
 * Reads the last-accessed reports of the policies that a review looks at, and of the groups: all of them or an error, never a part.
 *
 * Needs `iam:GenerateServiceLastAccessedDetails` and `iam:GetServiceLastAccessedDetails` (and `…WithEntities` for `entities`). AWS takes
 * about a second for a report; what it shows may be up to four hours old, and reaches back 400 days.
 *
 * @throws {RolewrightError} `usage-failed`, `wrong-account`, and those of {@link awsError}
 *
 * @example
 * ```ts
 * const usage = await readUsage(clients, await readAccount(clients), { ownedPath: '/rolewright/example/' })
 * ```
 */
export async function readUsage(clients: AwsClients, state: AccountState, options: UsageOptions = {}): Promise<Usage> {
  const { ownedPath, groups = true, entities = false, concurrency = 5, now = () => new Date(), sleep = wait } = options
  await requireAccount(clients, state.accountId)
  const wanted: Pick<EntityUsage, 'arn' | 'kind'>[] = [
    ...reviewedPolicies(state, ownedPath).map(({ arn }) => ({ arn, kind: 'policy' as const })),
    ...(groups ? state.groups : [])
      .filter((group) => ownedPath === undefined || group.path.startsWith(ownedPath))
      .map(({ arn }) => ({ arn, kind: 'group' as const })),
  ]
  const reports = new Map<string, EntityUsage>()
  await inParallel(
    wanted.map(({ arn, kind }) => [
      async () => {
        reports.set(arn, await pollReport({ clients, arn, kind, entities, sleep }))
        options.onProgress?.({ done: reports.size, total: wanted.length, arn })
      },
    ]),
    concurrency,
  )
  return {
    accountId: state.accountId,
    collectedAt: now().toISOString(),
    entities: wanted.flatMap(({ arn }) => reports.get(arn) ?? []),
  }
}
