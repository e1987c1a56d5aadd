import {
  GenerateServiceLastAccessedDetails$,
  GetServiceLastAccessedDetails$,
  GetServiceLastAccessedDetailsWithEntities$,
  type EntityDetails,
  type GenerateServiceLastAccessedDetailsRequest,
  type GenerateServiceLastAccessedDetailsResponse,
  type GetServiceLastAccessedDetailsRequest,
  type GetServiceLastAccessedDetailsResponse,
  type GetServiceLastAccessedDetailsWithEntitiesRequest,
  type GetServiceLastAccessedDetailsWithEntitiesResponse,
  type ServiceLastAccessed,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { callerId } from '../caller.ts'
import { subjectAt } from '../last-accessed/entity-arn.ts'
import { reportOf, type LastAttempt, type ReportRow } from '../last-accessed/report.ts'
import { isNamespace, serviceName } from '../last-accessed/service-names.ts'
import { startJob } from '../last-accessed/start-job.ts'
import { changing, type Call, type QueryOperation } from '../operation.ts'
import { page } from '../page.ts'
import { arnOf } from '../identifiers.ts'
import { accountIdOf } from '../shapes.ts'
import type { Account } from '../state/account.ts'
import type { Job } from '../state/evidence.ts'

/** All that is told of a job that is not done. */
interface Pending {
  readonly JobStatus: 'IN_PROGRESS'
  readonly JobCreationDate: Date
  readonly IsTruncated: false
}

const generate = changing<GenerateServiceLastAccessedDetailsRequest, GenerateServiceLastAccessedDetailsResponse>(
  GenerateServiceLastAccessedDetails$,
  (account, input, call) => {
    const subject = subjectAt(account, input.Arn ?? '', call)
    const granularity = input.Granularity === 'ACTION_LEVEL' ? 'ACTION_LEVEL' : 'SERVICE_LEVEL'
    return { JobId: startJob(account, subject, { granularity, call }).id }
  },
)

const getDetails = changing<GetServiceLastAccessedDetailsRequest, GetServiceLastAccessedDetailsResponse>(
  GetServiceLastAccessedDetails$,
  (account, input, call) => {
    const job = jobOf(account, input.JobId, call)
    if (job.completedAt === undefined) {
      return { ...pending(account, job, call), ServicesLastAccessed: undefined, JobCompletionDate: undefined }
    }
    const { items, rest } = page(reportOf(account, job), {
      request: input,
      scope: ['services', job.id],
      keyOf: ({ namespace }) => namespace,
      defaultSize: 200,
    })
    return {
      JobStatus: 'COMPLETED',
      JobType: job.granularity,
      JobCreationDate: new Date(job.createdAt),
      ServicesLastAccessed: items.map((row) => rowShape(account, row)),
      JobCompletionDate: new Date(job.completedAt),
      ...rest,
    }
  },
)

const getDetailsWithEntities = changing<
  GetServiceLastAccessedDetailsWithEntitiesRequest,
  GetServiceLastAccessedDetailsWithEntitiesResponse
>(GetServiceLastAccessedDetailsWithEntities$, (account, input, call) => {
  const job = jobOf(account, input.JobId, call)
  const { ServiceNamespace: namespace = '' } = input
  if (!isNamespace(namespace)) {
    // The spelling is AWS's own.
    throw new AwsError('InvalidInput', `Service namepace ${namespace} is either invalid or unsupported.`)
  }
  if (job.completedAt === undefined) {
    return { ...pending(account, job, call), EntityDetailsList: undefined, JobCompletionDate: undefined }
  }
  const row = reportOf(account, job).find((each) => each.namespace === namespace)
  const { items, rest } = page(row === undefined ? [] : entitiesOf(account, job, row), {
    request: input,
    // The namespace is left out: AWS takes a marker of one namespace for another of the same job.
    scope: ['entities', job.id],
    keyOf: ({ place }) => place,
  })
  return {
    JobStatus: 'COMPLETED',
    JobCreationDate: new Date(job.createdAt),
    JobCompletionDate: new Date(job.completedAt),
    EntityDetailsList: items.map(({ details }) => details),
    ...rest,
  }
})

/** Only the creator of a job can read it; to all others it is not there. */
function jobOf(account: Account, id: string | undefined, { caller }: Call): Job {
  const job = account.jobs.get().find((each) => each.id === id)
  if (job === undefined || job.creator !== callerId(caller)) {
    throw new AwsError('NoSuchEntity', `Job ${id} does not exist.`)
  }
  return job
}

/** A job is in progress until somebody looked at it: so readers have to poll, and nobody has to wait. */
function pending(account: Account, job: Job, { now }: Call): Pending {
  const completed = { ...job, completedAt: now.toISOString() }
  account.jobs.set(account.jobs.get().map((each) => (each === job ? completed : each)))
  return { JobStatus: 'IN_PROGRESS', JobCreationDate: new Date(job.createdAt), IsTruncated: false }
}

function rowShape(account: Account, row: ReportRow): ServiceLastAccessed {
  const { namespace, last, byEntity, actions } = row
  return {
    ServiceName: serviceName(namespace),
    ServiceNamespace: namespace,
    TotalAuthenticatedEntities: byEntity.size,
    ...(last === undefined
      ? {}
      : {
          LastAuthenticated: new Date(last.at),
          LastAuthenticatedEntity: arnOfEntity(account, last.entity),
          LastAuthenticatedRegion: last.region,
        }),
    ...(actions.length === 0
      ? {}
      : { TrackedActionsLastAccessed: actions.map((action) => actionShape(account, action)) }),
  }
}

function actionShape(account: Account, { name, last }: ReportRow['actions'][number]): object {
  if (last === undefined) return { ActionName: name }
  return {
    ActionName: name,
    LastAccessedEntity: arnOfEntity(account, last.entity),
    LastAccessedTime: new Date(last.at),
    LastAccessedRegion: last.region,
  }
}

/** Newest first; those who never tried come last, users before roles. Who is deleted is left out; the others go by today's names. */
function entitiesOf(account: Account, job: Job, row: ReportRow): { place: string; details: EntityDetails }[] {
  const entities = job.entities.flatMap((id) => {
    const info = infoOf(account, id)
    return info === undefined ? [] : { info, last: row.byEntity.get(id) }
  })
  return entities
    .toSorted((a, b) => order(b.last) - order(a.last))
    .map(({ info, last }, index) => ({
      place: String(index).padStart(6, '0'),
      details: {
        EntityInfo: info,
        ...(last === undefined ? {} : { LastAuthenticated: new Date(last.at) }),
      },
    }))
}

const order = (last: LastAttempt | undefined): number => (last === undefined ? 0 : Date.parse(last.at))

function infoOf(account: Account, id: string): EntityDetails['EntityInfo'] {
  const user = account.users.all().find((each) => each.id === id)
  const role = user === undefined ? account.roles.all().find((each) => each.id === id) : undefined
  const entity = user ?? role
  if (entity === undefined) return undefined
  const kind = user === undefined ? 'role' : 'user'
  return {
    Arn: arnOf(accountIdOf(account), kind, entity),
    Name: entity.name,
    Type: kind === 'user' ? 'USER' : 'ROLE',
    Id: id,
    Path: entity.path,
  }
}

const arnOfEntity = (account: Account, id: string): string | undefined => infoOf(account, id)?.Arn

export const lastAccessedOperations: readonly QueryOperation[] = [generate, getDetails, getDetailsWithEntities]
