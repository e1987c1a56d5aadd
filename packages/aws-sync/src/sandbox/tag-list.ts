import type { Tag } from '@aws-sdk/client-iam'
import { AwsError } from './aws-error.ts'
import { quotas } from './quotas.ts'
import type { Tags } from './state/entities.ts'
import { keyOf } from './state/table.ts'

/** `tags` with `added` put over them; keys are the same without regard to case. */
export function newTags(tags: Tags, added: readonly Tag[] | undefined): Tags {
  if (added === undefined || added.length === 0) return tags
  const byKey = new Map(tags.map((tag) => [keyOf(tag.key), tag]))
  const seen = new Set<string>()
  for (const { Key: key = '', Value: value = '' } of added) {
    if (seen.has(keyOf(key)))
      throw new AwsError('InvalidInput', 'Duplicate tag keys found. Please note that Tag keys are case insensitive.')
    if (key.toLowerCase().startsWith('aws:')) {
      throw new AwsError('InvalidInput', 'Tag keys that begin with aws: are reserved for AWS.')
    }
    seen.add(keyOf(key))
    byKey.set(keyOf(key), { key, value })
  }
  if (byKey.size > quotas.tags)
    throw new AwsError('LimitExceeded', `The number of tags has reached the maximum limit: ${quotas.tags}.`)
  return [...byKey.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

/** `tags` without those of the given keys; a key that is not there is no fault. */
export function withoutTags(tags: Tags, keys: readonly string[] | undefined): Tags {
  const gone = new Set((keys ?? []).map(keyOf))
  return tags.filter(({ key }) => !gone.has(keyOf(key)))
}
