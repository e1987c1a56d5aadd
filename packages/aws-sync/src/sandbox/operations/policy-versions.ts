import {
  CreatePolicyVersion$,
  DeletePolicyVersion$,
  GetPolicyVersion$,
  ListPolicyVersions$,
  SetDefaultPolicyVersion$,
  type CreatePolicyVersionRequest,
  type CreatePolicyVersionResponse,
  type DeletePolicyVersionRequest,
  type GetPolicyVersionRequest,
  type GetPolicyVersionResponse,
  type ListPolicyVersionsRequest,
  type ListPolicyVersionsResponse,
  type PolicyVersion,
  type SetDefaultPolicyVersionRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { checkDocument, encodeDocument, sizeOf } from '../documents.ts'
import { ownPolicyAt, policyAt } from '../lookup.ts'
import { changing, reading, type QueryOperation } from '../operation.ts'
import { page } from '../page.ts'
import { quotas } from '../quotas.ts'
import { entityDate } from '../shapes.ts'
import type { StoredPolicy } from '../state/entities.ts'

type StoredVersion = StoredPolicy['versions'][number]

const createPolicyVersion = changing<CreatePolicyVersionRequest, CreatePolicyVersionResponse>(
  CreatePolicyVersion$,
  (account, input, call) => {
    const policy = ownPolicyAt(account, input.PolicyArn)
    const { PolicyDocument: document = '', SetAsDefault: asDefault = false } = input
    checkDocument(document, 'identity')
    if (sizeOf(document) > quotas.policySize) {
      throw new AwsError('LimitExceeded', `Cannot exceed quota for PolicySize: ${quotas.policySize}`)
    }
    if (policy.versions.length >= quotas.versionsPerPolicy) {
      throw new AwsError(
        'LimitExceeded',
        `A managed policy can have up to ${quotas.versionsPerPolicy} versions. Before you create a new version, you must delete an existing version.`,
      )
    }
    const lastVersion = policy.lastVersion + 1
    const createdAt = call.now.toISOString()
    const version = { id: `v${lastVersion}`, createdAt, document }
    const changed = {
      ...policy,
      updatedAt: createdAt,
      lastVersion,
      versions: [version, ...policy.versions],
      defaultVersion: asDefault ? version.id : policy.defaultVersion,
    }
    account.policies.put(changed)
    return { PolicyVersion: versionShape(changed, version) }
  },
)

const getPolicyVersion = reading<GetPolicyVersionRequest, GetPolicyVersionResponse>(
  GetPolicyVersion$,
  (account, input) => {
    const policy = policyAt(account, input.PolicyArn)
    const version = versionOf(policy, input.PolicyArn, input.VersionId)
    return { PolicyVersion: { Document: encodeDocument(version.document), ...versionShape(policy, version) } }
  },
)

const listPolicyVersions = reading<ListPolicyVersionsRequest, ListPolicyVersionsResponse>(
  ListPolicyVersions$,
  (account, input) => {
    const policy = policyAt(account, input.PolicyArn)
    const { items, rest } = page(policy.versions, {
      request: input,
      scope: ['ListPolicyVersions', policy.id],
      keyOf: newestFirst,
    })
    return { Versions: items.map((version) => versionShape(policy, version)), ...rest }
  },
)

const deletePolicyVersion = changing<DeletePolicyVersionRequest, object>(DeletePolicyVersion$, (account, input) => {
  const policy = ownPolicyAt(account, input.PolicyArn)
  const version = versionOf(policy, input.PolicyArn, input.VersionId)
  if (version.id === policy.defaultVersion) {
    throw new AwsError('DeleteConflict', 'Cannot delete the default version of a policy.')
  }
  account.policies.put({ ...policy, versions: policy.versions.filter((each) => each !== version) })
  return {}
})

const setDefaultPolicyVersion = changing<SetDefaultPolicyVersionRequest, object>(
  SetDefaultPolicyVersion$,
  (account, input) => {
    const policy = ownPolicyAt(account, input.PolicyArn)
    const version = versionOf(policy, input.PolicyArn, input.VersionId)
    // The policy's UpdateDate is that of its newest version, whichever is the default.
    account.policies.put({ ...policy, defaultVersion: version.id })
    return {}
  },
)

function versionOf(policy: StoredPolicy, arn: string | undefined, id: string | undefined): StoredVersion {
  const version = policy.versions.find((each) => each.id === id)
  if (version === undefined) {
    throw new AwsError('NoSuchEntity', `Policy ${arn} version ${id} does not exist or is not attachable.`)
  }
  return version
}

/** A version without its document, which only `GetPolicyVersion` and the account's details tell. */
export function versionShape(policy: StoredPolicy, version: StoredVersion): PolicyVersion {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersion,
    CreateDate: entityDate(version.createdAt),
  }
}

const newestFirst = (version: StoredVersion): string => String(1_000_000_000 - Number(version.id.slice(1)))

export const policyVersionOperations: readonly QueryOperation[] = [
  createPolicyVersion,
  getPolicyVersion,
  listPolicyVersions,
  deletePolicyVersion,
  setDefaultPolicyVersion,
]
