import {
  type AwsManagedDocuments,
  defaultDocument,
  inPartition,
  parsePolicy,
  partitionOf,
  type PolicyDocument,
  PolicyError,
  type PolicyState,
} from '@rolewright/core'
import { awsManagedPolicies } from '../sandbox/aws-managed-policies.ts'

/** The document of one of AWS's own policies for the lock, with what is odd about it; or why there is none. */
export type Pinned = { readonly pin: AwsManagedDocuments[string]; readonly odd?: string } | { readonly problem: string }

/** The document of an AWS managed policy: the account's own word, else the copy that comes with Rolewright. */
export function pinOf(arn: string, policy: PolicyState | undefined): Pinned {
  if (!/^arn:aws(?:-[a-z]+)*:iam::aws:policy\/([\w+=,.@-]+\/)*[\w+=,.@-]+$/.test(arn))
    return { problem: `\`${arn}\` can’t be named in a model` }
  const document = policy === undefined ? undefined : defaultDocument(policy)
  if (policy !== undefined && document !== undefined && isSound(document) && /^v\d+$/.test(policy.defaultVersionId)) {
    return { pin: { versionId: policy.defaultVersionId, document } }
  }
  const known = awsManagedPolicies().get(inPartition(arn))
  const [version] = known?.versions ?? []
  if (version === undefined)
    return {
      problem:
        'the account does not give its document, and AWS has no such policy that is known here; a group that is adopted loses it',
    }
  const elsewhere = partitionOf(arn) === 'aws' ? '' : ' of the partition `aws`'
  return {
    pin: { versionId: version.id, document: parsePolicy(version.document) },
    odd: `the account does not give its document; pinned is ${version.id}${elsewhere}, as known here: \`rolewright import aws-managed\` pins it anew`,
  }
}

function isSound(document: PolicyDocument): boolean {
  try {
    parsePolicy(document)
    return true
  } catch (error) {
    if (error instanceof PolicyError) return false
    throw error
  }
}
