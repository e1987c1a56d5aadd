import { GetPolicyCommand, GetPolicyVersionCommand } from '@aws-sdk/client-iam'
import { type AwsManagedDocuments, RolewrightError } from '@rolewright/core'
import type { AwsClients } from './aws-clients.ts'
import { awsError, errorName } from './aws-error.ts'
import { readDocument } from './read-document.ts'

/**
 * AWS's own managed policies as they stand now: the default version and its document of each ARN, sorted by ARN.
 *
 * Needs `iam:GetPolicy` and `iam:GetPolicyVersion`, in any account.
 *
 * @throws {RolewrightError} `aws-managed-unknown` for an ARN that AWS does not have; see {@link awsError} for the rest.
 *
 * @example
 * ```ts
 * const pinned = await readAwsManaged(clients, ['arn:aws:iam::aws:policy/ReadOnlyAccess'])
 * ```
 */
export async function readAwsManaged(
  clients: Pick<AwsClients, 'iam'>,
  arns: readonly string[],
): Promise<AwsManagedDocuments> {
  const read: [string, AwsManagedDocuments[string]][] = []
  for (const arn of arns.toSorted()) read.push([arn, await readOne(clients, arn)])
  return Object.fromEntries(read)
}

async function readOne(clients: Pick<AwsClients, 'iam'>, arn: string): Promise<AwsManagedDocuments[string]> {
  const { Policy } = await clients.iam.send(new GetPolicyCommand({ PolicyArn: arn })).catch((error: unknown) => {
    if (errorName(error) !== 'NoSuchEntity') throw awsError(error, { operation: 'iam:GetPolicy', subject: arn })
    throw new RolewrightError({
      code: 'aws-managed-unknown',
      message: `AWS has no managed policy \`${arn}\``,
      hint: 'mend the name in `awsManaged(…)`; some have a path in it, such as `job-function/Billing`',
      path: arn,
      cause: error,
    })
  })
  const versionId = Policy?.DefaultVersionId
  if (versionId === undefined) throw incomplete('iam:GetPolicy', arn)
  const { PolicyVersion } = await clients.iam
    .send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: versionId }))
    .catch((error: unknown) => {
      throw awsError(error, { operation: 'iam:GetPolicyVersion', subject: arn })
    })
  if (PolicyVersion?.Document === undefined) throw incomplete('iam:GetPolicyVersion', arn)
  return { versionId, document: readDocument(PolicyVersion.Document, `\`${arn}\``) }
}

function incomplete(operation: string, arn: string): RolewrightError {
  return new RolewrightError({
    code: 'partial-read',
    message: `\`${operation}\` answers for \`${arn}\` without what was asked`,
    hint: 'check that `AWS_ENDPOINT_URL` names an AWS endpoint',
  })
}
