import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import {
  type AwsManagedDocuments,
  compile,
  type Model,
  type Review,
  reviewedModel,
  RolewrightError,
} from '@rolewright/core'
import { awsClients } from '../read/aws-clients.ts'
import { runReview } from '../review/run-review.ts'

/** What a scheduled review is about. */
export interface ReviewHandlerOptions {
  readonly model: Model
  /** Id of the account in the model; its only one unless given. */
  readonly account?: string
  /** What was used in this many days stays; 90 unless given. */
  readonly windowDays?: number
  /** The lock's documents, where the model refers to policies of AWS: `parseAwsManagedLock(text)`. */
  readonly awsManaged?: AwsManagedDocuments
  /** Where groups and policies lie in IAM; `/rolewright/<model id>/` unless given. */
  readonly path?: string
}

/** What a run wrote, and how much there is to decide. */
export interface ReviewHandlerResult {
  readonly bucket: string
  readonly key: string
  readonly proposals: number
}

/** As many as anybody runs in a day. */
const MOST_A_DAY = 100

/**
 * A handler for AWS Lambda that reviews an account and writes the review to S3 as `reviews/<date>-<account>.json`; nothing there is ever
 * overwritten. `rolewright review add` takes it into the repository, where it is decided and patched: the function itself changes nothing.
 *
 * The bucket stands in the environment: `ROLEWRIGHT_BUCKET`. The function needs what `rolewright review` needs, and `s3:PutObject` on
 * `reviews/*` of that bucket.
 *
 * @throws {RolewrightError} `lambda-setup` for a missing bucket or an account that the model does not have; else as `runReview` does
 *
 * @example
 * ```ts
 * import { reviewHandler } from '@rolewright/aws-sync/lambda'
 * import model from './roles/model.ts'
 *
 * export const handler = reviewHandler({ model, account: 'production' })
 * ```
 */
export function reviewHandler(options: ReviewHandlerOptions): () => Promise<ReviewHandlerResult> {
  return async () => {
    const { model, windowDays = 90, awsManaged = {}, path = `/rolewright/${model.id}/` } = options
    const bucket = process.env['ROLEWRIGHT_BUCKET'] ?? ''
    if (bucket === '') throw setupError('there is no bucket to write reviews to', 'set `ROLEWRIGHT_BUCKET`')
    const account = accountOf(model, options.account)
    // What can't be compiled is said here, before anything is asked.
    const compiled = compile(model, account, { now: new Date(), awsManaged, path })
    const { review } = await runReview(awsClients(), {
      windowDays,
      accountId: account.accountId,
      ownedPath: path,
      model: reviewedModel(model, account, compiled),
      // Where a run fails or takes too long, Lambda runs it again, mostly in the same place: it goes on with the same jobs.
      journal: join(tmpdir(), `rolewright-jobs-${account.accountId}.jsonl`),
    })
    return { bucket, key: await store(bucket, review), proposals: review.proposals.length }
  }
}

function accountOf(model: Model, named: string | undefined): Model['accounts'][number] {
  const found = model.accounts.filter(({ id }) => named === undefined || id === named)
  const [account] = found
  if (account !== undefined && found.length === 1) return account
  throw setupError(
    named === undefined ? 'the model has several accounts' : `the model has no account \`${named}\``,
    `give \`account\`: ${model.accounts.map(({ id }) => `\`${id}\``).join(', ')}`,
  )
}

async function store(bucket: string, review: Review): Promise<string> {
  const s3 = new S3Client({})
  const stem = `reviews/${review.at.slice(0, 10)}-${review.accountId}`
  for (let number = 1; number <= MOST_A_DAY; number++) {
    const key = number === 1 ? `${stem}.json` : `${stem}-${number}.json`
    try {
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: `${JSON.stringify(review, null, 2)}\n`,
          ContentType: 'application/json',
          // A stored review is never changed.
          IfNoneMatch: '*',
        }),
      )
      return key
    } catch (error) {
      const taken = error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412
      if (!taken) throw error
    }
  }
  throw setupError(`there are ${MOST_A_DAY} reviews of this day already`, 'see why the function runs so often')
}

function setupError(message: string, hint: string): RolewrightError {
  return new RolewrightError({ code: 'lambda-setup', message, hint })
}
