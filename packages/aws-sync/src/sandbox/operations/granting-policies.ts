import {
  ListPoliciesGrantingServiceAccess$,
  type ListPoliciesGrantingServiceAccessRequest,
  type ListPoliciesGrantingServiceAccessResponse,
  type PolicyGrantingServiceAccess,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { defaultDocument } from '../effective-policies.ts'
import { subjectAt, type ReportSubject } from '../last-accessed/entity-arn.ts'
import { mayGrantService } from '../last-accessed/may-grant-service.ts'
import { isNamespace } from '../last-accessed/service-names.ts'
import { findPolicy } from '../lookup.ts'
import { groupsOf } from '../members.ts'
import { reading, type QueryOperation } from '../operation.ts'
import type { Account } from '../state/account.ts'
import type { InlinePolicy } from '../state/entities.ts'

interface Source {
  readonly document: string
  readonly shape: PolicyGrantingServiceAccess
}

const listPoliciesGranting = reading<
  ListPoliciesGrantingServiceAccessRequest,
  ListPoliciesGrantingServiceAccessResponse
>(ListPoliciesGrantingServiceAccess$, (account, input, call) => {
  const { Arn: arn = '', ServiceNamespaces: namespaces = [] } = input
  if (input.Marker !== undefined) throw new AwsError('ValidationError', 'Invalid Marker.')
  if (/^arn:aws:iam::\d{12}:root$/.test(arn)) {
    throw new AwsError('InvalidInput', `Could not extract entity from ARN : ${arn}`)
  }
  const subject = subjectAt(account, arn, call)
  if (subject.kind === 'policy') throw new AwsError('InvalidInput', `Invalid Entity Arn: ${arn} is not supported.`)
  const asked = [...new Set(namespaces)]
  const unknown = asked.filter((namespace) => !isNamespace(namespace))
  if (unknown.length > 0) throw new AwsError('InvalidInput', `Invalid service namespace: [${unknown.join(', ')}]`)
  const sources = sourcesOf(account, subject)
  return {
    PoliciesGrantingServiceAccess: asked.map((namespace) => ({
      ServiceNamespace: namespace,
      Policies: sources.filter(({ document }) => mayGrantService(document, namespace)).map(({ shape }) => shape),
    })),
    IsTruncated: false,
  }
})

/** Every policy that reaches the subject, a managed one once however often it is attached. */
function sourcesOf(account: Account, subject: Exclude<ReportSubject, { kind: 'policy' }>): Source[] {
  const holders =
    subject.kind === 'user'
      ? [
          { type: 'USER' as const, holder: subject.entity },
          ...groupsOf(account, subject.entity).map((holder) => ({ type: 'GROUP' as const, holder })),
        ]
      : [{ type: subject.kind === 'group' ? ('GROUP' as const) : ('ROLE' as const), holder: subject.entity }]
  const inline = holders.flatMap(({ type, holder }) =>
    holder.inlinePolicies.map((policy) => inlineSource(policy, type, holder.name)),
  )
  const arns = new Set(holders.flatMap(({ holder }) => holder.attachedPolicies))
  return [...inline, ...[...arns].flatMap((arn) => managedSource(account, arn))]
}

function inlineSource({ name, document }: InlinePolicy, type: 'GROUP' | 'ROLE' | 'USER', owner: string): Source {
  return { document, shape: { PolicyName: name, PolicyType: 'INLINE', EntityType: type, EntityName: owner } }
}

function managedSource(account: Account, arn: string): Source[] {
  const policy = findPolicy(account, arn)
  if (policy === undefined) return []
  const shape = { PolicyName: policy.name, PolicyType: 'MANAGED' as const, PolicyArn: arn }
  return [{ document: defaultDocument(policy), shape }]
}

export const grantingPolicyOperations: readonly QueryOperation[] = [listPoliciesGranting]
