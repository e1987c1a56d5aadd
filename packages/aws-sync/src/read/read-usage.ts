import { setTimeout as wait } from 'node:timers/promises'
import { type AccountState, type EntityUsage, reviewedPolicies, type Usage, isLasting } from '@rolewright/core'
import { inParallel } from './in-parallel.ts'
import { openJobJournal } from './job-journal.ts'
import type { AwsClients } from './aws-clients.ts'
import { requireAccount } from './caller.ts'
import { pollReport } from './poll-report.ts'

/** How far the reading of usage has come. */
export interface UsageProgress {
  /** Reports that were read, of how many. */
  readonly done: number
  readonly total: number
  /** Whose report it was. */
  readonly arn: string
  /** Calls made to AWS so far; what the SDK repeats by itself is not counted. */
  readonly calls: number
}

/** Whose use is read, and how. */
export interface UsageOptions {
  /** Only policies and groups under this path; all customer managed policies on a group, and all groups, unless given. */
  readonly ownedPath?: string
  /** Reports of the groups too; true unless said otherwise. */
  readonly groups?: boolean
  /** Reports of the groups' members too; as `groups` unless said otherwise. */
  readonly members?: boolean
  /** Also who used each service, one more call a used service; false unless said otherwise. */
  readonly entities?: boolean
  /** Reports under way at a time, 5 unless given. */
  readonly concurrency?: number
  /** A file that remembers the jobs that were started: a run after a crash goes on with them. */
  readonly journal?: string
  readonly now?: () => Date
  readonly onProgress?: (progress: UsageProgress) => void
  /** Waits between two looks at a report; for an account whose clock is not the real one. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>
}

/** Usage that was read, and what to do once it is kept. */
export interface CollectedUsage {
  readonly usage: Usage
  /** Calls made to AWS; what the SDK repeats by itself is not counted. */
  readonly calls: number
  /** Forgets the jobs: the next run wants new ones. Until then a run after a crash reads these. */
  readonly kept: () => Promise<void>
}

/**
 * Reads the last-accessed reports of the policies that a review looks at, of the groups, and of their members: all of them or an error, never
 * a part. One job an entity; a job that fails or expires is asked for again, one that goes on running is not. The `journal` is removed when
 * all reports are read.
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
  const { usage, kept } = await collectUsage(clients, state, options)
  await kept()
  return usage
}

/** As {@link readUsage}, for whoever has more to do before the reports are kept. */
export async function collectUsage(
  clients: AwsClients,
  state: AccountState,
  options: UsageOptions,
): Promise<CollectedUsage> {
  const { entities = false, concurrency = 5, now = () => new Date(), sleep = wait } = options
  const caller = await requireAccount(clients, state.accountId)
  const wanted = wantedEntities(state, options)
  const journal = await openJobJournal({ file: options.journal, by: caller.arn, now })
  const reports = new Map<string, EntityUsage>()
  let calls = 1
  const onCall = (): void => {
    calls += 1
  }
  await inParallel(
    wanted.map(({ arn, kind }) => [
      async () => {
        reports.set(arn, await pollReport({ clients, arn, kind, entities, sleep, journal, onCall }))
        options.onProgress?.({ done: reports.size, total: wanted.length, arn, calls })
      },
    ]),
    concurrency,
  )
  const usage = {
    accountId: state.accountId,
    collectedAt: now().toISOString(),
    entities: wanted.flatMap(({ arn }) => reports.get(arn) ?? []),
  }
  return { usage, calls, kept: journal.done }
}

/** Policies, then groups, then members: each once. */
function wantedEntities(state: AccountState, options: UsageOptions): readonly Pick<EntityUsage, 'arn' | 'kind'>[] {
  const { ownedPath, groups = true, members = groups } = options
  const looked = state.groups.filter((group) => ownedPath === undefined || isLasting(group.path, ownedPath))
  const names = new Set(looked.map(({ name }) => name))
  const users = state.users.filter((user) => user.groups.some((group) => names.has(group)))
  return [
    ...reviewedPolicies(state, ownedPath).map(({ arn }) => ({ arn, kind: 'policy' as const })),
    ...(groups ? looked : []).map(({ arn }) => ({ arn, kind: 'group' as const })),
    ...(members ? users : []).map(({ arn }) => ({ arn, kind: 'user' as const })),
  ]
}
