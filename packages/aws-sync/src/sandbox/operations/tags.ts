import {
  ListPolicyTags$,
  ListRoleTags$,
  ListUserTags$,
  TagPolicy$,
  TagRole$,
  TagUser$,
  UntagPolicy$,
  UntagRole$,
  UntagUser$,
  type ListUserTagsResponse,
  type Tag,
} from '@aws-sdk/client-iam'
import { ownPolicyAt, policyAt, roleNamed, userNamed } from '../lookup.ts'
import { changing, reading, type QueryOperation } from '../operation.ts'
import { page, type PageRequest } from '../page.ts'
import { tagList } from '../shapes.ts'
import type { Account } from '../state/account.ts'
import type { Tags } from '../state/entities.ts'
import { newTags, withoutTags } from '../tag-list.ts'

interface TagRequest extends PageRequest {
  readonly UserName?: string
  readonly RoleName?: string
  readonly PolicyArn?: string
  readonly Tags?: readonly Tag[]
  readonly TagKeys?: readonly string[]
}

/** Something with tags, and how to give it others. */
interface Tagged {
  readonly id: string
  readonly tags: Tags
  readonly replace: (tags: Tags) => void
}

function taggedUser(account: Account, input: TagRequest): Tagged {
  const user = userNamed(account, input.UserName)
  return { ...user, replace: (tags) => account.users.put({ ...user, tags }) }
}

function taggedRole(account: Account, input: TagRequest): Tagged {
  const role = roleNamed(account, input.RoleName)
  return { ...role, replace: (tags) => account.roles.put({ ...role, tags }) }
}

function taggedPolicy(account: Account, input: TagRequest): Tagged {
  const asked = input.Tags === undefined && input.TagKeys === undefined ? policyAt : ownPolicyAt
  const policy = asked(account, input.PolicyArn)
  return { ...policy, replace: (tags) => account.policies.put({ ...policy, tags }) }
}

const kinds = [
  { find: taggedUser, tag: TagUser$, untag: UntagUser$, list: ListUserTags$ },
  { find: taggedRole, tag: TagRole$, untag: UntagRole$, list: ListRoleTags$ },
  { find: taggedPolicy, tag: TagPolicy$, untag: UntagPolicy$, list: ListPolicyTags$ },
] as const

export const tagOperations: readonly QueryOperation[] = kinds.flatMap(({ find, tag, untag, list }) => [
  changing<TagRequest, object>(tag, (account, input) => {
    const entity = find(account, input)
    entity.replace(newTags(entity.tags, input.Tags))
    return {}
  }),
  changing<TagRequest, object>(untag, (account, input) => {
    const entity = find(account, input)
    entity.replace(withoutTags(entity.tags, input.TagKeys))
    return {}
  }),
  reading<TagRequest, ListUserTagsResponse>(list, (account, input) => {
    const entity = find(account, input)
    // A key may be longer than a marker: a tag's place stands for it.
    const placed = entity.tags.map((tag, index) => ({ tag, place: String(index).padStart(3, '0') }))
    const { items, rest } = page(placed, {
      request: input,
      scope: ['ListTags', entity.id],
      keyOf: ({ place }) => place,
    })
    return { Tags: tagList(items.map(({ tag }) => tag)), ...rest }
  }),
])
