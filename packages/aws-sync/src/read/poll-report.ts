import {
  type GetServiceLastAccessedDetailsResponse,
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsWithEntitiesCommand,
} from '@aws-sdk/client-iam'
import { type EntityLastAccess, type EntityUsage, RolewrightError, type ServiceUsage } from '@rolewright/core'
import type { AwsClients } from './aws-clients.ts'
import { awsError, errorName } from './aws-error.ts'
import type { JobJournal } from './job-journal.ts'

/** How a report is asked for. */
export interface ReportRequest {
  readonly clients: Pick<AwsClients, 'iam'>
  readonly arn: string
  readonly kind: EntityUsage['kind']
  /** Also ask, service by service, who used it. */
  readonly entities: boolean
  readonly sleep: (milliseconds: number) => Promise<unknown>
  readonly journal: JobJournal
  /** Told of each call before it is made. */
  readonly onCall: () => void
}

const JOBS = 3
const PATIENCE_MS = 300_000
const PAGE = 1000
/** A report has some 450 services at most: more pages than this are no report. */
const MOST_PAGES = 500

/**
 * The last-accessed report of one entity, by action where AWS tracks actions, all pages of it.
 *
 * The job that an earlier run started is read instead of another. A job that fails or gets lost is started again, three times in all; one
 * that goes on running is not, and the next run looks at it again. Code `usage-failed` where no report comes of it, since nothing may be
 * decided on a part of one.
 */
export async function pollReport(request: ReportRequest): Promise<EntityUsage> {
  let why = ''
  let remembered = request.journal.jobOf(request.arn)
  for (let attempt = 1; attempt <= JOBS; attempt++) {
    const jobId = remembered ?? (await startJob(request))
    // One that an earlier run started is no try of this run: it may have expired since.
    if (remembered !== undefined) attempt -= 1
    remembered = undefined
    const outcome = await finishedJob(request, jobId)
    if (typeof outcome !== 'string')
      return { ...outcome, services: await withEntities(request, jobId, outcome.services) }
    why = outcome
  }
  throw usageFailed(request, why)
}

function usageFailed({ arn }: ReportRequest, why: string): RolewrightError {
  return new RolewrightError({
    code: 'usage-failed',
    message: `AWS did not finish the last-accessed report of \`${arn}\`: ${why}`,
    hint: 'run it again later: nothing is decided on a part of the reports',
  })
}

async function startJob({ clients, arn, journal, onCall }: ReportRequest): Promise<string> {
  const asked = { operation: 'iam:GenerateServiceLastAccessedDetails', subject: `\`${arn}\`` }
  onCall()
  const { JobId } = await clients.iam
    .send(new GenerateServiceLastAccessedDetailsCommand({ Arn: arn, Granularity: 'ACTION_LEVEL' }))
    .catch((error: unknown) => {
      throw errorName(error) === 'NoSuchEntity' ? goneError(arn, error) : awsError(error, asked)
    })
  if (JobId === undefined) throw awsError(new Error('the answer has no job'), asked)
  await journal.started(arn, JobId)
  return JobId
}

/** Somebody deletes things while others read. */
function goneError(arn: string, cause: unknown): RolewrightError {
  return new RolewrightError({
    code: 'usage-failed',
    message: `\`${arn}\` was deleted before its last-accessed report was asked for`,
    hint: 'run it again: the account is read anew, and reports that were made are not asked for again',
    cause,
  })
}

/** The report, or why this job gives none and another may. */
async function finishedJob(request: ReportRequest, jobId: string): Promise<EntityUsage | string> {
  const { arn, kind, sleep } = request
  const services: ServiceUsage[] = []
  const markers = new Set<string>()
  let marker: string | undefined
  let waited = 0
  for (let pause = 200; ;) {
    const page = await readPage(request, { jobId, marker })
    if (page === 'lost') return 'its job got lost'
    if (page.JobStatus === 'FAILED') return page.Error?.Message ?? 'its job failed'
    if (page.JobStatus !== 'COMPLETED') {
      if (waited >= PATIENCE_MS) throw usageFailed(request, `it was not done after ${PATIENCE_MS / 60_000} minutes`)
      await sleep(pause)
      waited += pause
      pause = Math.min(pause * 2, 5000)
      continue
    }
    services.push(...rowsOf(page))
    if (page.IsTruncated !== true) {
      // The report is frozen when the job starts.
      const reportedAt = page.JobCreationDate?.toISOString()
      if (reportedAt === undefined) throw usageFailed(request, 'its report has no date')
      return { arn, kind, reportedAt, services }
    }
    marker = nextMarker(request, page, markers)
  }
}

/** Where the next page begins; each may be asked for once. */
function nextMarker(request: ReportRequest, page: { readonly Marker?: string | undefined }, seen: Set<string>): string {
  const { Marker: marker } = page
  if (marker === undefined || seen.has(marker) || seen.size > MOST_PAGES) {
    throw usageFailed(request, 'its pages do not go on')
  }
  seen.add(marker)
  return marker
}

async function readPage(
  { clients, arn, onCall }: ReportRequest,
  job: { readonly jobId: string; readonly marker: string | undefined },
): Promise<GetServiceLastAccessedDetailsResponse | 'lost'> {
  const input = { JobId: job.jobId, MaxItems: PAGE, ...(job.marker === undefined ? {} : { Marker: job.marker }) }
  onCall()
  try {
    return await clients.iam.send(new GetServiceLastAccessedDetailsCommand(input))
  } catch (error) {
    if (errorName(error) === 'NoSuchEntity') return 'lost'
    throw awsError(error, { operation: 'iam:GetServiceLastAccessedDetails', subject: `\`${arn}\`` })
  }
}

function rowsOf(page: GetServiceLastAccessedDetailsResponse): readonly ServiceUsage[] {
  return (page.ServicesLastAccessed ?? []).map((row) => {
    const namespace = row.ServiceNamespace ?? ''
    return {
      namespace,
      name: row.ServiceName ?? namespace,
      lastAuthenticated: row.LastAuthenticated?.toISOString() ?? null,
      ...(row.LastAuthenticatedEntity === undefined ? {} : { lastAuthenticatedEntity: row.LastAuthenticatedEntity }),
      ...(row.LastAuthenticatedRegion === undefined ? {} : { lastAuthenticatedRegion: row.LastAuthenticatedRegion }),
      totalAuthenticatedEntities: row.TotalAuthenticatedEntities ?? 0,
      ...(row.TrackedActionsLastAccessed === undefined
        ? {}
        : {
            actions: row.TrackedActionsLastAccessed.map((action) => ({
              action: `${namespace}:${action.ActionName ?? ''}`,
              lastAccessed: action.LastAccessedTime?.toISOString() ?? null,
              ...(action.LastAccessedEntity === undefined ? {} : { lastAccessedEntity: action.LastAccessedEntity }),
            })),
          }),
    }
  })
}

/** Who used each service that somebody used, newest first, as AWS sorts them. */
async function withEntities(
  request: ReportRequest,
  jobId: string,
  services: readonly ServiceUsage[],
): Promise<readonly ServiceUsage[]> {
  if (!request.entities) return services
  const rows: ServiceUsage[] = []
  for (const service of services) {
    if (service.totalAuthenticatedEntities === 0) rows.push(service)
    else rows.push({ ...service, entities: await entitiesOf(request, jobId, service.namespace) })
  }
  return rows
}

async function entitiesOf(request: ReportRequest, jobId: string, namespace: string): Promise<EntityLastAccess[]> {
  const found: EntityLastAccess[] = []
  const markers = new Set<string>()
  let marker: string | undefined
  do {
    request.onCall()
    const page = await request.clients.iam
      .send(
        new GetServiceLastAccessedDetailsWithEntitiesCommand({
          JobId: jobId,
          ServiceNamespace: namespace,
          MaxItems: PAGE,
          ...(marker === undefined ? {} : { Marker: marker }),
        }),
      )
      .catch((error: unknown) => {
        throw awsError(error, {
          operation: 'iam:GetServiceLastAccessedDetailsWithEntities',
          subject: `\`${request.arn}\``,
        })
      })
    for (const { EntityInfo, LastAuthenticated } of page.EntityDetailsList ?? []) {
      if (EntityInfo?.Arn !== undefined) {
        found.push({ arn: EntityInfo.Arn, lastAuthenticated: LastAuthenticated?.toISOString() ?? null })
      }
    }
    marker = page.IsTruncated === true ? nextMarker(request, page, markers) : undefined
  } while (marker !== undefined)
  return found
}
