import {
  GenerateServiceLastAccessedDetails$,
  GetServiceLastAccessedDetails$,
  GetServiceLastAccessedDetailsWithEntities$,
  type GenerateServiceLastAccessedDetailsRequest,
  type GenerateServiceLastAccessedDetailsResponse,
  type GetServiceLastAccessedDetailsRequest,
  type GetServiceLastAccessedDetailsResponse,
  type GetServiceLastAccessedDetailsWithEntitiesRequest,
  type GetServiceLastAccessedDetailsWithEntitiesResponse,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { callerId } from '../caller.ts'
import { subjectAt } from '../last-accessed/entity-arn.ts'
import { lookAtJob } from '../last-accessed/job-progress.ts'
import { reportOf } from '../last-accessed/report.ts'
import { entitiesOf, rowShape } from '../last-accessed/report-shapes.ts'
import { isNamespace } from '../last-accessed/service-names.ts'
import { startJob } from '../last-accessed/start-job.ts'
import { changing, type Call, type QueryOperation } from '../operation.ts'
import { checkMarker, page } from '../page.ts'
import type { Account } from '../state/account.ts'
import type { Job } from '../state/evidence.ts'

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
    checkMarker(input.Marker)
    const job = lookAtJob(account, jobOf(account, input.JobId, call), call.now)
    if (job.completedAt === undefined) {
      return { ...pending(job), ServicesLastAccessed: undefined, JobCompletionDate: undefined }
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
  checkMarker(input.Marker)
  const asked = jobOf(account, input.JobId, call)
  const { ServiceNamespace: namespace = '' } = input
  if (!isNamespace(namespace)) {
    // The spelling is AWS's own.
    throw new AwsError('InvalidInput', `Service namepace ${namespace} is either invalid or unsupported.`)
  }
  const job = lookAtJob(account, asked, call.now)
  if (job.completedAt === undefined) {
    return { ...pending(job), EntityDetailsList: undefined, JobCompletionDate: undefined }
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

/** All that is told of a job that is not done. */
const pending = ({ createdAt }: Job): { JobStatus: 'IN_PROGRESS'; JobCreationDate: Date; IsTruncated: false } => ({
  JobStatus: 'IN_PROGRESS',
  JobCreationDate: new Date(createdAt),
  IsTruncated: false,
})

/** Only the creator of a job can read it; to all others it is not there. */
function jobOf(account: Account, id: string | undefined, { caller }: Call): Job {
  const job = account.jobs.get().find((each) => each.id === id)
  if (job === undefined || job.creator !== callerId(caller)) {
    throw new AwsError('NoSuchEntity', `Job ${id} does not exist.`)
  }
  return job
}

export const lastAccessedOperations: readonly QueryOperation[] = [generate, getDetails, getDetailsWithEntities]
