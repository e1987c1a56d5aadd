import { GetAccountAuthorizationDetailsCommand, type IAMClient, type ManagedPolicyDetail } from '@aws-sdk/client-iam'
import { HttpResponse } from '@smithy/protocol-http'
import { decodeTime } from 'ulid'
import { awsError } from '../read/aws-error.ts'
import { readDocument } from '../read/read-document.ts'
import { type LockPlace, lockPlaceOf } from '../read/lock-place.ts'

/** The lock as it stands in the account. */
export interface SeenLock extends LockPlace {
  readonly arn: string
  /** Version ids but the default one. */
  readonly spareVersions: readonly string[]
  /** Milliseconds since it was taken or last kept, both by the account's own clock: the clocks of those who apply may differ. */
  readonly age: number
  /** The ARN of whoever took it. */
  readonly holder: string | undefined
}

/** Looks for the lock of a name, with the one right that every apply has. Undefined where it is not, or not yet, to be seen. */
export async function lookAtLock(iam: IAMClient, name: string): Promise<SeenLock | undefined> {
  let marker: string | undefined
  do {
    const command = new GetAccountAuthorizationDetailsCommand({
      Filter: ['LocalManagedPolicy'],
      MaxItems: 1000,
      ...(marker === undefined ? {} : { Marker: marker }),
    })
    let now = new Date()
    command.middlewareStack.add(
      (next) => async (request) => {
        const answer = await next(request)
        now = dateOf(answer.response) ?? now
        return answer
      },
      { step: 'deserialize' },
    )
    const page = await iam.send(command).catch((error: unknown) => {
      throw awsError(error, { operation: 'iam:GetAccountAuthorizationDetails' })
    })
    for (const policy of page.Policies ?? []) {
      const seen = seenLock(policy, now)
      if (seen?.name === name) return seen
    }
    marker = page.IsTruncated === true ? page.Marker : undefined
  } while (marker !== undefined)
  return undefined
}

function dateOf(response: unknown): Date | undefined {
  if (!HttpResponse.isInstance(response)) return undefined
  const date = new Date(response.headers['date'] ?? '')
  return Number.isNaN(date.getTime()) ? undefined : date
}

function seenLock(policy: ManagedPolicyDetail, now: Date): SeenLock | undefined {
  const { Arn: arn, Path: path = '', PolicyVersionList: versions = [] } = policy
  const place = arn === undefined ? undefined : lockPlaceOf({ Arn: arn, Path: path })
  if (place === undefined || arn === undefined) return undefined
  const current = versions.find(({ VersionId }) => VersionId === policy.DefaultVersionId)
  const since = current?.CreateDate ?? policy.UpdateDate ?? policy.CreateDate ?? new Date(decodeTime(place.token))
  return {
    ...place,
    arn,
    spareVersions: versions.flatMap(({ VersionId }) =>
      VersionId === undefined || VersionId === policy.DefaultVersionId ? [] : [VersionId],
    ),
    age: now.getTime() - since.getTime(),
    holder: holderOf(current?.Document),
  }
}

function holderOf(document: string | undefined): string | undefined {
  if (document === undefined) return undefined
  const { Statement: statements } = readDocument(document, 'the lock')
  const [first] = 'Effect' in statements ? [statements] : statements
  const resource = first === undefined || !('Resource' in first) ? undefined : first.Resource
  return typeof resource === 'string' ? resource : resource?.[0]
}
