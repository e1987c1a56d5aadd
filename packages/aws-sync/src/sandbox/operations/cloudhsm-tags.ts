import type {
  ListTagsRequest,
  ListTagsResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-cloudhsm-v2'
import { z } from 'zod'
import { backupWithId, clusterWithId } from '../cloudhsm/lookup.ts'
import { cloudHsmPage, pageInput } from '../cloudhsm/page.ts'
import { tagList } from '../cloudhsm/shapes.ts'
import { newCloudHsmTags, tagInput } from '../cloudhsm/tags.ts'
import { type Call, jsonOperation, type JsonOperation } from '../operation.ts'
import type { Account } from '../state/account.ts'
import type { Tags } from '../state/entities.ts'
import { withoutTags } from '../tag-list.ts'

const resourceId = z.string().regex(/^(?:cluster|backup)-[2-7a-zA-Z]{11,16}$/)

/** What holds tags, and how to give it others. */
function holderWithId(account: Account, id: string, call: Call): { tags: Tags; replace: (tags: Tags) => void } {
  if (id.startsWith('backup-')) {
    const backup = backupWithId(account, id, call)
    return { tags: backup.tags, replace: (tags) => account.backups.put({ ...backup, tags }) }
  }
  const cluster = clusterWithId(account, id, call)
  return { tags: cluster.tags, replace: (tags) => account.clusters.put({ ...cluster, tags }) }
}

const tagResource = jsonOperation<TagResourceRequest, object>({
  name: 'TagResource',
  changes: true,
  input: z.object({ ResourceId: resourceId, TagList: z.array(tagInput).min(1).max(50) }),
  run: (account, input, call) => {
    const holder = holderWithId(account, input.ResourceId ?? '', call)
    holder.replace(newCloudHsmTags(holder.tags, input.TagList))
    return {}
  },
})

const untagResource = jsonOperation<UntagResourceRequest, object>({
  name: 'UntagResource',
  changes: true,
  input: z.object({ ResourceId: resourceId, TagKeyList: z.array(z.string().min(1).max(128)).min(1).max(50) }),
  run: (account, input, call) => {
    const holder = holderWithId(account, input.ResourceId ?? '', call)
    holder.replace(withoutTags(holder.tags, input.TagKeyList))
    return {}
  },
})

const listTags = jsonOperation<ListTagsRequest, ListTagsResponse>({
  name: 'ListTags',
  changes: false,
  input: z.object({ ResourceId: resourceId, ...pageInput(50) }),
  run: (account, input, call) => {
    const { tags } = holderWithId(account, input.ResourceId ?? '', call)
    const byKey = tags.map((tag) => ({ ...tag, id: tag.key }))
    const { items, rest } = cloudHsmPage(byKey, input, ['ListTags', call.region, input.ResourceId])
    return { TagList: tagList(items), ...rest }
  },
})

export const cloudHsmTagOperations: readonly JsonOperation[] = [tagResource, untagResource, listTags]
