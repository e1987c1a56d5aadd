import {
  DeleteGroupPolicy$,
  DeleteRolePolicy$,
  DeleteUserPolicy$,
  GetGroupPolicy$,
  GetRolePolicy$,
  GetUserPolicy$,
  ListGroupPolicies$,
  ListRolePolicies$,
  ListUserPolicies$,
  PutGroupPolicy$,
  PutRolePolicy$,
  PutUserPolicy$,
  type ListGroupPoliciesResponse,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { checkDocument, encodeDocument, sizeOf } from '../documents.ts'
import { holderLimits, holderNamed, refuseServiceLinked, type Holder, type HolderKind } from '../holder.ts'
import { changing, reading, type QueryOperation } from '../operation.ts'
import { page, type PageRequest } from '../page.ts'
import type { Account } from '../state/account.ts'
import type { InlinePolicy } from '../state/entities.ts'
import { keyOf } from '../state/table.ts'

interface InlineRequest {
  readonly GroupName?: string
  readonly RoleName?: string
  readonly UserName?: string
  readonly PolicyName?: string
  readonly PolicyDocument?: string
}

const schemas = {
  group: { put: PutGroupPolicy$, get: GetGroupPolicy$, list: ListGroupPolicies$, remove: DeleteGroupPolicy$ },
  role: { put: PutRolePolicy$, get: GetRolePolicy$, list: ListRolePolicies$, remove: DeleteRolePolicy$ },
  user: { put: PutUserPolicy$, get: GetUserPolicy$, list: ListUserPolicies$, remove: DeleteUserPolicy$ },
} as const

function operationsOf(kind: HolderKind): QueryOperation[] {
  const { put, get, list, remove } = schemas[kind]
  return [
    changing<InlineRequest, object>(put, (account, input) => {
      putPolicy(changeableHolder(account, kind, input), input.PolicyName ?? '', input.PolicyDocument ?? '')
      return {}
    }),
    reading<InlineRequest, InlineRequest>(get, (account, input) => {
      const holder = holderNamed(account, kind, nameIn(input))
      const { PolicyName: name = '' } = input
      // The name comes back as it was asked for, whatever case it is stored in.
      const document = encodeDocument(policyNamed(holder, name).document)
      return { ...ownerMember(holder), PolicyName: name, PolicyDocument: document }
    }),
    reading<InlineRequest & PageRequest, ListGroupPoliciesResponse>(list, (account, input) => {
      const holder = holderNamed(account, kind, nameIn(input))
      const names = holder.inlinePolicies.map(({ name }) => name)
      const { items, rest } = page(names, { request: input, scope: ['ListInline', holder.id], keyOf })
      return { PolicyNames: items, ...rest }
    }),
    changing<InlineRequest, object>(remove, (account, input) => {
      const holder = changeableHolder(account, kind, input)
      const policy = policyNamed(holder, input.PolicyName ?? '')
      holder.replace({ inlinePolicies: holder.inlinePolicies.filter((each) => each !== policy) })
      return {}
    }),
  ]
}

const nameIn = (input: InlineRequest): string | undefined => input.GroupName ?? input.RoleName ?? input.UserName

function changeableHolder(account: Account, kind: HolderKind, input: InlineRequest): Holder {
  const holder = holderNamed(account, kind, nameIn(input))
  if (kind === 'role') refuseServiceLinked({ name: holder.name, path: account.roles.get(holder.name)?.path ?? '/' })
  return holder
}

function ownerMember({ kind, name }: Holder): InlineRequest {
  if (kind === 'group') return { GroupName: name }
  return kind === 'role' ? { RoleName: name } : { UserName: name }
}

function policyNamed(holder: Holder, name: string): InlinePolicy {
  const policy = holder.inlinePolicies.find((each) => keyOf(each.name) === keyOf(name))
  if (policy === undefined) {
    throw new AwsError('NoSuchEntity', `The ${holder.kind} policy with name ${name} cannot be found.`)
  }
  return policy
}

function putPolicy(holder: Holder, name: string, document: string): void {
  checkDocument(document, 'identity')
  const before = holder.inlinePolicies.find((each) => keyOf(each.name) === keyOf(name))
  const others = holder.inlinePolicies.filter((each) => each !== before)
  const { inline } = holderLimits[holder.kind]
  const size = others.reduce((total, each) => total + sizeOf(each.document), sizeOf(document))
  if (size > inline) {
    throw new AwsError(
      'LimitExceeded',
      `Maximum policy size of ${inline} bytes exceeded for ${holder.kind} ${holder.name}`,
    )
  }
  const changed = [...others, { name: before?.name ?? name, document }]
  holder.replace({ inlinePolicies: changed.toSorted((a, b) => (keyOf(a.name) < keyOf(b.name) ? -1 : 1)) })
}

export const inlinePolicyOperations: readonly QueryOperation[] = [
  ...operationsOf('group'),
  ...operationsOf('role'),
  ...operationsOf('user'),
]
