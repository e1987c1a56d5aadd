import {
  AttachGroupPolicy$,
  AttachRolePolicy$,
  AttachUserPolicy$,
  DetachGroupPolicy$,
  DetachRolePolicy$,
  DetachUserPolicy$,
  ListAttachedGroupPolicies$,
  ListAttachedRolePolicies$,
  ListAttachedUserPolicies$,
  type ListAttachedGroupPoliciesResponse,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { holderLimits, holderNamed, refuseServiceLinked, type Holder, type HolderKind } from '../holder.ts'
import { checkPolicyArn, findPolicy } from '../lookup.ts'
import { changing, reading, type QueryOperation } from '../operation.ts'
import { page, type PageRequest } from '../page.ts'
import { attachedShape } from '../shapes.ts'
import type { Account } from '../state/account.ts'
import { keyOf } from '../state/table.ts'

/** The requests of the three kinds are the same but for the member that names the holder. */
interface AttachmentRequest {
  readonly GroupName?: string
  readonly RoleName?: string
  readonly UserName?: string
  readonly PolicyArn?: string
}

type ListRequest = AttachmentRequest & PageRequest & { readonly PathPrefix?: string }

const schemas = {
  group: { attach: AttachGroupPolicy$, detach: DetachGroupPolicy$, list: ListAttachedGroupPolicies$ },
  role: { attach: AttachRolePolicy$, detach: DetachRolePolicy$, list: ListAttachedRolePolicies$ },
  user: { attach: AttachUserPolicy$, detach: DetachUserPolicy$, list: ListAttachedUserPolicies$ },
} as const

function operationsOf(kind: HolderKind): QueryOperation[] {
  const { attach, detach, list } = schemas[kind]
  return [
    changing<AttachmentRequest, object>(attach, (account, input) => {
      attachPolicy(account, requestedHolder(account, kind, input), input.PolicyArn ?? '')
      return {}
    }),
    changing<AttachmentRequest, object>(detach, (account, input) => {
      detachPolicy(requestedHolder(account, kind, input), input.PolicyArn ?? '')
      return {}
    }),
    reading<ListRequest, ListAttachedGroupPoliciesResponse>(list, (account, input) => {
      const { PathPrefix: prefix = '/' } = input
      const holder = holderNamed(account, kind, nameIn(input))
      const arns = holder.attachedPolicies.filter((arn) => findPolicy(account, arn)?.path.startsWith(prefix))
      const { items, rest } = page(
        arns.toSorted((a, b) => (attachedKey(a) < attachedKey(b) ? -1 : 1)),
        {
          request: input,
          scope: ['ListAttached', holder.id, prefix],
          keyOf: attachedKey,
        },
      )
      return { AttachedPolicies: items.map(attachedShape), ...rest }
    }),
  ]
}

const nameIn = (input: AttachmentRequest): string | undefined => input.GroupName ?? input.RoleName ?? input.UserName

const attachedKey = (arn: string): string => `${keyOf(arn.slice(arn.lastIndexOf('/') + 1))} ${arn}`

function requestedHolder(account: Account, kind: HolderKind, input: AttachmentRequest): Holder {
  checkPolicyArn(input.PolicyArn)
  const holder = holderNamed(account, kind, nameIn(input))
  if (kind === 'role') refuseServiceLinked({ name: holder.name, path: account.roles.get(holder.name)?.path ?? '/' })
  return holder
}

function attachPolicy(account: Account, holder: Holder, arn: string): void {
  const policy = findPolicy(account, arn)
  if (policy === undefined) {
    throw new AwsError('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`)
  }
  if (policy.path.startsWith('/aws-service-role/')) {
    throw new AwsError('PolicyNotAttachable', `Cannot attach a Service Role Policy to a Customer Role.`)
  }
  if (holder.attachedPolicies.includes(arn)) return
  const { attached, quota } = holderLimits[holder.kind]
  if (holder.attachedPolicies.length >= attached) {
    throw new AwsError('LimitExceeded', `Cannot exceed quota for ${quota}: ${attached}`)
  }
  holder.replace({ attachedPolicies: [...holder.attachedPolicies, arn].toSorted() })
}

function detachPolicy(holder: Holder, arn: string): void {
  if (!holder.attachedPolicies.includes(arn)) throw new AwsError('NoSuchEntity', `Policy ${arn} was not found.`)
  holder.replace({ attachedPolicies: holder.attachedPolicies.filter((each) => each !== arn) })
}

export const attachmentOperations: readonly QueryOperation[] = [
  ...operationsOf('group'),
  ...operationsOf('role'),
  ...operationsOf('user'),
]
