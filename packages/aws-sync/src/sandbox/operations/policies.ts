import {
  CreatePolicy$,
  DeletePolicy$,
  GetPolicy$,
  ListPolicies$,
  type CreatePolicyRequest,
  type CreatePolicyResponse,
  type DeletePolicyRequest,
  type GetPolicyRequest,
  type GetPolicyResponse,
  type ListPoliciesRequest,
  type ListPoliciesResponse,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { awsManagedPolicies } from '../aws-managed-policies.ts'
import { checkDocument, sizeOf } from '../documents.ts'
import { newId } from '../identifiers.ts'
import { ownPolicyAt, policyArn, policyAt } from '../lookup.ts'
import { changing, reading, type QueryOperation } from '../operation.ts'
import { page } from '../page.ts'
import { policyUse, unused, type PolicyUse } from '../policy-use.ts'
import { quotas } from '../quotas.ts'
import { fullPolicyShape, policyShape } from '../shapes.ts'
import type { Account } from '../state/account.ts'
import type { StoredPolicy } from '../state/entities.ts'
import { keyOf } from '../state/table.ts'
import { newTags } from '../tag-list.ts'

const createPolicy = changing<CreatePolicyRequest, CreatePolicyResponse>(CreatePolicy$, (account, input, call) => {
  const { PolicyName: name = '', Path: path = '/', PolicyDocument: document = '', Description: description } = input
  checkDocument(document, 'identity')
  if (sizeOf(document) > quotas.policySize) {
    throw new AwsError('LimitExceeded', `Cannot exceed quota for PolicySize: ${quotas.policySize}`)
  }
  if (account.policies.get(name) !== undefined) {
    throw new AwsError(
      'EntityAlreadyExists',
      `A policy called ${name} already exists. Duplicate names are not allowed.`,
    )
  }
  if (account.policies.size >= quotas.policies) {
    throw new AwsError('LimitExceeded', `Cannot exceed quota for PoliciesPerAccount: ${quotas.policies}`)
  }
  const createdAt = call.now.toISOString()
  const policy: StoredPolicy = {
    name,
    path,
    id: newId('policy'),
    ...(description === undefined ? {} : { description }),
    createdAt,
    updatedAt: createdAt,
    defaultVersion: 'v1',
    lastVersion: 1,
    versions: [{ id: 'v1', createdAt, document }],
    tags: newTags([], input.Tags),
  }
  account.policies.put(policy)
  return {
    Policy: { ...policyShape(account, policy, unused), ...(policy.tags.length > 0 ? { Tags: input.Tags } : {}) },
  }
})

const getPolicy = reading<GetPolicyRequest, GetPolicyResponse>(GetPolicy$, (account, input) => {
  const policy = policyAt(account, input.PolicyArn)
  return { Policy: fullPolicyShape(account, policy, policyUse(account)) }
})

const listPolicies = reading<ListPoliciesRequest, ListPoliciesResponse>(ListPolicies$, (account, input) => {
  const { Scope: scope = 'All', OnlyAttached: onlyAttached = false, PathPrefix: prefix = '/' } = input
  const use = policyUse(account)
  const policies = policiesIn(account, scope).filter(
    (policy) =>
      policy.path.startsWith(prefix) &&
      (!onlyAttached || isUsed(use, policyArn(account, policy), input.PolicyUsageFilter)),
  )
  const { items, rest } = page(policies, {
    request: input,
    scope: ['ListPolicies', scope, onlyAttached, prefix, input.PolicyUsageFilter],
    keyOf: (policy) => listKey(account, policy),
  })
  return { Policies: items.map((policy) => policyShape(account, policy, use)), ...rest }
})

/** A usage filter counts only beside `OnlyAttached`, which alone takes a boundary for an attachment. */
function isUsed(use: PolicyUse, arn: string, filter: ListPoliciesRequest['PolicyUsageFilter']): boolean {
  if (filter === 'PermissionsPolicy') return use.attachments(arn) > 0
  if (filter === 'PermissionsBoundary') return use.boundaries(arn) > 0
  return use.attachments(arn) > 0 || use.boundaries(arn) > 0
}

function policiesIn(account: Account, scope: string): StoredPolicy[] {
  const own = scope === 'AWS' ? [] : account.policies.all()
  const aws = scope === 'Local' ? [] : [...awsManagedPolicies().values()]
  return [...own, ...aws].toSorted((a, b) => (listKey(account, a) < listKey(account, b) ? -1 : 1))
}

/** The customer's own come first, as AWS lists them; AWS's may share a name across paths, so the ARN follows. */
function listKey(account: Account, policy: StoredPolicy): string {
  const arn = policyArn(account, policy)
  return `${arn.startsWith('arn:aws:iam::aws:') ? 'b' : 'a'} ${keyOf(policy.name)} ${arn}`
}

const deletePolicy = changing<DeletePolicyRequest, object>(DeletePolicy$, (account, input) => {
  const policy = ownPolicyAt(account, input.PolicyArn)
  const arn = policyArn(account, policy)
  const use = policyUse(account)
  if (use.attachments(arn) > 0 || use.boundaries(arn) > 0) {
    throw new AwsError('DeleteConflict', 'Cannot delete a policy attached to entities.')
  }
  if (policy.versions.length > 1) {
    throw new AwsError(
      'DeleteConflict',
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    )
  }
  account.policies.remove(policy.name)
  return {}
})

export const policyOperations: readonly QueryOperation[] = [createPolicy, getPolicy, listPolicies, deletePolicy]
